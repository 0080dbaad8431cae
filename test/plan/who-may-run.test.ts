import { parseOrganization } from "../../config";
import { plan } from "../../plan";
import { type Edit, textOf } from "../config/bad-files/base";
import { ROOT_CERTIFICATE } from "../config/certificates";

// Two accounts whose clusters have the same key: what is for one of them is for no other.
const DAY = "2026-03-10";
const DIGEST = `sha256:${"0a".repeat(32)}`;
const PARTNER = "666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent";
const ANSWERED = "reason: it is needed now, owner: us, expires: 2026-03-20";

/** What the verifier of each account is told, by the account. */
function told(clusters: string, ...edits: Edit[]) {
  const text = textOf([
    ["web: { type: ecs }", `web: { type: ecs, signatures: block${clusters} }`],
    [
      "signing:\n",
      `  bank:
    id: "555555555555"
    role: workload
    clusters:
      web: { type: ecs, signatures: block }
signing:
`,
    ],
    [
      "shop/api: { pull: [shop] }",
      "shop/api: { pull: [shop] }\n    shop/tools: { pull: [shop] }\n    bank/api: { pull: [bank] }\n    all/base: { pull: [shop, bank] }\n    none/base: { pull: [images] }",
    ],
    ...edits,
  ]);
  return Object.fromEntries(
    plan(parseOrganization(text, "organization.yaml"), DAY).flatMap(({ account, layer }) =>
      layer.kind === "workload" && layer.ecsVerification
        ? [[account.key, layer.ecsVerification] as const]
        : [],
    ),
  );
}
const verification = (text: string): Edit => [
  "signing:\n  profiles",
  `verification: { ${text} }\nsigning:\n  profiles`,
];
/** Names of the repositories, in the registry and its replica, and of others the address. */
const names = (addresses: readonly string[] = []) =>
  [
    ...new Set(
      addresses.map((each) => (each.startsWith("333333333333.") ? each.replace(/^[^/]*\//, "") : each)),
    ),
  ].sort();
const runnable = (facts: ReturnType<typeof told>, account: string) =>
  names(facts[account]?.clusters["web"]?.repositories);

test("a cluster may run what names its account in `pull`, and nothing else", () => {
  const facts = told("");
  expect(runnable(facts, "shop")).toEqual(["all/base", "shop/api", "shop/tools"]);
  expect(runnable(facts, "bank")).toEqual(["all/base", "bank/api"]);
});

test("a cluster with repositories of its own may run these alone", () => {
  const facts = told(", repositories: [shop/api]");
  expect(runnable(facts, "shop")).toEqual(["shop/api"]);
  expect(runnable(facts, "bank")).toEqual(["all/base", "bank/api"]);
});

test("a service with repositories of its own may run these alone", () => {
  const { services = {} } = told(", services: { api: [shop/tools] }")["shop"]?.clusters["web"] ?? {};
  expect(Object.entries(services).map(([service, those]) => [service, names(those)])).toEqual([
    ["api", ["shop/tools"]],
  ]);
});

test("the role of a verifier reads what its account may pull, and no other repository", () => {
  const facts = told("");
  const read = (account: string) =>
    names(facts[account]?.repositoryArns.map((arn) => arn.replace(/^.*:repository\//, "")));
  expect(read("shop")).toEqual(["all/base", "shop/api", "shop/tools"]);
  expect(read("bank")).toEqual(["all/base", "bank/api"]);
  expect(names(Object.keys(facts["bank"]?.replicas ?? {}))).toEqual(["all/base", "bank/api"]);
});

test("an exception lets an image in where it names the account, and nowhere else", () => {
  const facts = told(
    "",
    verification(
      `exceptions: { agent: { image: "public.ecr.aws/datadog/agent@${DIGEST}", accounts: [bank], ${ANSWERED} } }`,
    ),
  );
  expect(facts["shop"]?.exceptions).toEqual([]);
  expect(facts["bank"]?.exceptions.map(({ image }) => image)).toEqual([
    `public.ecr.aws/datadog/agent@${DIGEST}`,
  ]);
});

test("glass is broken in the cluster that it names, and in no other of the same key", () => {
  const facts = told(
    "",
    verification(`breakGlass: { outage: { cluster: bank/web, service: api, ${ANSWERED} } }`),
  );
  expect(facts["shop"]?.breakGlass).toEqual([]);
  expect(facts["bank"]?.breakGlass.map(({ cluster, service }) => [cluster, service])).toEqual([
    ["web", "api"],
  ]);
});

test("glass is broken in the cluster that it names, and in no other of the account", () => {
  const lab = ", repositories: [shop/api] }\n      lab: { type: ecs, signatures: block";
  const facts = told(
    lab,
    verification(`breakGlass: { outage: { cluster: shop/lab, service: api, ${ANSWERED} } }`),
  );
  expect(facts["shop"]?.breakGlass.map(({ cluster }) => cluster)).toEqual(["lab"]);
});

test("a publisher is trusted in the accounts that it is for", () => {
  const publisher = `publishers: { partner: { repositories: ["${PARTNER}"], accounts: [bank], identities: ["x509.subject: C=US, ST=WA, O=Partners"], certificates: [${JSON.stringify(ROOT_CERTIFICATE)}] } }`;
  const facts = told("", verification(publisher));
  expect(runnable(facts, "shop")).not.toContain(PARTNER);
  expect(facts["shop"]?.trustStores).toEqual({});
  expect(facts["shop"]?.repositoryArns.join()).not.toContain("666666666666");
  expect(runnable(facts, "bank")).toContain(PARTNER);
  expect(Object.keys(facts["bank"]?.trustStores ?? {})).toEqual(["ca:partner"]);
  expect(facts["bank"]?.repositoryArns).toContain(
    "arn:aws:ecr:eu-west-1:666666666666:repository/partner/agent",
  );
});
