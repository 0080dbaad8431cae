/** The valid file that the bad ones differ from in one place. */
export const VALID = `organization:
  id: o-exampleorg1
  root: r-ex4m
  homeRegion: eu-central-1
  regions: [eu-central-1, eu-west-1]
  organizationalUnits: { production: ou-ex4m-prod0001 }
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security }
  images: { id: "333333333333", role: [registry, pipeline] }
  shop:
    id: "444444444444"
    role: workload
    organizationalUnit: production
    networks:
      - { vpc: vpc-0a1b2c3d4e5f60718, cidr: 10.40.0.0/16, subnets: [subnet-0a1b2c3d4e5f60711], routeTables: [rtb-0a1b2c3d4e5f60713] }
    clusters:
      web: { type: ecs }
      jobs: { type: eks, region: eu-west-1 }
signing:
  profiles:
    release: { validity: 135 months }
registry:
  replication: [eu-west-1]
  pullThroughCache: [kubernetes]
  repositories:
    shop/api: { pull: [shop] }
pipelines:
  api:
    source: { github: example/api }
    image: shop/api
    deploy:
      - { cluster: shop/web, service: api }
      - { cluster: shop/jobs, manifests: [deploy/api.yaml] }
guardrails:
  attachTo: [production]
`;

/** What stands in the valid file, and what stands in its place in the bad one. */
export type Edit = readonly [instead: string, written: string];

/** One bad file: its whole text, or how it differs from the valid one; and every message it gets. */
export type BadFile = readonly [name: string, text: string | readonly Edit[], messages: readonly string[]];

/** The text of a bad file. */
export function textOf(text: string | readonly Edit[]): string {
  if (typeof text === "string") return text;
  return text.reduce((result, [instead, written]) => {
    if (!result.includes(instead)) throw new RangeError(`the file does not hold ${instead}`);
    return result.replace(instead, () => written);
  }, VALID);
}

/** So many texts with their numbers in them, from 0. */
export function times(count: number, text: (index: number) => string, separator = ", "): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(separator);
}

/** So many accounts of workloads, as lines of the file. */
export function accounts(count: number): string {
  return times(
    count,
    (index) => `  t${String(index)}: { id: "${String(500_000_000_000 + index)}", role: workload }\n`,
    "",
  );
}
