import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "./support/program";

const MINIMAL = "examples/minimal/organization.yaml";
/** Anybody can set the context of a CDKTF app from outside: this one takes the protection off every resource. */
const UNPROTECTED = { CDKTF_CONTEXT_JSON: JSON.stringify({ protectFromDestroy: false }) };
const VIOLATIONS = [
  "organization-management-eu-central-1 aws_organizations_organization.organization_trusted-access_8F34B76F: a plan may destroy it (organization-management-eu-central-1/organization/trusted-access/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
  "workload-shop-eu-central-1 aws_dynamodb_table.runtime_verification_History_EF9CD1C8: a plan may destroy it (workload-shop-eu-central-1/runtime/verification/History/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
  "workload-shop-eu-central-1 aws_kms_key.runtime-key_C4014189: a plan may destroy it (workload-shop-eu-central-1/runtime-key/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
  "security-security-eu-central-1 aws_securityhub_account.organization_security-hub_FEA2CA37: a plan may destroy it (security-security-eu-central-1/organization/security-hub/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
  "security-security-eu-central-1 aws_securityhub_finding_aggregator.organization_aggregation_0BFC14B1: a plan may destroy it (security-security-eu-central-1/organization/aggregation/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
  "registry-images-eu-central-1 aws_ecr_repository.registry_repositories_shop--api_4B36B502: a plan may destroy it (registry-images-eu-central-1/registry/repositories/shop--api/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
  "registry-images-eu-central-1 aws_signer_signing_profile.signing_profiles_release_27870560: a plan may destroy it (registry-images-eu-central-1/signing/profiles/release/Resource); set lifecycle.prevent_destroy = true [protected-from-destroy]",
];

const folder = mkdtempSync(join(tmpdir(), "main-baseline-"));
const output = join(folder, "out");

/** Every file below the output folder with its bytes. */
function files(): (readonly [path: string, bytes: string])[] {
  return readdirSync(output, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name)).toString("base64"),
    ]);
}

beforeAll(() => {
  expect(main(["synth", MINIMAL, "--output", output])).toMatchObject({ status: 0, stderr: "" });
  const lock = join(output, "stacks", "registry-images-eu-central-1", ".terraform.lock.hcl");
  writeFileSync(lock, "locked");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("stacks that break the baseline", () => {
  test("stop synth with every violation, and nothing in the output folder changes", () => {
    const before = files();
    expect(main(["synth", MINIMAL, "--output", output], UNPROTECTED)).toEqual({
      status: 1,
      stdout: "",
      stderr: `${VIOLATIONS.join("\n")}\n\n7 problems; nothing was written\n`,
    });
    expect(files()).toEqual(before);
  });

  test("stop synth before it makes an output folder", () => {
    const missing = join(folder, "missing");
    expect(main(["synth", MINIMAL, "--output", missing], UNPROTECTED).status).toBe(1);
    expect(readdirSync(folder)).not.toContain("missing");
  });

  test("stop synth --json with the violations as data", () => {
    const { status, stdout } = main(["synth", MINIMAL, "--json", "--output", output], UNPROTECTED);
    expect(status).toBe(1);
    const { problems, omitted } = JSON.parse(stdout) as { problems: object[]; omitted: number };
    expect(omitted).toBe(0);
    expect(problems).toHaveLength(VIOLATIONS.length);
    expect(problems[2]).toEqual({
      code: "protected-from-destroy",
      path: "workload-shop-eu-central-1 aws_kms_key.runtime-key_C4014189",
      message: "a plan may destroy it (workload-shop-eu-central-1/runtime-key/Resource)",
      change: "set lifecycle.prevent_destroy = true",
    });
  });

  test("stop plan, which prints no order", () => {
    const before = files();
    expect(main(["plan", MINIMAL], { ...UNPROTECTED, CDKTF_OUTDIR: output })).toEqual({
      status: 1,
      stdout: "",
      stderr: `${VIOLATIONS.join("\n")}\n\n7 problems\n`,
    });
    expect(files()).toEqual(before);
  });

  test("leave no draft behind", () => {
    const drafts = join(folder, "drafts");
    mkdirSync(drafts);
    expect(main(["synth", MINIMAL, "--output", output], { ...UNPROTECTED, TMPDIR: drafts }).status).toBe(1);
    expect(readdirSync(drafts).filter((name) => name.startsWith("supply-chain"))).toEqual([]);
  });
});

describe("an exception next to a resource", () => {
  const KEY = "aws_kms_key.runtime-key_C4014189";
  const TASK_VERIFIER = "aws_iam_role_policy.runtime_verification_TaskVerifier_Role_Policy_C752C6D5";

  /** Runs synth on stacks whose runtime key is unprotected, with a note beside it as an override writes it. */
  function synthWith(reason: string) {
    const hook = join(folder, "override.cjs");
    writeFileSync(
      hook,
      `const { App, TerraformResource } = require(${JSON.stringify(require.resolve("cdktf"))});
      const { synth } = App.prototype;
      App.prototype.synth = function () {
        const [key] = this.node.findAll().filter((node) =>
          node instanceof TerraformResource && node.terraformResourceType === "aws_kms_key");
        key.addOverride("lifecycle.prevent_destroy", false);
        key.addOverride("//.baselineException.protected-from-destroy", ${JSON.stringify(reason)});
        synth.call(this);
      };`,
    );
    return main(["synth", MINIMAL, "--output", output], { NODE_OPTIONS: `--require=${hook}` });
  }

  test("lets its one finding pass and is listed in the summary", () => {
    const { status, stdout, stderr } = synthWith("the key of a playground is thrown away");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(/^Baseline: .*(?:\n .*)*/m.exec(stdout)?.[0]).toBe(
      `Baseline: held (16 rules, 105 resources, 2 exceptions)
  excepted workload-shop-eu-central-1 ${TASK_VERIFIER} from no-wildcard-resource: statement ListTasks allows ecs:ListTasks on * (ListTasks takes only container instances as its resource; the tasks of a cluster are listed on *, those on Fargate with no instance at all, and a condition names the clusters)
  excepted workload-shop-eu-central-1 ${KEY} from protected-from-destroy: a plan may destroy it (the key of a playground is thrown away)`,
    );
  });

  test("without a reason is refused, and the finding stands", () => {
    const before = files();
    expect(synthWith("")).toEqual({
      status: 1,
      stdout: "",
      stderr: `${VIOLATIONS[2] ?? ""}
workload-shop-eu-central-1 ${KEY}: is excepted from protected-from-destroy with the reason "", shorter than 10 characters (workload-shop-eu-central-1/runtime-key/Resource); say why it is right here [baseline-exception]

2 problems; nothing was written
`,
    });
    expect(files()).toEqual(before);
  });
});
