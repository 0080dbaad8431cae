import { join } from "node:path";
import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
} from "@aws-sdk/client-ecr";
import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { ListPoliciesForTargetCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { loadOrganization } from "../../config";
import { LocalDeployment } from "../../local/deployment";
import { type Emulator, startEmulator } from "../../local/emulator";
import { clientSettings, type ClientSettings } from "../../local/emulator-aws";
import { inventory } from "../../local/emulator-inventory";
import { formatLimits, LIMITS } from "../../local/emulator-limits";
import { seedOf } from "../../local/emulator-seed";
import { emulated } from "../../local/emulator-stack";
import { prepareTerraform } from "../../local/terraform";
import { EMULATOR, TERRAFORM } from "../../local/tools";
import { say } from "../../local/tools-process";
import { synthesized } from "../../organizations/examples";
import { type Deployment, plan, type RegistryLayer } from "../../plan";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;
const FILE = "organization.yaml";

describeWith([TERRAFORM, EMULATOR], "the sample organization in the emulator", () => {
  const organization = loadOrganization(FILE);
  const deployments = plan(organization);
  const terraform = prepareTerraform();
  let emulator: Emulator;
  let local: LocalDeployment;

  const limitsAt = (endpoint: string) =>
    synthesized(deployments).map(({ terraform: json }) =>
      emulated(json, { endpoint, awsVersion: terraform.awsVersion }),
    );
  const settingsOf = ({ account, region }: Deployment): ClientSettings =>
    clientSettings(emulator.endpoint, { accountId: account.id, region });
  const tell = (line: string) => {
    if (/Apply complete|No changes\.|Destroy complete|Error:/.test(line)) say(`  ${line.trim()}`);
  };
  const everything = async () =>
    (await inventory(emulator.endpoint, deployments)).map(({ kind, name }) => `${kind} ${name}`);

  beforeAll(async () => {
    emulator = await startEmulator(seedOf(organization, deployments));
    local = new LocalDeployment(terraform, emulator.endpoint, FILE);
    for (const line of formatLimits(limitsAt(emulator.endpoint))) say(`  ${line}`);
  }, MINUTES);

  afterAll(async () => {
    await emulator.stop();
    terraform.remove();
  });

  test("every limit of the emulator is about something that the sample has", () => {
    const uses = limitsAt(emulator.endpoint).map((limited) => limited.uses);
    const unused = LIMITS.filter((row) => uses.every((counts) => (counts.get(row) ?? 0) === 0));
    expect(unused.map(({ type }) => type)).toEqual([]);
  });

  test(
    "applies, each stack as its own account",
    async () => {
      const { code, stdout, stderr } = await local.deploy({ onLine: tell });
      expect({ code, said: code === 0 ? "" : stdout.slice(-8_000) + stderr.slice(-2_000) }).toEqual({
        code: 0,
        said: "",
      });
      const stacks = new Set(local.managedResources().map((resource) => resource.split(" ")[0]));
      expect([...stacks].sort()).toEqual(deployments.map(({ name }) => name).sort());
    },
    15 * MINUTES,
  );

  test("repositories, their policies and lifecycle rules are what the file says", async () => {
    const registries = deployments.filter(
      (deployment): deployment is Deployment<RegistryLayer> => deployment.layer.kind === "registry",
    );
    expect(registries).toHaveLength(1 + organization.registry.replication.length);
    for (const deployment of registries) {
      const client = new ECRClient(settingsOf(deployment));
      const { repositories = [] } = await client.send(new DescribeRepositoriesCommand());
      expect(repositories.map(({ repositoryName }) => repositoryName).sort()).toEqual(
        Object.keys(organization.registry.repositories).sort(),
      );
      for (const [name, { pull, keep, encryption }] of Object.entries(organization.registry.repositories)) {
        const found = repositories.find(({ repositoryName }) => repositoryName === name);
        expect(found?.imageTagMutability).toBe("IMMUTABLE");
        expect(found?.encryptionConfiguration?.encryptionType).toBe(encryption === "kms" ? "KMS" : "AES256");

        const { policyText = "" } = await client.send(
          new GetRepositoryPolicyCommand({ repositoryName: name }),
        );
        const { Statement: statements } = JSON.parse(policyText) as {
          Statement: { Sid: string; Principal: { AWS: string | string[] } }[];
        };
        const pulling = statements.find(({ Sid }) => Sid === "PullByAccounts")?.Principal.AWS;
        const accounts = pull === "organization" ? [] : pull.map((key) => organization.accounts[key]?.id);
        expect([pulling].flat()).toEqual(accounts.map((id) => `arn:aws:iam::${id ?? ""}:root`).sort());

        const { lifecyclePolicyText = "" } = await client.send(
          new GetLifecyclePolicyCommand({ repositoryName: name }),
        );
        const { rules } = JSON.parse(lifecyclePolicyText) as {
          rules: { selection: { countNumber: number } }[];
        };
        expect(rules.map(({ selection }) => selection.countNumber)).toEqual(
          [keep.releases, keep.untaggedDays].filter((number) => number !== undefined),
        );
      }
    }
  });

  test("scanning, detectors and guardrails are what the file says", async () => {
    const registry = deployments.find(({ name }) => name === "registry-images-eu-central-1") as Deployment;
    const { scanningConfiguration } = await new ECRClient(settingsOf(registry)).send(
      new GetRegistryScanningConfigurationCommand(),
    );
    expect(scanningConfiguration?.scanType).toBe(organization.registry.scanning.mode.toUpperCase());
    expect(
      scanningConfiguration?.rules
        ?.find(({ scanFrequency }) => scanFrequency === "CONTINUOUS_SCAN")
        ?.repositoryFilters?.map(({ filter }) => filter),
    ).toEqual(organization.registry.scanning.continuous);

    for (const security of deployments.filter(({ layer }) => layer.kind === "security")) {
      const client = new GuardDutyClient(settingsOf(security));
      const { DetectorIds: [id] = [] } = await client.send(new ListDetectorsCommand());
      const { Status } = await client.send(new GetDetectorCommand({ DetectorId: id }));
      expect(Status).toBe("ENABLED");
    }

    const management = deployments[0] as Deployment;
    for (const name of organization.guardrails.attachTo) {
      const { Policies = [] } = await new OrganizationsClient(settingsOf(management)).send(
        new ListPoliciesForTargetCommand({
          TargetId:
            name === "root"
              ? organization.organization.root
              : (organization.organization.organizationalUnits[name] ?? ""),
          Filter: "SERVICE_CONTROL_POLICY",
        }),
      );
      expect(Policies.map(({ Name }) => Name)).toContain("supply-chain-scp-1");
    }
  });

  test("what an account or the organization has once is listed without a region", async () => {
    const things = await inventory(emulator.endpoint, deployments);
    const kinds = (places: (region: string) => boolean) =>
      [...new Set(things.filter(({ region }) => places(region)).map(({ kind }) => kind))].sort();
    const once = ["bucket", "guardrail", "role"];
    expect(kinds((region) => region === "global")).toEqual(once);
    const regional = kinds((region) => region !== "global");
    expect(regional).toContain("repository");
    expect(regional.filter((kind) => once.includes(kind))).toEqual([]);
  });

  test("the build role pushes to its repository and nowhere else", async () => {
    const pipeline = deployments.find(({ layer }) => layer.kind === "pipeline") as Deployment;
    const client = new IAMClient(settingsOf(pipeline));
    const RoleName = "supply-chain-shop-api-build";
    const { Role } = await client.send(new GetRoleCommand({ RoleName }));
    expect(Role?.Path).toBe("/supply-chain/push/");
    const { PolicyDocument = "" } = await client.send(
      new GetRolePolicyCommand({ RoleName, PolicyName: "permissions" }),
    );
    const { Statement: statements } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
      Statement: { Action: string | string[]; Resource: string | string[] }[];
    };
    const pushing = statements.filter(({ Action }) => [Action].flat().includes("ecr:PutImage"));
    expect(pushing.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api",
    ]);
  });

  test(
    "a second deploy changes nothing",
    async () => {
      const before = local.managedResources();
      const { code, stdout } = await local.deploy({ onLine: tell });
      expect(code).toBe(0);
      expect(stdout.match(/Resources: 0 added, 0 changed, 0 destroyed\./g)).toHaveLength(deployments.length);
      expect(local.managedResources()).toEqual(before);
    },
    15 * MINUTES,
  );

  test(
    "what holds state is not destroyed, and nothing with it",
    async () => {
      const { name } = deployments.at(-1) as Deployment;
      const state = local.stateOf(name);
      const before = await everything();
      const { code } = await local.destroy([name]);
      expect(code).not.toBe(0);
      // The CDKTF CLI may end before it has passed Terraform's reason on, so Terraform is asked itself.
      const asked = await terraform.run(join(local.output, "stacks", name), [
        "plan",
        "-destroy",
        "-no-color",
      ]);
      expect(asked.code).not.toBe(0);
      expect(asked.stdout + asked.stderr).toContain("Instance cannot be destroyed");
      expect(local.stateOf(name)).toBe(state);
      expect(await everything()).toEqual(before);
    },
    5 * MINUTES,
  );

  test(
    "built without protection it is destroyed in reverse order, down to nothing",
    async () => {
      await local.letGoOfImports();
      const { code, stdout, stderr } = await local.destroy(["*"], { unprotected: true, onLine: tell });
      expect({ code, said: code === 0 ? "" : stdout.slice(-8_000) + stderr.slice(-2_000) }).toEqual({
        code: 0,
        said: "",
      });
      expect(local.managedResources()).toEqual([]);
      const left = await everything();
      // GuardDuty made its detectors itself when the account became the delegated administrator.
      expect(left.filter((thing) => !thing.startsWith("GuardDuty detector"))).toEqual([]);
    },
    15 * MINUTES,
  );
});
