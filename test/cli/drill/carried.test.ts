import { fault } from "../../support/aws-service";
import { sha256, type SignerDifferences } from "../../support/signer-envelope";
import { drill, type World } from "../where/aws";
import { DIGEST, NEW, OLD, Registry, Rotating } from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();
const ARGS = ["api", "--generation", "1", "--organization", rotating.file];
const NONE = "no trusted signature, with or without generation 1";

afterAll(() => {
  rotating.remove();
});

/** An image that runs and carries these signatures. */
const carrying = (
  signatures: readonly (string | readonly [string, SignerDifferences])[],
  members: World["ecr"] = {},
): World => {
  const world = registry.running({ [DIGEST]: signatures });
  return { ...world, ecr: { ...world.ecr, ...members } };
};

test.each<[string, readonly (string | readonly [string, SignerDifferences])[], number, string]>([
  ["another generation is not refused", [NEW], 0, "generation 2 signed it"],
  ["both is not refused", [OLD, NEW], 0, "generation 2 signed it"],
  ["this generation alone is refused", [OLD], 1, "only generation 1 signed it"],
  [
    "another generation that has expired is refused",
    [[NEW, { expiry: Date.parse("2026-03-04T05:01:00Z") }]],
    1,
    `${NONE}: the signature expired at 2026-03-04T05:01:00.000Z`,
  ],
  [
    "this generation beside an expired one of another is refused",
    [OLD, [NEW, { expiry: Date.parse("2026-03-04T05:01:00Z") }]],
    1,
    "only generation 1 signed it",
  ],
  [
    "somebody else's root is refused",
    [[NEW, { isForeign: true }]],
    1,
    `${NONE}: no certificate of the chain is in`,
  ],
  [
    "another profile is refused",
    [NEW.replace("333333333333", "444444444444")],
    1,
    `${NONE}: the signing profile arn:`,
  ],
])("an image that carries a signature of %s", async (_, signatures, expected, why) => {
  const { status, stdout } = await drill(ARGS, carrying(signatures));
  expect({ status, told: stdout.includes(why) }).toEqual({ status: expected, told: true });
});

test("what ECR says of its own signing is no signature, and is not asked", async () => {
  const { status, calls } = await drill(
    ARGS,
    carrying([], {
      DescribeImageSigningStatus: () => ({
        signingStatuses: [{ signingProfileArn: NEW, status: "COMPLETE" as const }],
      }),
    }),
  );
  expect(status).toBe(1);
  expect(calls.ecr.map(({ operation }) => operation)).not.toContain("DescribeImageSigningStatus");
});

test("a signature that was deleted meanwhile counts for nothing", async () => {
  const world = carrying([NEW]);
  const answer = world.ecr?.BatchGetImage;
  const gone = { imageDigest: `sha256:${"0".repeat(64)}` };
  const { status, stdout } = await drill(ARGS, {
    ...world,
    ecr: {
      ...world.ecr,
      BatchGetImage: ({ imageIds = [], ...input }, ...rest) =>
        answer?.(
          { ...input, imageIds: imageIds.map((id) => ((id.imageDigest ?? DIGEST) === DIGEST ? id : gone)) },
          ...rest,
        ) ?? {},
    },
  });
  expect(status).toBe(1);
  expect(stdout).toContain(NONE);
});

test.each(["LayersNotFoundException", "LayerInaccessibleException"])(
  "the envelope of a signature that is gone (%s) counts for nothing",
  async (name) => {
    const { status, stdout } = await drill(
      ARGS,
      carrying([NEW], { GetDownloadUrlForLayer: () => fault(name, "no", {}) }),
    );
    expect(status).toBe(1);
    expect(stdout).toContain(`${NONE}: its layer is not there`);
  },
);

test.each<[string, World["ecr"], string]>([
  [
    "listed",
    { ListImageReferrers: () => fault("AccessDeniedException", "no", {}) },
    "ecr:ListImageReferrers eu-central-1: account 333333333333 may not call it: AccessDeniedException: no",
  ],
  [
    "read",
    { GetDownloadUrlForLayer: () => ({ downloadUrl: "http://127.0.0.1:9/" }) },
    "ecr:GetDownloadUrlForLayer eu-central-1: ",
  ],
])("signatures that cannot be %s leave the answer unknown", async (_, members, problem) => {
  const { status, stdout } = await drill(ARGS, carrying([NEW], members));
  expect(status).toBe(2);
  expect(stdout).toContain(`Not complete\n  ${problem}`);
  expect(stdout).toContain("not all of its signatures could be read");
});

test("an envelope that is another one leaves the answer unknown", async () => {
  const world = carrying([NEW]);
  for (const digest of registry.blobs.blobs.keys()) registry.blobs.blobs.set(digest, Buffer.from("{}"));
  const { status, stdout } = await drill(ARGS, world);
  expect(status).toBe(2);
  expect(stdout).toContain(
    `Not complete\n  ecr:GetDownloadUrlForLayer eu-central-1: the answer cannot be read: the registry answered ${sha256("{}")}`,
  );
});

test("more signatures than are read leave the answer unknown", async () => {
  const others = Array.from({ length: 101 }, () => [NEW, { isForeign: true }] as const);
  const { status, stdout } = await drill(ARGS, carrying(others));
  expect(status).toBe(2);
  expect(stdout).toContain("has more than 100 signatures, of which the rest was not read");
  expect(stdout).toContain("[too-many-signatures]");
});
