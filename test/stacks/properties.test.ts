import fc from "fast-check";
import { checkBaseline } from "../../baseline";
import { type Organization } from "../../config";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { organizationsNearLimits } from "../support/limits";
import { organizations } from "../support/organizations";

interface Named {
  readonly name?: string;
  readonly bucket?: string;
}

/** What has a name of its own in an account, or in an account and region. */
const ACCOUNT_WIDE = new Map([["aws_iam_role", 64]]);
const REGION_WIDE = new Map([
  ["aws_kms_alias", 256],
  ["aws_cloudwatch_log_group", 512],
  ["aws_sns_topic", 256],
  ["aws_cloudwatch_event_rule", 64],
  ["aws_codebuild_project", 255],
  ["aws_codepipeline", 100],
  ["aws_sqs_queue", 80],
  ["aws_ecr_repository", 256],
]);

/** Types whose names were looked at. */
const seen = new Set<string>();

/** Builds the organization's stacks; they hold the baseline, and no two of their parts have one name. */
function holds(organization: Organization): void {
  const stacks = synthesized(plan(organization));
  const report = checkBaseline(
    stacks.map(({ deployment: { name, account, region }, terraform }) => ({
      name,
      account: account.id,
      region,
      terraform,
    })),
  );
  expect(report.violations).toEqual([]);

  const owners = new Map<string, string>();
  for (const { deployment, terraform } of stacks) {
    const resources = (terraform["resource"] ?? {}) as Record<string, Record<string, Named>>;
    for (const [type, byName] of Object.entries(resources)) {
      const limit = ACCOUNT_WIDE.get(type) ?? REGION_WIDE.get(type);
      if (limit === undefined) continue;
      seen.add(type);
      for (const { name = "" } of Object.values(byName)) {
        const place = ACCOUNT_WIDE.has(type) ? "" : deployment.region;
        const key = [type, deployment.account.id, place, name].join(" ");
        expect([key, owners.get(key)]).toEqual([key, undefined]);
        owners.set(key, deployment.name);
        expect(name.length).toBeLessThanOrEqual(limit);
      }
    }
  }
}

test("every valid organization becomes stacks that hold the baseline, with names that are unique and fit", () => {
  fc.assert(fc.property(organizations(), holds), { seed: 20261124, numRuns: 20 });
  expect([...seen].sort()).toEqual([...ACCOUNT_WIDE.keys(), ...REGION_WIDE.keys()].sort());
}, 120_000);

test("so does every organization near a limit of AWS that the file's checks take", () => {
  const taken = { yes: 0, no: 0 };
  fc.assert(
    fc.property(organizationsNearLimits(), (organization) => {
      taken[organization ? "yes" : "no"]++;
      if (organization) holds(organization);
    }),
    { seed: 20261125, numRuns: 30 },
  );
  // Enough on both sides of the limits.
  expect(taken.yes).toBeGreaterThan(12);
  expect(taken.no).toBeGreaterThan(5);
}, 120_000);
