import { parseOrganization } from "../../config";
import { type Edit, textOf } from "./bad-files/base";
import { FILE, linesOf } from "./evidence-sample";

const REASON = "reason: nothing runs of it any more, owner: platform";
const dropped = (entry: string): Edit[] => [
  ["signing:\n", `verification: { dropped: [{ ${entry} }] }\nsigning:\n`],
];
const said = (entry: string, today?: string) =>
  linesOf(() => parseOrganization(textOf(dropped(entry)), FILE, today));

test.each([
  "repositories: [shop/old]",
  "regions: [us-east-1]",
  "accounts: [gone]",
  'accounts: ["444444444444"]',
])("trust in what is taken out ends with a reason: %s", (what) => {
  expect(said(`${what}, droppedOn: 2026-03-04, ${REASON}`, "2026-03-04")).toEqual([]);
});

const AT = "organization.yaml:20:27 verification.dropped[0]";
test.each<[string, string, string]>([
  [
    "nothing at all",
    `droppedOn: 2026-03-04, ${REASON}`,
    `${AT}: names nothing, and would end trust in every image; allowed: at least one of \`repositories\`, \`regions\` and \`accounts\`; name what is taken out [drop-of-everything]`,
  ],
  ...[
    ["repositories: [shop/old]", "`repositories`"],
    ["accounts: [shop]", "`accounts`"],
    ["repositories: [shop/old], accounts: [shop]", "`repositories` and `accounts`"],
  ].map(([named = "", keys = ""]): [string, string, string] => [
    `a region together with ${keys}`,
    `regions: [us-east-1], ${named}, droppedOn: 2026-03-04, ${REASON}`,
    `${AT}: names \`regions\` and ${keys}, and nothing ends that is of both: a region leaves \`registry.replication\` with every image in it, a repository or an account leaves every region; write two entries: one with \`regions\` alone, the other with ${keys} [drop-without-effect]`,
  ]),
  [
    "a day that is still to come",
    `regions: [us-east-1], droppedOn: 2026-03-05, ${REASON}`,
    "organization.yaml:20:62 verification.dropped[0].droppedOn: is 2026-03-05, after today, 2026-03-04; write the day on which this file drops it, or trust it until then [drop-in-future]",
  ],
  [
    "no reason",
    "regions: [us-east-1], droppedOn: 2026-03-04, owner: platform",
    `${AT}.reason: is missing; allowed: one line of text; add it, like \`reason: the service was switched off\` [missing-key]`,
  ],
  [
    "a reason that says nothing",
    "regions: [us-east-1], droppedOn: 2026-03-04, reason: gone, owner: platform",
    'organization.yaml:20:82 verification.dropped[0].reason: is "gone"; allowed: at least 10 characters; write it like the service was switched off [invalid-value]',
  ],
  [
    "nobody who answers for it",
    "regions: [us-east-1], droppedOn: 2026-03-04, reason: nothing runs there",
    `${AT}.owner: is missing; allowed: one line of text; add it, like \`owner: security@example.com\` [missing-key]`,
  ],
  [
    "what is no repository",
    `repositories: [shop/*], droppedOn: 2026-03-04, ${REASON}`,
    'organization.yaml:20:44 verification.dropped[0].repositories[0]: is "shop/*"; allowed: the name of a repository, or the address of one of a publisher; write it like shop/api [invalid-value]',
  ],
  [
    "an id without quotes",
    `accounts: [444444444444], droppedOn: 2026-03-04, ${REASON}`,
    'organization.yaml:20:40 verification.dropped[0].accounts[0]: is the number 444444444444; allowed: the key of an account, or its id in quotes; put it in quotes: "444444444444" [invalid-value]',
  ],
  [
    "what is neither the key of an account nor an id",
    `accounts: ["4444"], droppedOn: 2026-03-04, ${REASON}`,
    'organization.yaml:20:40 verification.dropped[0].accounts[0]: is "4444"; allowed: the key of an account, or its id in quotes; write it like shop-prod [invalid-value]',
  ],
])("%s is refused", (_, entry, message) => {
  expect(said(entry, "2026-03-04")).toEqual([message]);
});

test.each([
  ["seven days", "2026-03-11", 0],
  ["eight days", "2026-03-12", 1],
])("an entry of %s before is doubted only by who knows that the trust ends now", (_, today, doubts) => {
  const text = textOf(dropped(`regions: [us-east-1], droppedOn: 2026-03-04, ${REASON}`));
  const { verification, dropDoubts } = parseOrganization(text, FILE, today);
  const [entry = {}] = verification.dropped;
  expect(dropDoubts?.get(entry) ?? []).toHaveLength(doubts);
});
