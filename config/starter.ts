/** From where a {@link starterFile} is read. */
export interface StarterPlaces {
  /**
   * Where editors find the JSON Schema, from the file on.
   *
   * @default "./node_modules/container-supply-chain/config/organization.schema.json"
   */
  readonly schema?: string;
  /** The file as a command names it, in quotes where a shell needs them. @default "organization.yaml" */
  readonly file?: string;
}

/** A commented `organization.yaml` to begin with; it passes every check as it stands. */
export function starterFile({
  schema = "./node_modules/container-supply-chain/config/organization.schema.json",
  file = "organization.yaml",
}: StarterPlaces = {}): string {
  const places = { schema, file };
  return STARTER.replaceAll(/\{(schema|file)\}/g, (_, place: keyof typeof places) => places[place]);
}

const STARTER = `# yaml-language-server: $schema={schema}
#
# Your organization. Replace the ids, names and regions by your own, then check the file:
#
#   npx supply-chain check {file}
#
# What is left out has a safe default; lines that begin with "# " and a key show what else can be said.

organization:
  id: o-exampleorg1 # AWS console: Organizations, Settings
  root: r-ex4m
  homeRegion: eu-central-1 # the registry, the pipelines and the Security Hub aggregator
  regions: [eu-central-1] # every region in use, the home region included
  # organizationalUnits:
  #   production: ou-ex4m-prod0001

# Account ids stand in quotes: without them YAML reads a number and drops leading zeros.
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security } # delegated administrator
  images: { id: "333333333333", role: [registry, pipeline] }
  shop:
    id: "444444444444"
    role: workload
    clusters:
      # What happens to an image without a trusted signature: begin with alert, and go on to block.
      shop: { type: ecs, signatures: alert }
      # tools: { type: eks, engine: kyverno, signatures: alert }

# The role that Terraform assumes in every account; it must exist there.
deployment:
  role: supply-chain-deployment

# Local files are fine for a trial; share the state before a second person deploys.
state:
  backend: local
  # backend: s3
  # bucket: example-terraform-state

signing:
  profiles:
    release: # signs every image that is pushed

registry:
  # replication: [eu-west-1]
  pullThroughCache: [kubernetes, ecr-public] # both need no secret
  repositories:
    shop/api:
      pull: [shop]
      keep: { releases: 30, untaggedDays: 7 }

pipelines:
  shop-api:
    source: { github: example/shop-api, branch: main }
    image: shop/api
    # approval: { notify: release-managers@example.com }
    deploy:
      - { cluster: shop/shop, service: api }

# Who hears of new critical findings.
securityHub:
  notify: { critical: security@example.com }

# Policies that keep the chain's controls on. Attach them to one unit first.
guardrails:
  attachTo: []
`;
