import { fault } from "../../support/aws-service";
import { batchOf } from "../../support/registry/batch";
import { type Asked, run, type World } from "./aws";
import {
  FakeRegistry,
  image,
  ORGANIZATION,
  PROFILE,
  readableSignatures,
  signatureOf,
  withText,
} from "./registry";

readableSignatures();

const OTHER = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/other_0123abcd";
const IMAGE = image("image");

function unsigned(
  registry: FakeRegistry,
  others?: World,
  options: readonly string[] = ["--verify", "--json"],
): Promise<Asked> {
  return run(["unsigned", "--repository", "shop/api", ...options], registry.world(others), {
    "organization.yaml": ORGANIZATION,
  });
}

interface Row {
  readonly digest: string;
  readonly managedSigning: string;
  readonly worthlessSignatures: string | null;
}

async function rowsOf(registry: FakeRegistry, others?: World): Promise<readonly Row[]> {
  const { status, stdout } = await unsigned(registry, others);
  expect(status).toBe(0);
  return (JSON.parse(stdout) as { images: Row[] }).images;
}

/** A registry with the image and one signature beside it. */
function signedBy(
  ...signature: Parameters<FakeRegistry["attach"]> extends [unknown, ...infer Rest] ? Rest : never
) {
  const registry = new FakeRegistry(IMAGE);
  registry.attach(IMAGE, ...signature);
  return registry;
}

test("an image is not told whose profile signed it, and the signature holds", async () => {
  expect(await rowsOf(signedBy())).toEqual([]);
});

test("nor are several of them, read side by side", async () => {
  const images = ["a", "b", "c", "d", "e"].map((name) => image(name));
  const registry = new FakeRegistry(...images);
  for (const one of images) registry.attach(one);
  expect(await rowsOf(registry)).toEqual([]);
});

test("nor one of whose signatures one holds", async () => {
  const registry = signedBy(OTHER);
  registry.attach(IMAGE, PROFILE);
  expect(await rowsOf(registry)).toEqual([]);
});

test("without a signature it is told as ever", async () => {
  expect(await rowsOf(new FakeRegistry(IMAGE))).toMatchObject([
    { digest: IMAGE.digest, managedSigning: "ECR was never asked to sign it", worthlessSignatures: null },
  ]);
});

describe("an image is told whose only signature is", () => {
  test.each<[string, FakeRegistry, string]>([
    ["of another profile", signedBy(OTHER), "is not among the trusted identities"],
    ["no signature", new FakeRegistry(IMAGE, signatureOf(IMAGE)), "it is not of a signature"],
    ["expired", signedBy(PROFILE, { expiry: Date.now() - 86_400_000 }), "expired"],
  ])("%s", async (_, registry, why) => {
    const [row, ...more] = await rowsOf(registry);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ digest: IMAGE.digest, managedSigning: "ECR was never asked to sign it" });
    expect(row?.worthlessSignatures).toContain(why);
    const { stdout } = await unsigned(registry, undefined, ["--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ asked: { verified: false }, looked: 1, images: [] });
  });
});

test("what ECR says of other profiles is about other signatures", async () => {
  const signingStatuses = [
    { signingProfileArn: OTHER, status: "FAILED" as const },
    { signingProfileArn: PROFILE, status: "COMPLETE" as const },
  ];
  const [row] = await rowsOf(signedBy(OTHER), {
    ecr: { DescribeImageSigningStatus: () => ({ signingStatuses }) },
  });
  expect(row?.managedSigning).toBe("ECR says that it signed it, and no signature of this profile holds");
});

test("what ECR says it signed, and nobody can tell, is told so", async () => {
  const states = {
    DescribeImageSigningStatus: () => ({ signingStatuses: [{ status: "COMPLETE" as const }] }),
  };
  const [row] = await rowsOf(signedBy(OTHER), { ecr: states });
  expect(row?.managedSigning).toBe("ECR says that it signed it, and no signature of this profile holds");
});

test("a signature that is listed with the images and gone when it is asked for is told, too", async () => {
  const gone: World["ecr"] = {
    ListImageReferrers: () => ({ referrers: [] }),
    BatchGetImage: ({ imageIds = [] }) => batchOf(imageIds, () => undefined),
  };
  const [row] = await rowsOf(signedBy(), { ecr: gone });
  expect(row?.worthlessSignatures).toBe("they are not there any more");
});

test("an index's attestations go with it", async () => {
  const attestation = image("attestation", []);
  const index = image("index", ["1.0"], [attestation]);
  const text = index.text.replace(/"size":\d+\}/, (size) =>
    size.replace("}", ',"annotations":{"vnd.docker.reference.type":"attestation-manifest"}}'),
  );
  const listed = withText(index, () => text);
  const registry = new FakeRegistry(attestation, listed);
  expect((await rowsOf(registry)).map(({ digest }) => digest)).toEqual([listed.digest]);
});

test("more signatures than are read leave it open, and the row says so", async () => {
  const registry = new FakeRegistry(IMAGE);
  for (let index = 0; index < 101; index++) registry.attach(IMAGE, `${OTHER}${String(index)}`);
  const [row] = await rowsOf(registry);
  expect(row?.worthlessSignatures).toMatch(/^there are more than are read; the first: /);
});

test("people see what is wrong with the signatures beside what managed signing says", async () => {
  const { stdout } = await unsigned(signedBy(OTHER), undefined, ["--verify"]);
  expect(stdout).toMatch(/^1 unsigned image of 1 image in 1 signed repository\n/);
  expect(stdout).toMatch(/managed signing +why its signatures do not count\n/);
  expect(stdout).toMatch(/ECR was never asked to sign it +[^ ]/);
});

test("its role may read the signatures themselves, and only then", async () => {
  const actionsOf = async (options: readonly string[]) => {
    const { calls } = await unsigned(new FakeRegistry(), undefined, options);
    return (calls.sts[1]?.input as { readonly Policy: string }).Policy;
  };
  expect(await actionsOf(["--verify"])).toContain("ecr:GetDownloadUrlForLayer");
  expect(await actionsOf([])).not.toContain("ecr:GetDownloadUrlForLayer");
});

test.each<[string, NonNullable<World["ecr"]>]>([
  ["refuses to give", { BatchGetImage: () => fault("AccessDeniedException", "no", {}) }],
  ["cannot decrypt", { BatchGetImage: () => ({ images: [], failures: [{ failureCode: "KmsError" }] }) }],
])("signatures that ECR %s make the list incomplete, and nothing is called unsigned", async (_, ecr) => {
  const { status, stdout } = await unsigned(signedBy(), { ecr });
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ complete: false, images: [] });
});
