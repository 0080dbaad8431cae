import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dispatch } from "../../../cli";
import { supplyChain } from "../../../cli/program";
import { run as start } from "../../../local/tools-process";
import { EXAMPLES } from "../../../organizations/examples";
import { terminalForTest } from "../../support/terminal";
import { describeWith, NOTATION, notationProgram } from "../../support/tools";

const folder = mkdtempSync(join(tmpdir(), "trust-policy-"));
const SAMPLE = readFileSync(EXAMPLES.sample, "utf8");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function trustPolicy(organization: string, ...args: string[]) {
  const terminal = terminalForTest();
  const program = supplyChain({ organization, output: "unused", today: "2026-03-10" });
  const status = await dispatch(program, ["trust-policy", ...args], terminal);
  return { status, ...terminal.said };
}

/** The sample with one text in place of another. */
function sampleWith(text: string, other: string): string {
  if (!SAMPLE.includes(text)) throw new Error(`the sample does not hold ${text}`);
  const file = join(folder, "organization.yaml");
  writeFileSync(file, SAMPLE.replace(text, other));
  return file;
}

const ECR = (region: string) => `333333333333.dkr.ecr.${region}.amazonaws.com`;
const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles";
const STATEMENT = {
  name: "reports",
  registryScopes: [`${ECR("eu-central-1")}/data/reports`, `${ECR("eu-west-1")}/data/reports`],
  signatureVerification: { level: "strict" },
  trustStores: ["signingAuthority:aws-signer-ts"],
  trustedIdentities: [`${PROFILE}/reports_d6db0f55`],
};
const DOCUMENT = { version: "1.0", trustPolicies: [STATEMENT] };

test("the policy names what the account may pull, in the registry and its replica, and the source's profile", async () => {
  const { status, out } = await trustPolicy(EXAMPLES.sample, "--account", "data");
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual(DOCUMENT);
});

test("an account is named by its id, too", async () => {
  const [byKey, byId] = [
    await trustPolicy(EXAMPLES.sample, "--account", "data"),
    await trustPolicy(EXAMPLES.sample, "--account", "666666666666"),
  ];
  expect(byId).toEqual(byKey);
  expect(byId.status).toBe(0);
});

test("docs/trust-policy.md shows what the command prints", async () => {
  const { out } = await trustPolicy(EXAMPLES.sample, "--account", "data");
  const [, block = ""] = /```json\n([^]*?)```/.exec(readFileSync("docs/trust-policy.md", "utf8")) ?? [];
  expect(JSON.parse(block)).toEqual(JSON.parse(out));
});

test("accounts that trust the same need no choice", async () => {
  const file = EXAMPLES.sample;
  const { status, out } = await trustPolicy(file, "--format", "ecs");
  expect(status).toBe(0);
  expect(out).toBe((await trustPolicy(file, "--account", "shop-prod")).out);
  expect(out).toBe((await trustPolicy(file, "--account", "shop-staging", "--region", "eu-central-1")).out);
});

test("for ECS it is the document that notation reads", async () => {
  const [ecs, notation] = await Promise.all(
    ["ecs", "notation"].map((format) =>
      trustPolicy(EXAMPLES.sample, "--account", "shop-prod", "--format", format),
    ),
  );
  expect(ecs).toEqual(notation);
});

test("for EKS it is the manifest of the cluster's admission controller", async () => {
  const { out } = await trustPolicy(EXAMPLES.sample, "--format", "eks");
  expect(JSON.parse(out)).toEqual({
    apiVersion: "notation.nirmata.io/v1alpha1",
    kind: "TrustPolicy",
    metadata: { name: "supply-chain" },
    spec: DOCUMENT,
  });
});

describe("with clusters of both admission controllers", () => {
  const both = () =>
    sampleWith(
      "reports: { type: eks, engine: kyverno, signatures: alert }",
      "{ reports: { type: eks, engine: kyverno, signatures: alert }, jobs: { type: eks, engine: gatekeeper, signatures: block } }",
    );

  test("one is chosen", async () => {
    const { status, out } = await trustPolicy(both(), "--format", "eks", "--engine", "gatekeeper");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      kind: "Verifier",
      spec: { parameters: { trustPolicyDoc: DOCUMENT } },
    });
  });

  test("without a choice there is no answer", async () => {
    expect(await trustPolicy(both(), "--format", "eks")).toEqual({
      status: 64,
      out: "",
      err: "there are different trust policies; choose one with --account, --region or --engine: data eu-west-1 gatekeeper, data eu-west-1 kyverno\nsupply-chain trust-policy --help tells more\n",
    });
  });
});

test("every generation that is trusted is named, and none that is dropped", async () => {
  const { out } = await trustPolicy(EXAMPLES.complete, "--account", "data");
  const { trustPolicies } = JSON.parse(out) as {
    trustPolicies: { name: string; trustedIdentities: string[] }[];
  };
  expect(trustPolicies.map(({ name, trustedIdentities }) => [name, trustedIdentities.length])).toEqual([
    ["nightly+release", 4],
    ["release", 2],
  ]);
});

describe("an account that verifies", () => {
  const scopesOf = (out: string) =>
    (JSON.parse(out) as typeof DOCUMENT).trustPolicies.map(({ name, registryScopes }) => [
      name,
      registryScopes.filter((scope) => scope.startsWith(ECR("eu-central-1"))),
    ]);
  /** The sample in which somebody verifies shop/api. */
  const verifying = (verify: string) =>
    sampleWith("      signedBy: api\n", `      signedBy: api\n      verify: ${verify}\n`);
  const SHOP = ["api", `${ECR("eu-central-1")}/shop/api`] as const;

  test.each([
    ["by its key", "images", "[images]"],
    ["by one of its roles", "security", "[{ account: security, role: audit/verifier }]"],
  ])("without clusters has a policy of that alone, %s", async (_, account, verify) => {
    const file = verifying(verify);
    const { status, out } = await trustPolicy(file, "--account", account);
    expect(status).toBe(0);
    expect(scopesOf(out)).toEqual([[SHOP[0], [SHOP[1]]]]);
    expect((await trustPolicy(file, "--account", account, "--region", "eu-west-1")).out).toBe(out);
  });

  test("and runs something has both, and its clusters what it may pull alone", async () => {
    const file = verifying("[data]");
    expect(scopesOf((await trustPolicy(file, "--account", "data")).out)).toEqual([
      [SHOP[0], [SHOP[1]]],
      ["reports", [`${ECR("eu-central-1")}/data/reports`]],
    ]);
    const { out } = await trustPolicy(file, "--account", "data", "--format", "eks");
    expect((JSON.parse(out) as { spec: unknown }).spec).toEqual(DOCUMENT);
  });

  test("what nothing signs has no policy", async () => {
    const file = verifying("[images]");
    const unsigned = readFileSync(file, "utf8")
      .replace(/signing:[^]*(?=registry:)/, "")
      .replaceAll(/ *signedBy: .*\n/g, "")
      .replaceAll(/signatures: \w+(, enforcedSince: [\dTZ:-]+)?/g, 'signatures: "off"');
    writeFileSync(file, unsigned);
    expect((await trustPolicy(file, "--account", "images")).err).toBe(
      `accounts.images: verifies repositories of which none is signed; name with \`signedBy\` the profile that signs them [nothing-to-trust]${FOOT}`,
    );
  });

  test("has none for a cluster that it does not have", async () => {
    const file = verifying("[images]");
    expect((await trustPolicy(file, "--account", "images", "--format", "ecs")).err).toBe(
      `--format: no cluster that reads the format ecs asks for signatures there; choose another format, account, region or engine [no-verifier-of-format]${FOOT}`,
    );
  });
});

describe("--output", () => {
  test("writes the file and says what it holds", async () => {
    const output = join(folder, "trustpolicy.json");
    writeFileSync(output, "old");
    expect(await trustPolicy(EXAMPLES.sample, "--account", "data", "--output", output)).toEqual({
      status: 0,
      out: `${output} written: 1 profile, 2 repositories\n`,
      err: "",
    });
    expect(JSON.parse(readFileSync(output, "utf8"))).toEqual(DOCUMENT);
    expect(readdirSync(folder).filter((name) => name.startsWith("trustpolicy"))).toEqual([
      "trustpolicy.json",
    ]);
  });

  test("leaves nothing behind where it cannot write", async () => {
    const output = join(folder, "taken");
    mkdirSync(output);
    expect(await trustPolicy(EXAMPLES.sample, "--account", "data", "--output", output)).toEqual({
      status: 1,
      out: "",
      err: `${output}: is a folder; name a file in it [not-a-file]\n\n1 problem; nothing was written\n`,
    });
    expect(readdirSync(folder).filter((name) => name.startsWith("taken"))).toEqual(["taken"]);
    const missing = join(folder, "missing", "trustpolicy.json");
    expect((await trustPolicy(EXAMPLES.sample, "--account", "data", "--output", missing)).err).toBe(
      `${missing}: cannot be made there; choose another folder [cannot-write]\n\n1 problem; nothing was written\n`,
    );
  });
});

const HELP = "supply-chain trust-policy --help tells more\n";
const FOOT = "\n\n1 problem; nothing was written\n";
const CHANGE =
  "set `signatures: alert` or `signatures: block` for a cluster, or name the account under `verify` of a repository [no-signatures-asked]";
const PLACES = "shop-prod eu-central-1, shop-staging eu-central-1, data eu-west-1";

test.each([
  [
    [],
    64,
    `there are different trust policies; choose one with --account, --region or --engine: ${PLACES}\n${HELP}`,
  ],
  [
    ["--account", "shop"],
    64,
    `there is no account shop; there are management, security, images, shop-prod, shop-staging, data\n${HELP}`,
  ],
  [["--region", "mars"], 64, `--region mars is no region of AWS, write eu-central-1\n${HELP}`],
  [["--format", "k8s"], 64, `--format k8s is not one of notation, ecs, eks\n${HELP}`],
  [["--format", "eks", "--engine", "opa"], 64, `--engine opa is not one of kyverno, gatekeeper\n${HELP}`],
  [["--engine", "kyverno"], 64, `--engine needs --format eks\n${HELP}`],
  [
    ["--account", "images"],
    1,
    `accounts.images.clusters: no cluster of images asks for signatures; allowed: ${PLACES}; ${CHANGE}${FOOT}`,
  ],
  [
    ["--account", "data", "--region", "eu-central-1"],
    1,
    `accounts.data.clusters: no cluster of data in eu-central-1 asks for signatures; allowed: ${PLACES}; ${CHANGE}${FOOT}`,
  ],
  [
    ["--account", "data", "--format", "ecs"],
    1,
    `--format: no cluster that reads the format ecs asks for signatures there; choose another format, account, region or engine [no-verifier-of-format]${FOOT}`,
  ],
])("%j is refused", async (args, status, err) => {
  expect(await trustPolicy(EXAMPLES.sample, ...args)).toEqual({ status, out: "", err });
});

test("an account that may pull nothing has no policy", async () => {
  const file = sampleWith("pull: [data]", "pull: [shop-prod]");
  expect((await trustPolicy(file, "--account", "data")).err).toBe(
    `accounts.data: may pull no signed repository, so its clusters refuse every image; add the account to \`pull\` of a repository, or set \`signatures: "off"\` for its clusters [nothing-to-trust]${FOOT}`,
  );
});

describeWith([NOTATION], "the real notation takes the policy of", () => {
  test.each([
    [EXAMPLES.sample, "shop-prod"],
    [EXAMPLES.complete, "shop-staging"],
    [EXAMPLES.complete, "data"],
  ])("%s for %s, as the file that the command writes", async (organization, account) => {
    const home = mkdtempSync(join(folder, "home-"));
    const file = join(home, "trustpolicy.json");
    await trustPolicy(organization, "--account", account, "--output", file);
    const settings = { cwd: home, env: { XDG_CONFIG_HOME: home, HOME: home, APPDATA: home } };
    expect(await start(notationProgram(), ["policy", "import", file], settings)).toMatchObject({
      code: 0,
      stderr: "",
    });
    const { stdout } = await start(notationProgram(), ["policy", "show"], settings);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(file, "utf8")));
  });
});
