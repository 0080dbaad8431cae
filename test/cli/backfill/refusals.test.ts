import { type Event } from "@aws-sdk/client-cloudtrail";
import { fault } from "../../support/aws-service";
import { type World, run } from "./aws";
import {
  BUILD,
  FakeRegistry,
  image,
  ORGANIZATION,
  pushEvent,
  roleIdentity,
  signatureOf,
  type Stored,
  withText,
} from "./registry";

const A = image("a");
const REASON = ["--reason", "signed before signing was on"];
const FILES = { "organization.yaml": ORGANIZATION };
const OTHER = "arn:aws:iam::333333333333:role/ci/other";
const STRANGER = `${OTHER} pushed it, which the organization's file does not let push to the repository [not-a-pusher]`;
const NOBODY = "CloudTrail does not say who pushed it; it keeps events for 90 days [unknown-pusher]";

const UNREADABLE =
  "CloudTrail has a push of that time that cannot be read, and that may be one of this image [unknown-pusher]";

const pushed = (...events: Event[]): World => ({
  cloudtrail: { LookupEvents: () => ({ Events: events }) },
});
const CROWD = image(
  "crowd",
  ["crowd"],
  Array.from({ length: 101 }, (_, index) => image(`member ${String(index)}`, [])),
);

/** An index whose second list of images only readers see that look past the case of names. */
const TWO_LISTS = withText(
  image("two lists", ["two"], [A]),
  (text) => `${text.slice(0, -1)},"Manifests":[{"digest":"sha256:${"e".repeat(64)}"}]}`,
);

test.each<[string, Stored, readonly Stored[], World, string]>([
  ["is not there", A, [], {}, "the registry does not have it [image-not-found]"],
  ["is a signature", signatureOf(A), [A, signatureOf(A)], {}, "it is about another manifest [not-an-image]"],
  [
    "lists referrers",
    image("index", [`sha256-${"a".repeat(64)}`], [A]),
    [A, image("index", [`sha256-${"a".repeat(64)}`], [A])],
    {},
    "it lists the referrers of another manifest [not-an-image]",
  ],
  [
    "lies in the archive",
    A,
    [{ ...A, detail: { ...A.detail, imageStatus: "ARCHIVED" } }],
    {},
    "it lies in the archive [image-archived]",
  ],
  [
    "ECR is signing",
    A,
    [A],
    {
      ecr: { DescribeImageSigningStatus: () => ({ signingStatuses: [{ status: "IN_PROGRESS" }] }) },
    },
    "ECR is signing it [being-signed]",
  ],
  ["nobody is known to have pushed", A, [A], pushed(), NOBODY],
  [
    "is an index of more images than are looked at",
    CROWD,
    [CROWD],
    {},
    "it lists more than 100 images [index-too-large]",
  ],
  [
    "some readers would take for another index",
    TWO_LISTS,
    [TWO_LISTS, A],
    {},
    'it has the member "Manifests", which some readers take for "manifests" [ambiguous-manifest]',
  ],
  ["of which only another image's push is known", A, [A], pushed(pushEvent(image("b"))), NOBODY],
  ["whose push was refused", A, [A], pushed(pushEvent(A, {}, { errorCode: "AccessDenied" })), NOBODY],
  ...(
    [
      ["that is not told", { EventName: "PutImage" }],
      ["that is cut", { EventName: "PutImage", CloudTrailEvent: "{" }],
      ["without an answer", pushEvent(A, roleIdentity(BUILD), { responseElements: null })],
      ["of something else", { EventName: "PutImage", CloudTrailEvent: "{}" }],
    ] as const
  ).map(([what, event]): [string, Stored, readonly Stored[], World, string] => [
    `also has an event ${what}`,
    A,
    [A],
    pushed(pushEvent(A), event),
    UNREADABLE,
  ]),
  ["a stranger pushed", A, [A], pushed(pushEvent(A, roleIdentity(OTHER))), STRANGER],
  ["a stranger pushed too", A, [A], pushed(pushEvent(A), pushEvent(A, roleIdentity(OTHER))), STRANGER],
  [
    "the role that signs pushed",
    A,
    [A],
    pushed(
      pushEvent(
        A,
        roleIdentity("arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-signing-backfill"),
      ),
    ),
    "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-signing-backfill pushed it, which the organization's file does not let push to the repository [not-a-pusher]",
  ],
  [
    "a user pushed",
    A,
    [A],
    pushed(pushEvent(A, { type: "IAMUser", arn: "arn:aws:iam::333333333333:user/eve" })),
    "arn:aws:iam::333333333333:user/eve pushed it, which the organization's file does not let push to the repository [not-a-pusher]",
  ],
  [
    "another account pushed",
    A,
    [A],
    pushed(pushEvent(A, { type: "AWSAccount", accountId: "777777777777" }, { sharedEventID: "1" })),
    "a role of account 777777777777 pushed it, and the history of that account does not say which [unknown-pusher]",
  ],
])("an image that %s is refused, and the refusal is recorded", async (_, { digest }, stored, world, why) => {
  const registry = new FakeRegistry(...stored);
  const { status, stdout, calls } = await run(
    ["sign-images", `shop/api@${digest}`, ...REASON],
    registry.world(world),
    FILES,
  );
  expect(status).toBe(1);
  expect(stdout).toContain(`refused  shop/api@${digest}  ${why}\n`);
  expect(registry.records).toEqual([
    expect.objectContaining({ outcome: "refused", digest, reason: "signed before signing was on" }),
  ]);
  expect(calls.signer).toEqual([]);
});

test.each<[string, object]>([
  ["another repository", { requestParameters: { repositoryName: "shop/web" } }],
  ["another registry", { requestParameters: { registryId: "777777777777", repositoryName: "shop/api" } }],
  ["public repositories", { eventSource: "ecr-public.amazonaws.com" }],
])("an event without an answer that is of %s says nothing against an image", async (_, members) => {
  const other = pushEvent(A, roleIdentity(OTHER), { responseElements: null, ...members });
  const { status } = await run(
    ["sign-images", `shop/api@${A.digest}`, "--dry-run", ...REASON],
    new FakeRegistry(A).world(pushed(other, pushEvent(A))),
    FILES,
  );
  expect(status).toBe(0);
});

describe("mistakes", () => {
  const image1 = `shop/api@${A.digest}`;

  test.each<[string, readonly string[], number, string]>([
    [
      "no reason",
      [image1],
      64,
      "--reason is missing: say why these images are signed now\nsupply-chain sign-images --help tells more\n",
    ],
    [
      "a reason that says nothing",
      [image1, "--reason", " because "],
      64,
      "--reason has 7 characters; write 10 to 512\nsupply-chain sign-images --help tells more\n",
    ],
    ...["0", "91", "1.5", "week"].map((days): [string, readonly string[], number, string] => [
      `a scan's age of ${days}`,
      [image1, ...REASON, "--max-scan-age", days],
      64,
      `--max-scan-age ${days} is no whole number of days from 1 to 90\nsupply-chain sign-images --help tells more\n`,
    ]),
    [
      "no image",
      REASON,
      1,
      "IMAGE: no image is named; name images as REPOSITORY@sha256:DIGEST, or a file of them with --file [no-images]\n\n1 problem\n",
    ],
    [
      "a tag",
      ["shop/api:1", ...REASON],
      1,
      "shop/api:1: is no image by its digest; allowed: REPOSITORY@sha256: and 64 hexadecimal digits, e.g. shop/api@sha256:0123…; name the digest: a tag may move between looking and signing [invalid-image]\n\n1 problem\n",
    ],
    [
      "an empty image",
      [image1, "", ...REASON],
      64,
      "IMAGE is empty\nsupply-chain sign-images --help tells more\n",
    ],
  ])("%s: nothing is asked", async (_, args, status, stderr) => {
    expect(await run(["sign-images", ...args], {}, FILES)).toMatchObject({
      status,
      stderr,
      stdout: "",
      calls: { sts: [], ecr: [] },
    });
  });

  test("a file without signing.backfill has no role that signs", async () => {
    const { status, stderr } = await run(
      ["sign-images", image1, ...REASON],
      {},
      {
        "organization.yaml": ORGANIZATION.replace(/ {2}backfill: .*\n/, ""),
      },
    );
    expect(status).toBe(1);
    expect(stderr).toBe(
      "signing.backfill: is missing, so there is no role that signs images after the fact; add signing.backfill with assumedBy and deploy the registry's stack [no-signing-role]\n\n1 problem\n",
    );
  });

  test("a caller who may not assume the role is told who may", async () => {
    const { status, stderr, calls } = await run(
      ["sign-images", image1, ...REASON],
      { sts: { AssumeRole: () => fault("AccessDenied", "no", {}) } },
      FILES,
    );
    expect(status).toBe(1);
    expect(stderr).toBe(
      "sts:AssumeRole arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-signing-backfill: account 222222222222 may not assume the role: AccessDenied: no; name the caller's role under signing.backfill.assumedBy and deploy it [role-refused]\n\n1 problem\n",
    );
    expect(calls.ecr).toEqual([]);
  });
});
