import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fault } from "../../support/aws-service";
import { where, type World } from "./aws";
import { DIGEST, digestOf, ROLE, stored } from "./sample";

const HOST = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
const REGION = ["--region", "eu-central-1"];
const SAMPLE = readFileSync("organization.yaml", "utf8");
const IMAGE = stored({ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json" });
const { imageDigest } = IMAGE.imageId;
const folder = mkdtempSync(join(tmpdir(), "where-repositories-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The sample's file with other settings of scanning. */
function fileWith(scanning: string): readonly string[] {
  const file = join(folder, "organization.yaml");
  const line = 'scanning: { continuous: ["shop/*"] }';
  expect(SAMPLE).toContain(line);
  writeFileSync(file, SAMPLE.replace(line, `scanning: ${scanning}`));
  return ["--organization", file];
}

/** A registry that has one image, in one repository; Inspector covers others alone. */
const registryOf = (name: string): NonNullable<World["ecr"]> => ({
  BatchGetImage: ({ repositoryName }) =>
    repositoryName === name ? { images: [IMAGE] } : fault("RepositoryNotFoundException", "none", {}),
});
const asked = (calls: readonly { readonly input: unknown }[]) =>
  calls.map(({ input }) => (input as { repositoryName: string }).repositoryName).sort();

interface Told {
  readonly rows: readonly { severity: string; running: unknown; image: { repository: string } }[];
}
const told = (stdout: string) =>
  (JSON.parse(stdout) as Told).rows.map(({ severity, running, image }) => [
    image.repository,
    severity,
    running,
  ]);

describe("an image in a repository that Inspector does not cover", () => {
  test.each([[`${HOST}/hidden/api@${imageDigest}`], [`${HOST}/hidden/api:1.0`]])(
    "is found in the registry by its full address: %s",
    async (query) => {
      const { status, stdout, calls } = await where([query, "--json", ...REGION], {
        ecr: registryOf("hidden/api"),
      });
      expect(status).toBe(0);
      expect(told(stdout)).toEqual([["hidden/api", "UNSCANNED", "unknown"]]);
      expect(asked(calls.ecr)).toEqual(["hidden/api"]);
    },
  );

  test("is not there where the registry does not have it", async () => {
    const { status, stderr, calls } = await where([`${HOST}/hidden/api:1.0`, ...REGION], {
      ecr: registryOf("other"),
    });
    expect(status).toBe(1);
    expect(stderr).toContain("[image-not-found]");
    expect(asked(calls.ecr)).toEqual(["hidden/api"]);
  });

  test("is unknown where the registry does not say", async () => {
    const { status, stdout } = await where([`${HOST}/hidden/api:1.0`, ...REGION], {
      ecr: { BatchGetImage: () => fault("AccessDeniedException", "no", {}) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("[access-denied]");
  });

  test.each<[string, readonly string[]]>([
    [imageDigest, ["data/reports", "shop/api", "shop/web"]],
    [`shop/web@${imageDigest}`, ["shop/web"]],
    ["shop/web:1.0", ["shop/web"]],
  ])("is looked for in the repositories of the file: %s", async (query, repositories) => {
    const { status, stdout, calls } = await where(
      [query, "--json", ...fileWith('{ onPush: ["shop/api"] }'), ...REGION],
      { ecr: registryOf("shop/web"), sts: ROLE },
    );
    expect(status).toBe(0);
    expect(told(stdout)).toEqual([["shop/web", "UNSCANNED", "unknown"]]);
    expect(asked(calls.ecr)).toEqual(repositories);
  });
});

describe("a manifest of another digest is not believed:", () => {
  test.each<[string, string, object]>([
    ["another image", `@${DIGEST}`, IMAGE],
    ["other bytes", `@${DIGEST}`, { ...IMAGE, imageId: { imageDigest: DIGEST } }],
    ["other bytes for a tag", ":1.0", { ...IMAGE, imageId: { imageDigest: digestOf(2) } }],
    ["the right bytes by another name", `@${imageDigest}`, { ...IMAGE, imageId: { imageDigest: DIGEST } }],
    ["no bytes", `@${imageDigest}`, { imageId: IMAGE.imageId }],
    ["no digest", ":1.0", { imageManifest: IMAGE.imageManifest }],
  ])("%s", async (_, reference, image) => {
    const { status, stdout } = await where([`${HOST}/shop/api${reference}`, ...REGION], {
      ecr: { BatchGetImage: () => ({ images: [image] }) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain(
      "Not complete\n  ecr:BatchGetImage eu-central-1: the answer cannot be read: it has a manifest of another digest; ask again later; if it stays so, look for a proxy between here and AWS [unreadable-answer]\n",
    );
  });
});

describe("repositories that no filter of the file's scanning matches", () => {
  const NONE = '{ onPush: ["shop/api"] }';
  const codes = (stdout: string) =>
    (JSON.parse(stdout) as { problems: { code: string }[] }).problems.map(({ code }) => code);

  test.each([["CVE-2024-3094"], ["pkg:xz-utils"]])("leave the answer to %s incomplete", async (query) => {
    const { status, stdout } = await where([query, ...fileWith(NONE)]);
    expect(status).toBe(2);
    expect(stdout).toContain(
      "Not complete\n  registry.scanning: has no filter that matches 2 repositories: shop/web, data/reports; what their images hold is unknown; add filters to continuous or onPush that match, deploy them and push the images again [repositories-not-scanned]\n",
    );
  });

  test.each<[string, string, string, readonly string[]]>([
    ["where all are matched", '{ onPush: [], continuous: ["shop/*", "data/*"] }', "eu-central-1", []],
    ["where the region has a replica", NONE, "eu-west-1", ["repositories-not-scanned"]],
    ["where the region has no repository", NONE, "us-east-1", []],
  ])("%s", async (_, scanning, region, expected) => {
    const { status, stdout } = await where([
      ...["CVE-2024-3094", "--json", "--region", region],
      ...fileWith(scanning),
    ]);
    expect(codes(stdout)).toEqual(expected);
    expect(status).toBe(expected.length === 0 ? 0 : 2);
  });

  test("of many ten are named", async () => {
    const many = Array.from(
      { length: 11 },
      (_, index) => `    bulk/${String(index + 10)}: { signedBy: api }\n`,
    ).join("");
    const file = fileWith('{ onPush: ["shop/*", "data/*"] }');
    const path = file[1] ?? "";
    writeFileSync(path, readFileSync(path, "utf8").replace("  repositories:\n", `  repositories:\n${many}`));
    const { stdout, stderr } = await where(["CVE-2024-3094", ...file]);
    expect(stderr).toBe("");
    expect(stdout).toContain("matches 11 repositories: bulk/10, ");
    expect(stdout).toContain("bulk/19, 1 more; what their images hold is unknown");
  });
});
