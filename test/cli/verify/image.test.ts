import { UsageError } from "../../../cli";
import { nameOf, parseImage } from "../../../cli/verify/registry/image";
import { Setting } from "./registry-support";

const DIGEST = `sha256:${"ab".repeat(32)}`;

test.each([
  ["registry.example/shop/api:1.4.2", "registry.example/shop/api:1.4.2"],
  [`registry.example/shop/api@${DIGEST}`, `registry.example/shop/api@${DIGEST}`],
  [`registry.example/shop/api:1.4.2@${DIGEST}`, `registry.example/shop/api@${DIGEST}`],
  ["LOCALHOST:5000/api:_", "LOCALHOST:5000/api:_"],
  [`127.0.0.1:080/api:${"a".repeat(128)}`, `127.0.0.1:080/api:${"a".repeat(128)}`],
])("%s is the image %s", (text, name) => {
  expect(nameOf(parseImage(text))).toBe(name);
});

test.each([
  ["no registry", "nginx:1"],
  ["a scheme", "http://127.0.0.1:1/shop/api:1"],
  ["a user", "user@127.0.0.1:1/shop/api:1"],
  ["an IPv6 address", "[::1]:5000/shop/api:1"],
  ["a port that is none", "127.0.0.1:/shop/api:1"],
  ["a port above 65,535", "127.0.0.1:65536/shop/api:1"],
  ["an IPv4 address that is none", "127.0.0.256:5000/shop/api:1"],
  ["a repository in upper case", "registry.example/Shop/api:1"],
  ["a repository of other letters", "registry.example/sh\u00f6p/api:1"],
  ["a repository that climbs", "registry.example/shop/../api:1"],
  ["an empty part", "registry.example/shop//api:1"],
  ["neither tag nor digest", "registry.example/shop/api"],
  ["an empty tag", "registry.example/shop/api:"],
  ["a tag of 129 characters", `registry.example/shop/api:${"a".repeat(129)}`],
  ["a digest in upper case", `registry.example/shop/api@${DIGEST.toUpperCase()}`],
  ["a digest of another algorithm", `registry.example/shop/api@sha512:${"ab".repeat(64)}`],
  ["two digests", `registry.example/shop/api@${DIGEST}@${DIGEST}`],
  ["a newline at the end", "registry.example/shop/api:1\n"],
  ["a query", "registry.example/shop/api:1?x=y"],
])("%s is no image: %j", (_, text) => {
  const refusal = `IMAGE ${text} is not registry/repository@sha256:… or registry/repository:tag, with the registry's full name`;
  expect(() => parseImage(text)).toThrow(new UsageError(refusal));
});

test("of a name without end only the beginning is told", () => {
  const told = `${"a/".repeat(350)} is not registry/repository@sha256:…`;
  expect(() => parseImage("a/".repeat(50_000))).toThrow(`IMAGE ${told}`);
});

test("the longest name is told as a whole", async () => {
  const setting = await new Setting().start();
  try {
    const { host } = setting.registry;
    const image = `${host}/${"a".repeat(511 - host.length)}:${"t".repeat(128)}`;
    expect(await setting.verify(image)).toMatchObject({
      status: 2,
      why: [`${image.replace(host, "HOST")}: is not in the registry [image-missing]`],
    });
  } finally {
    setting.stop();
  }
});
