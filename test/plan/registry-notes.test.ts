import { parseOrganization } from "../../config";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { type Edit, textOf } from "../config/bad-files/base";

/** Notes of one code about the valid file with some edits. */
const notesOf = (code: string, edits: readonly Edit[]) =>
  notes(parseOrganization(textOf(edits), "organization.yaml"))
    .filter((note) => note.code === code)
    .map(formatProblem);

describe("a replication", () => {
  const pipeline = textOf([]).slice(textOf([]).indexOf("pipelines:"), textOf([]).indexOf("guardrails:"));

  test("of no repository makes no replica", () => {
    const none: Edit[] = [
      ["    shop/api: { pull: [shop] }\n", "    {}\n"],
      [pipeline, ""],
      ["{ type: ecs }", '{ type: ecs, signatures: "off" }'],
      ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
    ];
    expect(notesOf("replicates-nothing", none)).toEqual([
      "registry.replication: nothing is replicated to eu-west-1, and there is no registry, until a repository is declared [replicates-nothing]",
    ]);
    const nowhere: Edit = ["  replication: [eu-west-1]\n", ""];
    expect(notesOf("replicates-nothing", [...none, nowhere])).toEqual([]);
  });

  test("of a repository needs no note", () => {
    expect(notesOf("replicates-nothing", [])).toEqual([]);
  });
});

test("what pushes create is known to be unsigned", () => {
  const created = (reasons: string): Edit[] => [
    [
      "  repositories:\n",
      `  creationTemplates: { sandbox: { appliedFor: ${reasons}, regions: [eu-central-1, eu-west-1], push: [{ account: images, role: ci/x }] } }\n  repositories:\n`,
    ],
  ];
  expect(notesOf("created-unsigned", created("[CREATE_ON_PUSH, REPLICATION]"))).toEqual([
    "registry.creationTemplates.sandbox: a push creates repositories that nobody signs and no trust policy names: clusters that ask for signatures refuse what is in them; declare under `repositories` what is to run there [created-unsigned]",
  ]);
  expect(notesOf("created-unsigned", [])).toEqual([]);
});

test("roles that push and that no stack can let sign are known", () => {
  const push = (roles: string): Edit[] => [
    ["{ pull: [shop] }", `{ pull: [shop], push: [${roles}] }`],
    ["signing:\n", '  ci: { id: "777777777777", role: workload }\nsigning:\n'],
  ];
  const RESERVED = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_ci";
  expect(
    notesOf(
      "pushers-sign-by-own-policies",
      push(
        `{ account: ci, role: api }, { account: shop, role: api }, { account: shop, role: ${RESERVED} }, { account: images, role: ${RESERVED} }`,
      ),
    ),
  ).toEqual([
    `registry.repositories.*.push: no stack can let ci: api, shop: ${RESERVED} and images: ${RESERVED} sign, as an account without a stack or a role under aws-reserved/ takes nothing from here: their own policies must allow signer:SignPayload on the profiles in the output signing_profiles; without that a push succeeds and the image stays unsigned [pushers-sign-by-own-policies]`,
  ]);
  expect(
    notesOf(
      "pushers-sign-by-own-policies",
      push("{ account: images, role: supply-chain/push/web }, { account: shop, role: ci }"),
    ),
  ).toEqual([]);
});

test("roles that push from outside the push path are known to fill the registry's policy", () => {
  const push = (role: string): Edit[] => [
    [
      "{ pull: [shop] }",
      `{ pull: [shop], push: [{ account: images, role: ${role} }, { account: shop, role: ci }] }`,
    ],
    [
      "  repositories:\n",
      `  creationTemplates: { sandbox: { appliedFor: [CREATE_ON_PUSH], push: [{ account: images, role: ci/x }] } }\n  repositories:\n`,
    ],
  ];
  const why =
    "one by one until it is full, and no guardrail keeps people from making or changing them: they lie outside the IAM path /supply-chain/push/; let roles push that lie under it, as supply-chain/push/NAME [pushers-outside-path]";
  expect(notesOf("pushers-outside-path", push("ci/web"))).toEqual([
    `registry.repositories.*.push: the registry's policy names images: ci/web, shop: ci and images: ci/x ${why}`,
  ]);
  expect(notesOf("pushers-outside-path", push("supply-chain/push/web"))).toEqual([
    `registry.repositories.*.push: the registry's policy names shop: ci and images: ci/x ${why}`,
  ]);
  expect(notesOf("pushers-outside-path", [])).toEqual([]);
});
