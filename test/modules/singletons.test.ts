import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { TrustedAccess } from "../../modules/organization";
import { ManagedSigning, SigningWatch } from "../../modules/signing";
import { rejectionOf } from "../support/rejection";
import { CONSTRUCTS, HERE, type Place } from "./places";

/** Constructs that own a setting of which an account and region has only one, and what the setting is called. */
const SINGLETONS: Readonly<Record<string, string>> = {
  AlarmNotifications: "set of alarm notifications",
  BasicScanFindings: "import of basic scan findings",
  DelegatedAdministrators: "list of delegated administrators",
  FindingForwarding: "forwarding of findings",
  FindingNotifications: "set of finding notifications",
  GuardDutyDetector: "GuardDuty detector",
  ImageRegistry: "ECR account setting REGISTRY_POLICY_SCOPE",
  EcsImageVerification: "image verification on ECS",
  ImageRepository: "ECR repository api",
  Inspector: "Inspector activation",
  InspectorOrganization: "Inspector activation",
  InspectorRescanDuration: "Inspector re-scan duration",
  InspectorSuppression: "Inspector filter xz-not-linked",
  ManagedSigning: "ECR signing configuration",
  PullThroughCache: "pull-through cache prefix quay",
  PullTimeExclusions: "list of pull-time exclusions",
  RegistryNetwork: "set of registry endpoints in vpc-0a1b2c3d4e5f60718",
  RegistryNotifications: "set of registry notifications",
  RegistryScanning: "ECR scanning configuration",
  SecurityHubAggregation: "Security Hub finding aggregator",
  SecurityHubHub: "Security Hub",
  SigningProfile: "signing profile release",
};
/** Those whose setting is of no one region, or that stand on another of them. */
const OTHERS = ["SigningBackfill", "SigningWatch", "TrustedAccess", "UpstreamCredential"];

const ELSEWHERE: Place = { ...HERE, region: "eu-west-3" };
const ANOTHER: Place = { ...HERE, accountId: "666666666666" };
const TABLE = Object.entries(SINGLETONS).map(([name, setting]) => [name, setting] as const);
/** The aggregator of findings gathers those of all regions, so an account has one for all of them. */
const REGIONAL = TABLE.filter(([name]) => name !== "SecurityHubAggregation");

const refusal = (setting: string) =>
  `second/it: the ${setting} of an account and region has one owner, and first/it owns it already; keep one of the ` +
  "two constructs and pass it the settings of both [singleton-owned-twice]";

function build(name: string, scope: Construct, place: Place): void {
  const row = CONSTRUCTS[name];
  if (!row) throw new RangeError(`no construct ${name}`);
  row[1](scope, place);
}

function stacks(): readonly [first: TerraformStack, second: TerraformStack] {
  const app = new App();
  return [new TerraformStack(app, "first"), new TerraformStack(app, "second")];
}

test("the table has every construct that claims a setting", () => {
  const files = readdirSync("modules", { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const owners = files.flatMap((file) => {
    const text = readFileSync(join("modules", file), "utf8");
    return text.includes("claimSingleton(this") ? (/export class (\w+)/.exec(text)?.[1] ?? file) : [];
  });
  expect(owners.sort()).toEqual([...Object.keys(SINGLETONS), ...OTHERS].sort());
});

test.each(TABLE)(
  "%s is refused a second time for an account and region, whatever its stack",
  (name, setting) => {
    const [first, second] = stacks();
    build(name, first, HERE);
    expect(rejectionOf(() => build(name, second, HERE))).toEqual([refusal(setting)]);
  },
);

test.each(REGIONAL)("%s has an owner in each region, in one stack too", (name) => {
  const [stack] = stacks();
  build(name, new Construct(stack, "here"), HERE);
  expect(() => build(name, new Construct(stack, "elsewhere"), ELSEWHERE)).not.toThrow();
});

test.each(TABLE)("%s has an owner in each account", (name) => {
  const [first, second] = stacks();
  build(name, first, HERE);
  expect(() => build(name, second, ANOTHER)).not.toThrow();
});

test.each(TABLE)("%s of one app is none of another", (name) => {
  build(name, stacks()[0], HERE);
  expect(() => build(name, stacks()[1], HERE)).not.toThrow();
});

test("the findings of an account have one aggregator, whatever its region", () => {
  const [first, second] = stacks();
  build("SecurityHubAggregation", first, HERE);
  expect(rejectionOf(() => build("SecurityHubAggregation", second, ELSEWHERE))).toEqual([
    refusal("Security Hub finding aggregator"),
  ]);
});

test("a registry has one signing watch, whatever its stack", () => {
  const [first, second] = stacks();
  const rules = [
    {
      profileArn: "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd",
      repositories: ["shop/api"],
    },
  ];
  const signing = new ManagedSigning(first, "signing", { ...HERE, rules });
  new SigningWatch(first, "it", { ...HERE, signing });
  expect(rejectionOf(() => new SigningWatch(second, "it", { ...HERE, signing }))).toEqual([
    refusal("signing watch"),
  ]);
});

test("an organization has one owner, whatever its stack", () => {
  const [first, second] = stacks();
  const props = { organizationId: "o-exampleorg1", servicePrincipals: [], policyTypes: [] };
  new TrustedAccess(first, "it", props);
  expect(rejectionOf(() => new TrustedAccess(second, "it", props))).toEqual([refusal("AWS organization")]);
  expect(
    () => new TrustedAccess(second, "other", { ...props, organizationId: "o-exampleorg2" }),
  ).not.toThrow();
});

test("the login of a cache has an owner in each account and region, whatever its stack", () => {
  const [first, second] = stacks();
  build("UpstreamCredential", first, HERE);
  expect(rejectionOf(() => build("UpstreamCredential", second, HERE))).toEqual([
    refusal("secret ecr-pullthroughcache/docker-hub"),
  ]);
  expect(() => build("UpstreamCredential", new Construct(second, "region"), ELSEWHERE)).not.toThrow();
});

test("a Terraform variable is of its stack", () => {
  const [first, second] = stacks();
  build("UpstreamCredential", first, HERE);
  expect(() => build("UpstreamCredential", second, ANOTHER)).not.toThrow();
});

test("a region that only Terraform knows is that of the stack", () => {
  const [first, second] = stacks();
  const region = (stack: TerraformStack, id: string) => {
    const { stringValue } = new TerraformVariable(stack, id, { type: "string" });
    return { ...HERE, region: stringValue };
  };
  build("RegistryNotifications", first, region(first, "region"));
  expect(() => build("RegistryNotifications", second, region(second, "region"))).not.toThrow();
  const again = new Construct(second, "again");
  expect(rejectionOf(() => build("RegistryNotifications", again, region(second, "other")))).toEqual([
    "second/again/it: the set of registry notifications of an account and region has one owner, and second/it owns " +
      "it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
  ]);
});

test.each([
  ["named", "known to Terraform alone", 0],
  ["known to Terraform alone", "named", 1],
] as const)("an account that is %s may be the one that is %s, in one stack", (_, __, unknown) => {
  const [stack, other] = stacks();
  const places = [HERE, HERE].map((place, index) => ({
    ...place,
    accountId:
      index === unknown
        ? new TerraformVariable(stack, "account", { type: "string" }).stringValue
        : place.accountId,
  }));
  const [one, two] = places as [Place, Place];
  build("RegistryNotifications", new Construct(stack, "one"), one);
  expect(rejectionOf(() => build("RegistryNotifications", new Construct(stack, "two"), two))).toEqual([
    "first/two/it: the set of registry notifications of an account and region has one owner, and first/one/it owns it " +
      "already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
  ]);
  expect(() => build("RegistryNotifications", other, ANOTHER)).not.toThrow();
});
