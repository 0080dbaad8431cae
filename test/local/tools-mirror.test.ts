import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMirror, firstOwnMirror, isOwn, platform } from "../../local/tools-mirror";

const USER = 1000;
const OWNED = { uid: USER, mode: 0o40755 };

/** Whether a path is taken, where one of the paths is another than a folder of the user or of root. */
const ownWith = (at: string, owner: { uid: number; mode: number }) =>
  isOwn("/none/mirror/aws", USER, (path) =>
    path === at ? owner : path === "/" ? { ...OWNED, uid: 0 } : OWNED,
  );

test("what belongs to the user and root is taken", () => {
  expect(ownWith("/none", { uid: 0, mode: 0o40755 })).toBe(true);
});

test.each(["/none/mirror/aws", "/none/mirror", "/none", "/"])("%s may not be open to everybody", (at) => {
  expect(ownWith(at, { uid: 0, mode: 0o41777 })).toBe(false);
});

test.each(["/none/mirror/aws", "/none/mirror", "/none", "/"])("%s may not belong to somebody else", (at) => {
  expect(ownWith(at, { uid: USER + 1, mode: 0o40755 })).toBe(false);
});

describe("a mirror in a folder that everybody may write to", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "supply-chain-mirror-"));
    const provider = join(folder, "registry.terraform.io", "hashicorp", "aws", "6.1.0", platform());
    mkdirSync(provider, { recursive: true });
    writeFileSync(join(provider, "terraform-provider-aws"), "");
    chmodSync(folder, 0o777);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("is left out where nobody named it", () => {
    expect(firstOwnMirror([folder])).toBeUndefined();
    expect(firstOwnMirror([folder], () => true)).toEqual({ folder, awsVersion: "6.1.0" });
  });

  test("is left out where only its provider is open", () => {
    expect(firstOwnMirror([folder], (path) => !path.endsWith("terraform-provider-aws"))).toBeUndefined();
  });

  test("is taken where the environment names it", () => {
    expect(findMirror({ SUPPLY_CHAIN_PROVIDER_MIRROR: folder })).toEqual({ folder, awsVersion: "6.1.0" });
  });
});
