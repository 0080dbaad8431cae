import { join } from "node:path";
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
import { type Deployment, type LayerKind, plan } from "../../plan";
import {
  askedDetectors,
  askedGuardrails,
  askedRegistry,
  askedRoles,
  Written,
  writtenFeatures,
  writtenGuardrails,
  writtenRegistry,
  writtenRoles,
} from "../support/deployed";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;
const FILE = "organization.yaml";

describeWith([TERRAFORM, EMULATOR], "the sample organization in the emulator", () => {
  const organization = loadOrganization(FILE);
  const deployments = plan(organization);
  const terraform = prepareTerraform();
  let emulator: Emulator;
  let local: LocalDeployment;

  const stacks = synthesized(deployments);
  const limitsAt = (endpoint: string) =>
    stacks.map(({ terraform: json }) => emulated(json, { endpoint, awsVersion: terraform.awsVersion }));
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
      const applied = new Set(local.managedResources().map((resource) => resource.split(" ")[0]));
      expect([...applied].sort()).toEqual(deployments.map(({ name }) => name).sort());
    },
    15 * MINUTES,
  );

  /** What each stack says, as the emulator could make it. */
  const written = () => {
    const limits = limitsAt(emulator.endpoint);
    return stacks.map(({ deployment, terraform: json }, index) => {
      const { removed = [], dependents = [] } = limits[index] ?? {};
      const state = local.stateOf(deployment.name);
      return { deployment, stack: new Written(json, state, new Set([...removed, ...dependents])) };
    });
  };
  const ofKind = (kind: LayerKind) => written().filter(({ deployment: { layer } }) => layer.kind === kind);

  test("the registry of every region holds what its stack says", async () => {
    const registries = ofKind("registry");
    expect(registries).toHaveLength(1 + organization.registry.replication.length);
    for (const { deployment, stack } of registries) {
      const said = writtenRegistry(stack);
      expect(Object.keys(said.repositories)).toEqual(Object.keys(organization.registry.repositories).sort());
      expect(await askedRegistry(settingsOf(deployment))).toEqual(said);
    }
  });

  test("every role has the trust and the permissions that its stack says, and there is no other role", async () => {
    const all = written();
    let roles = 0;
    for (const id of new Set(deployments.map(({ account }) => account.id))) {
      const own = all.filter(({ deployment }) => deployment.account.id === id);
      const said = writtenRoles(own.map(({ stack }) => stack));
      const [{ deployment }] = own as [(typeof own)[number]];
      expect(await askedRoles(settingsOf(deployment))).toEqual(said);
      roles += Object.keys(said).length;
    }
    expect(roles).toBe(24);
  });

  test("every guardrail is there and attached where the file says", async () => {
    const [management] = ofKind("organization") as [ReturnType<typeof written>[number]];
    const said = writtenGuardrails(management.stack);
    const { root, organizationalUnits } = organization.organization;
    const targets = organization.guardrails.attachTo.map((name) =>
      name === "root" ? root : organizationalUnits[name],
    );
    expect(Object.values(said).map((guardrail) => guardrail.targets)).toEqual([targets, targets]);
    expect(await askedGuardrails(settingsOf(management.deployment))).toEqual(said);
  });

  test("the detector of every region watches what its stack says", async () => {
    const security = ofKind("security");
    expect(security.map(({ deployment: { region } }) => region).sort()).toEqual(
      organization.organization.regions.toSorted(),
    );
    for (const { deployment, stack } of security) {
      const features = writtenFeatures(stack);
      expect(await askedDetectors(settingsOf(deployment))).toEqual([{ status: "ENABLED", features }]);
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
        "-refresh=false",
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
