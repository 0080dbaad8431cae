import { MOST_IMAGES, parseReferences } from "../../backfill";
import { rejectionOf } from "../support/rejection";
import { digest } from "./support";

const REGISTRY = { partition: "aws", accountId: "333333333333", region: "eu-central-1" } as const;
const KNOWN = { registry: REGISTRY, names: new Set(["shop/api", "shop/web"]) };

test("images are taken once each, in a fixed order", () => {
  const [a, b] = [`shop/web@${digest("b")}`, `shop/api@${digest("a")}`];
  expect(parseReferences([a, b, a], KNOWN)).toEqual([
    { repository: "shop/api", digest: digest("a") },
    { repository: "shop/web", digest: digest("b") },
  ]);
});

test.each(["333333333333.dkr.ecr.eu-central-1.amazonaws.com", "333333333333.dkr-ecr.eu-central-1.on.aws"])(
  "the host %s of the registry may stand before a repository",
  (host) => {
    const image = `shop/api@${digest("a")}`;
    expect(parseReferences([`${host}/${image}`, image], KNOWN)).toEqual([
      { repository: "shop/api", digest: digest("a") },
    ]);
  },
);

test("the host of another registry may not", () => {
  const image = `333333333333.dkr.ecr.eu-west-1.amazonaws.com/shop/api@${digest("a")}`;
  expect(rejectionOf(() => parseReferences([image], KNOWN))).toHaveLength(1);
});

const FORM =
  "is no image by its digest; allowed: REPOSITORY@sha256: and 64 hexadecimal digits, e.g. shop/api@sha256:0123…; name the digest: a tag may move between looking and signing [invalid-image]";

test.each<[string, readonly string[], readonly string[]]>([
  [
    "nothing",
    [],
    [
      "IMAGE: no image is named; name images as REPOSITORY@sha256:DIGEST, or a file of them with --file [no-images]",
    ],
  ],
  ["a tag", ["shop/api:1.4.2"], [`shop/api:1.4.2: ${FORM}`]],
  ["a digest of another kind", ["shop/api@sha512:00"], [`shop/api@sha512:00: ${FORM}`]],
  ["two digests", [`shop/api@${digest("a")}@x`], [`shop/api@${digest("a")}@x: ${FORM}`]],
  [
    "repositories that are not signed",
    [`a/b@${digest("a")}`, `shop/apo@${digest("a")}`],
    ["a/b", "shop/apo"].map(
      (name) =>
        `${name}@${digest("a")}: ${name} is no signed repository of the registry; allowed: shop/api, shop/web; add the repository with signedBy and deploy it, or leave the image out [repository-not-signed]`,
    ),
  ],
])("%s is refused", (_, texts, lines) => {
  expect(rejectionOf(() => parseReferences(texts, KNOWN))).toEqual(lines);
});

test("more images than a run has time for are refused", () => {
  const texts = Array.from(
    { length: MOST_IMAGES + 1 },
    (__, index) => `shop/api@sha256:${index.toString(16).padStart(64, "0")}`,
  );
  expect(parseReferences(texts.slice(1), KNOWN)).toHaveLength(MOST_IMAGES);
  expect(rejectionOf(() => parseReferences(texts, KNOWN))).toEqual([
    "IMAGE: 201 images are named; allowed: at most 200 in one run; sign them in several runs; what is signed already is skipped [too-many-images]",
  ]);
});

test("where nothing is signed no image can be", () => {
  expect(
    rejectionOf(() => parseReferences([`shop/api@${digest("a")}`], { ...KNOWN, names: new Set() })),
  ).toEqual([
    `shop/api@${digest("a")}: shop/api is no signed repository of the registry; allowed: a repository with a signing profile; there is none; add the repository with signedBy and deploy it, or leave the image out [repository-not-signed]`,
  ]);
});
