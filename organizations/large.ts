/** Regions that every service of the suite is in. */
export const COMPLETE_REGIONS = [
  "eu-central-1",
  "eu-west-1",
  "us-east-1",
  "us-west-2",
  "eu-north-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

/** An id of twelve digits that belongs to no list of ours. */
export function accountId(index: number): string {
  return String(700_000_000_000 + index);
}

/** Size of a generated organization. */
export interface OrganizationSize {
  /** Accounts in all, the three central ones included. */
  readonly accounts: number;
  readonly regions: number;
  readonly repositories: number;
}

/**
 * Text of a large valid `organization.yaml` for benchmarks: every workload account has an ECS and an EKS cluster,
 * and every repository is signed and pulled by two of them.
 */
export function generateOrganization({ accounts, regions, repositories }: OrganizationSize): string {
  const names = COMPLETE_REGIONS.slice(0, regions);
  const workloads = Math.max(accounts - 3, 1);
  const lines = [
    "organization:",
    "  id: o-exampleorg1",
    "  root: r-ex4m",
    `  homeRegion: ${COMPLETE_REGIONS[0]}`,
    `  regions: [${names.join(", ")}]`,
    "  organizationalUnits:",
    "    production: ou-ex4m-prod0001",
    "accounts:",
    `  management: { id: "${accountId(0)}", role: management }`,
    `  security: { id: "${accountId(1)}", role: security }`,
    `  images: { id: "${accountId(2)}", role: [registry, pipeline] }`,
  ];
  for (let index = 0; index < workloads; index++) {
    lines.push(
      `  team-${String(index)}:`,
      `    id: "${accountId(index + 3)}"`,
      "    role: workload",
      "    organizationalUnit: production",
      "    clusters:",
      "      shop: { type: ecs, signatures: block }",
      `      tools: { type: eks, region: ${names.at(-1) ?? COMPLETE_REGIONS[0]} }`,
    );
  }
  lines.push("signing:", "  profiles:", "    release:", "registry:", "  repositories:");
  for (let index = 0; index < repositories; index++) {
    const teams = [...new Set([index % workloads, (index + 1) % workloads])];
    const pull = teams.map((team) => `team-${String(team)}`).join(", ");
    lines.push(`    team-${String(index % workloads)}/service-${String(index)}: { pull: [${pull}] }`);
  }
  if (repositories === 0) lines.push("    {}");
  lines.push("guardrails:", "  attachTo: [production]", "");
  return lines.join("\n");
}
