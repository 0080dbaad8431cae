import fc from "fast-check";
import { PINNED_IMAGE } from "../../aws";
import { isRepositoryAddress, parseReference } from "../../verification";

const DIGEST = `sha256:${"ab".repeat(32)}`;

test.each<[string, object]>([
  [`a.example/b@${DIGEST}`, { repository: "a.example/b", digest: DIGEST }],
  [`a.example/b:1@${DIGEST}`, { repository: "a.example/b", tag: "1", digest: DIGEST }],
  ["a.example/b:1", { repository: "a.example/b", tag: "1" }],
  ["a.example/b", { repository: "a.example/b", tag: "latest" }],
  ["localhost:5000/b/c__d:v1", { repository: "localhost:5000/b/c__d", tag: "v1" }],
  ["docker.io/library/nginx:1", { repository: "docker.io/library/nginx", tag: "1" }],
  [
    `333333333333.dkr-ecr.eu-central-1.on.aws/b@${DIGEST}`,
    { repository: "333333333333.dkr.ecr.eu-central-1.amazonaws.com/b", digest: DIGEST },
  ],
  [
    "333333333333.dkr.ecr-fips.us-east-1.amazonaws.com/b:1",
    { repository: "333333333333.dkr.ecr.us-east-1.amazonaws.com/b", tag: "1" },
  ],
  [
    "333333333333.dkr-ecr.eu-central-1.on.aws.evil.example/b:1",
    { repository: "333333333333.dkr-ecr.eu-central-1.on.aws.evil.example/b", tag: "1" },
  ],
])("%s is taken apart", (text, parts) => {
  expect(parseReference(text)).toEqual(parts);
});

test.each([
  "",
  "nginx",
  "nginx:1",
  "library/nginx",
  "docker.io/nginx",
  "https://a.example/b",
  "a.example/B",
  "a.example/b/",
  "a.example//b",
  "a.example/b:",
  "a.example/b@sha256:ab",
  `a.example/b@${DIGEST.toUpperCase()}`,
  `a.example/b@sha512:${"ab".repeat(64)}`,
  `a.example/b@${DIGEST}@${DIGEST}`,
  `a.example/b@${DIGEST}\n`,
  " a.example/b",
  "a.example/../b",
  "user@a.example/b",
  `a.example/${"b".repeat(1_024)}`,
])("%j is not exact", (text) => {
  expect(parseReference(text)).toBeUndefined();
});

test("whatever an exception may name in the file the functions can take apart", () => {
  const part = fc.stringMatching(/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+){0,2}$/);
  const host = fc.oneof(
    fc.constant("docker.io"),
    fc.stringMatching(/^[a-z0-9]+(?:[.-][a-z0-9]+){0,2}(?::\d{1,5})?$/),
  );
  fc.assert(
    fc.property(host, fc.array(part, { minLength: 1, maxLength: 3 }), (registry, parts) => {
      const image = `${registry}/${parts.join("/")}@${DIGEST}`;
      if (PINNED_IMAGE.test(image)) expect(parseReference(image)?.digest).toBe(DIGEST);
    }),
    { seed: 7, numRuns: 5_000, examples: [["docker.io", ["nginx"]]] },
  );
});

test("what is taken apart can be put together again, and any text is read in time", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9.:/@_-]{0,80}$/)), (text) => {
      const found = parseReference(text);
      if (found === undefined) return;
      const { repository, tag, digest } = found;
      const whole = `${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
      expect([text, `${text}:latest`]).toContain(whole);
      expect(isRepositoryAddress(repository)).toBe(true);
    }),
    { seed: 20_260_615, numRuns: 2_000 },
  );
});
