import { parseOrganization } from "../../config";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { textOf } from "../config/bad-files/base";

const SIGNING = "signing:\n";
const REASON = "droppedOn: 2026-03-04, reason: nothing runs of it any more, owner: platform";

/** What is said of an entry that names this. */
const said = (entry: string, pull = "[shop]") => {
  const text = textOf([
    [SIGNING, `verification: { dropped: [{ ${entry}, ${REASON} }] }\n${SIGNING}`],
    ["shop/api: { pull: [shop] }", `shop/api: { pull: ${pull} }`],
  ]);
  return notes(parseOrganization(text, "organization.yaml"))
    .filter(({ code }) => code === "dropped-and-trusted")
    .map(formatProblem);
};
const of = (names: string) => [
  `verification.dropped[0]: names ${names}, which this file has, and images are trusted there as before; take it out where it stands, or remove the entry; one of what came back later may stay [dropped-and-trusted]`,
];

test.each([
  ["repositories: [shop/api]", "[shop]", "shop/api"],
  ["repositories: [shop/old, shop/api]", "[shop]", "shop/api"],
  ["repositories: [shop/api], accounts: [shop]", "[shop]", "shop/api"],
  ['repositories: [shop/api], accounts: ["444444444444"]', "[shop]", "shop/api"],
  ["repositories: [shop/api], accounts: [shop]", "organization", "shop/api"],
  ["regions: [eu-west-1, us-east-1]", "[shop]", "eu-west-1"],
  ["regions: [eu-central-1]", "[shop]", "eu-central-1"],
])("an entry about what is still trusted is told: %s of %s", (entry, pull, names) => {
  expect(said(entry, pull)).toEqual(of(names));
});

test.each([
  ["shop", "[shop]"],
  ["shop", "organization"],
  ["444444444444", "[shop]"],
])("an entry about all of an account that still pulls is told: %s of %s", (account, pull) => {
  expect(said(`accounts: ["${account}"]`, pull)).toEqual([
    `verification.dropped[0]: names account ${account}, which pulls shop/api by this file, and images are trusted there as before; add \`repositories\` with those that it pulls no more, or remove the entry; one of an account that came back later may stay [dropped-and-trusted]`,
  ]);
});

test.each([
  ["a repository that is gone", "repositories: [shop/old]"],
  ["an account that pulls it no more", "repositories: [shop/api], accounts: [images]"],
  ["an account that is gone", 'repositories: [shop/api], accounts: ["777777777777"]'],
  ["all of an account that pulls nothing", "accounts: [images]"],
  ["all of an account that is gone", 'accounts: ["777777777777"]'],
  ["a replica that is gone", "regions: [us-east-1]"],
])("an entry about %s needs no note", (_, entry) => {
  expect(said(entry)).toEqual([]);
});

test("an entry about a repository that nobody signs needs no note", () => {
  const text = textOf([
    [
      "signing:\n  profiles:\n    release: { validity: 135 months }\n",
      `verification: { dropped: [{ repositories: [shop/api], ${REASON} }] }\n`,
    ],
    ["{ type: ecs }", '{ type: ecs, signatures: "off" }'],
    ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
  ]);
  expect(notes(parseOrganization(text, "organization.yaml")).map(({ code }) => code)).not.toContain(
    "dropped-and-trusted",
  );
});
