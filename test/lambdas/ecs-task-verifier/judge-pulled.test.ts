import { judgePulled } from "../../../lambdas/ecs-task-verifier/moved-tag";
import { NAME_REFUSALS } from "../../../lambdas/image-verification/rules";
import { type ImageOutcome } from "../../../verification";

const PULLED = `sha256:${"a".repeat(64)}`;
const MEANT = `sha256:${"b".repeat(64)}`;
const reference = "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api:v1";
const image = { reference, digest: PULLED };

const undecided = (code: string, transient: boolean): ImageOutcome => ({
  image,
  outcome: "undecided",
  code,
  message: "why",
  transient,
});
const refused: ImageOutcome = { image, outcome: "refused", code: "unsigned", message: "why" };
const trusted: ImageOutcome = { image, outcome: "trusted", signature: { digest: MEANT } };
const admitted: ImageOutcome = { image, outcome: "admitted", code: "exception" };

/** By what the tag means now, and then by the index that is remembered. */
async function judge(now: ImageOutcome, asPart: ImageOutcome): Promise<ImageOutcome> {
  return judgePulled({ reference, cluster: "shop", digest: PULLED }, "api", {
    judge: { judge: ({ meant }) => Promise.resolve(meant === undefined ? now : asPart) },
    history: { trustedIndexes: () => Promise.resolve([MEANT]) },
  });
}

const throttled = undecided("throttled", true);

test.each<[string, ImageOutcome, ImageOutcome, ImageOutcome]>([
  ["is trusted as part of what is remembered", throttled, trusted, trusted],
  ["is admitted as part of what is remembered", throttled, admitted, admitted],
  ["is asked about again, and not refused", throttled, refused, throttled],
  ["is asked about again, and not undecided for good", throttled, undecided("odd", false), throttled],
])("what is throttled for now %s", async (_, now, asPart, outcome) => {
  expect(await judge(now, asPart)).toBe(outcome);
});

test.each([
  undecided("image-missing", true),
  undecided("tag-moved", true),
  undecided("digest-mismatch", true),
  undecided("index-nested", false),
])("what may stay so is what the remembered index is: %#", async (now) => {
  expect(await judge(now, refused)).toBe(refused);
});

test.each([
  ["by what the tag means now", undecided("tag-moved", true), undecided("odd", false), "tag-moved"],
  ["by what is remembered", undecided("index-nested", false), undecided("throttled", true), "throttled"],
  ["by neither", undecided("index-nested", false), undecided("odd", false), "odd"],
])("of several doubts the one that asking again may settle is told: %s", async (_, now, asPart, code) => {
  expect(await judge(now, asPart)).toHaveProperty("code", code);
});

test("what may be different later is asked about again also while nobody can say what the tag meant", async () => {
  const outcome = await judgePulled({ reference, cluster: "shop", digest: PULLED }, "api", {
    judge: { judge: () => Promise.resolve(undecided("image-missing", true)) },
    history: { trustedIndexes: () => Promise.reject(new Error("is denied")) },
  });
  expect(outcome).toMatchObject({ outcome: "undecided", code: "image-missing", transient: true });
});

test("what the tag means now may be another index that nobody can say anything of", async () => {
  const other = { ...undecided("revocation-denied", false), image: { reference, digest: MEANT } };
  expect(await judge(other, trusted)).toBe(trusted);
  expect(await judge(other, refused)).toBe(refused);
});

test("a refusal of what was pulled is asked about too: the tag may mean it by itself now", async () => {
  expect(await judge(refused, trusted)).toBe(trusted);
});

test.each([...NAME_REFUSALS])(
  "what is refused by its name is so, whatever the history is: %s",
  async (code) => {
    const now: ImageOutcome = { image, outcome: "refused", code, message: "why" };
    const history = { trustedIndexes: () => Promise.reject(new Error("is down")) };
    const outcome = await judgePulled({ reference, cluster: "shop", digest: PULLED }, "api", {
      judge: { judge: () => Promise.resolve(now) },
      history,
    });
    expect(outcome).toBe(now);
  },
);

test("what may depend on what the tag meant is undecided while nobody can say that", async () => {
  const history = { trustedIndexes: () => Promise.reject(new Error("is down")) };
  const outcome = await judgePulled({ reference, cluster: "shop", digest: PULLED }, "api", {
    judge: { judge: () => Promise.resolve(refused) },
    history,
  });
  expect(outcome).toEqual({
    ...undecided("tag-moved", false),
    message: "why; as part of which index it was trusted cannot be read: is down",
  });
});

describe("while what is remembered cannot be read", () => {
  const revoked: ImageOutcome = {
    image,
    outcome: "refused",
    code: "revoked",
    message: "why",
    check: "revocation",
  };
  const ofIndex: ImageOutcome = { ...revoked, image: { reference, digest: MEANT } };
  const denied = new Error("is denied");
  const down = Object.assign(new Error("is down"), { $fault: "server" });

  test.each<[string, ImageOutcome, Error, string]>([
    ["what was pulled is revoked all the same, where it may not be read", revoked, denied, "refused"],
    ["what was pulled is looked at again, where it may be read later", revoked, down, "undecided"],
    ["an index that is revoked refuses nothing that was pulled before", ofIndex, denied, "undecided"],
  ])("%s", async (_, now, error, outcome) => {
    const history = { trustedIndexes: () => Promise.reject(error) };
    const judge = { judge: () => Promise.resolve(now) };
    const request = { reference, cluster: "shop", digest: PULLED };
    expect((await judgePulled(request, "api", { judge, history })).outcome).toBe(outcome);
  });
});

test.each<[string, ImageOutcome[], ImageOutcome]>([
  ["one is enough", [refused, undecided("odd", false), trusted], trusted],
  ["one that nobody can say anything of keeps it from being refused", [refused, throttled], throttled],
  ["the doubt that may pass is told, whichever comes first", [undecided("odd", false), throttled], throttled],
  ["else the last one is told", [{ ...refused, code: "revoked" }, refused], { ...refused, code: "revoked" }],
])("of several indexes that are remembered %s", async (_, asParts, outcome) => {
  const judge = ({ meant }: { readonly meant?: string }) =>
    Promise.resolve(meant === undefined ? refused : (asParts[Number(meant)] ?? refused));
  const request = { reference, cluster: "shop", digest: PULLED };
  const history = { trustedIndexes: () => Promise.resolve([...asParts.keys()].map(String)) };
  expect(await judgePulled(request, "api", { judge: { judge }, history })).toEqual(outcome);
});

test("policy-none is such a refusal", () => {
  expect(NAME_REFUSALS.has("policy-none")).toBe(true);
});
