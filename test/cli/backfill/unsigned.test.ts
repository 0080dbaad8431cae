import { fault, raw } from "../../support/aws-service";
import { type Asked, run, type World } from "./aws";
import {
  BUILD,
  FakeRegistry,
  image,
  ORGANIZATION,
  PUSHED,
  pushEvent,
  roleIdentity,
  signatureOf,
  type Stored,
} from "./registry";

interface Row {
  readonly digest: string;
  readonly pushedBy: string;
  readonly pusherToday: boolean | "unknown";
  readonly managedSigning: string;
}

function unsigned(
  registry: FakeRegistry,
  others?: World,
  options: readonly string[] = ["--json"],
): Promise<Asked> {
  return run(["unsigned", ...options], registry.world(others), { "organization.yaml": ORGANIZATION });
}
async function rowsOf(registry: FakeRegistry, others?: World): Promise<readonly Row[]> {
  const { stdout } = await unsigned(registry, others);
  return (JSON.parse(stdout) as { images: Row[] }).images;
}
const digests = (rows: readonly Row[]) => rows.map(({ digest }) => digest);
const at = (stored: Stored, time: Date): Stored => ({
  ...stored,
  detail: { ...stored.detail, imagePushedAt: time },
});

test("images without a signature are listed with what is known of them", async () => {
  const [signed, plain] = [image("signed"), image("plain", ["1.0", "stable"])];
  const { status, stdout, calls } = await unsigned(new FakeRegistry(signed, signatureOf(signed), plain));
  const answer = JSON.parse(stdout) as object;
  expect(status).toBe(0);
  expect(answer).toEqual({
    asked: {
      account: "222222222222",
      registry: { account: "333333333333", region: "eu-central-1" },
      repositories: 3,
      verified: false,
      at: expect.any(String) as unknown,
    },
    complete: true,
    looked: 2,
    cost: {
      signatures: 1,
      signingDollars: 0,
      storageBytes: 32_768,
      storageDollarsPerMonth: expect.any(Number) as unknown,
      pages: {
        managedSigning: "https://aws.amazon.com/ecr/pricing/",
        signer: "https://docs.aws.amazon.com/signer/latest/developerguide/Welcome.html#whatis-pricing",
        storage: "https://aws.amazon.com/ecr/pricing/",
      },
    },
    problems: [],
    images: [
      {
        image: `shop/api@${plain.digest}`,
        repository: "shop/api",
        digest: plain.digest,
        tags: ["1.0", "stable"],
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        pushedAt: new Date(Math.floor(PUSHED.getTime())).toISOString(),
        pushedBy: BUILD,
        pusherToday: true,
        managedSigning: "ECR was never asked to sign it",
        worthlessSignatures: null,
      },
    ],
  });
  const writes = calls.ecr.filter(({ operation }) => !/^(Describe|List|BatchGet)/.test(operation));
  expect(writes).toEqual([]);
});

test("people see it as a table, with the cost and where it stands", async () => {
  const plain = image("plain");
  const { stdout } = await unsigned(new FakeRegistry(plain), undefined, []);
  expect(stdout).toMatch(
    /^1 unsigned image of 1 image in 3 signed repositories\nasked by account 222222222222 in 333333333333 eu-central-1 at /,
  );
  expect(stdout).toContain(`shop/api@${plain.digest}  plain  `);
  expect(stdout).toContain(
    [
      "Cost of signing all of them",
      "  signing by pushing again: what ECR takes for a signature of managed signing, for each (https://aws.amazon.com/ecr/pricing/)",
      "  signing by sign-images: none of its own for images in ECR (https://docs.aws.amazon.com/signer/latest/developerguide/Welcome.html#whatis-pricing)",
      "  storage: 1 signature of about 16 KiB are 0.0 MiB, less than $0.01 a month at $0.10 for a GB, replicas included (https://aws.amazon.com/ecr/pricing/)",
      "  quota: each signature counts as one of the 100,000 images of its repository",
    ].join("\n"),
  );
});

describe("what is no image of its own is left out:", () => {
  const child = image("amd64", []);
  const index = image("index", ["1.0"], [child]);

  test("an image without a tag that an index lists", async () => {
    expect(digests(await rowsOf(new FakeRegistry(child, index)))).toEqual([index.digest]);
  });

  test("but not one with a tag of its own", async () => {
    const tagged = image("amd64", ["1.0-amd64"]);
    const rows = await rowsOf(new FakeRegistry(tagged, image("index", ["1.0"], [tagged])));
    expect(rows).toHaveLength(2);
  });

  test("everything that a signed index lists", async () => {
    expect(await rowsOf(new FakeRegistry(child, index, signatureOf(index)))).toEqual([]);
  });

  test("signatures, the lists of fallback tags and what lies in the archive", async () => {
    const fallback = image("fallback", [`sha256-${"a".repeat(64)}`], [child]);
    const archived = image("archived");
    const rows = await rowsOf(
      new FakeRegistry(signatureOf(index), fallback, {
        ...archived,
        detail: { ...archived.detail, imageStatus: "ARCHIVED" },
      }),
    );
    expect(rows).toEqual([]);
  });
});

test.each([
  [
    [{ status: "FAILED", failureCode: "AccessDenied", failureReason: "no" }],
    "signing failed: AccessDenied: no",
  ],
  [[{ status: "FAILED" }], "signing failed: ECR gives no reason"],
  [[{ status: "IN_PROGRESS" }], "ECR is signing it"],
  [[{ status: "COMPLETE" }], "ECR says that it signed it, and lists no signature"],
] as const)("managed signing says %j", async (states, why) => {
  const [row] = await rowsOf(new FakeRegistry(image("plain")), {
    ecr: { DescribeImageSigningStatus: () => ({ signingStatuses: [...states] }) },
  });
  expect(row?.managedSigning).toBe(why);
});

describe("the pusher", () => {
  const plain = image("plain");

  test.each<[string, object | undefined, string, boolean | "unknown"]>([
    ["of today", roleIdentity(BUILD), BUILD, true],
    ["of other days", roleIdentity("arn:x"), "arn:x", false],
    ["of whom nobody knows", undefined, "unknown", "unknown"],
  ])("%s", async (_, identity, pushedBy, pusherToday) => {
    const [row] = await rowsOf(new FakeRegistry(plain), {
      cloudtrail: { LookupEvents: () => ({ Events: identity ? [pushEvent(plain, identity)] : [] }) },
    });
    expect(row).toMatchObject({ pushedBy, pusherToday });
  });

  test("is unknown where CloudTrail may not be asked, and the list is complete all the same", async () => {
    const { status, stdout } = await unsigned(new FakeRegistry(plain), {
      cloudtrail: { LookupEvents: () => fault("AccessDeniedException", "no", {}) },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('"pushedBy": "unknown"');
  });

  test("of an image that is older than the history is not asked for", async () => {
    const { calls } = await unsigned(new FakeRegistry(at(plain, new Date(Date.now() - 91 * 86_400_000))));
    expect(calls.cloudtrail).toEqual([]);
  });
});

test("the pushers of the images pushed last are looked up, in whatever repository they are", async () => {
  const old = at(image("old"), new Date(Date.now() - 80 * 86_400_000));
  const many = Array.from({ length: 200 }, (_, index) =>
    at(image(`before ${String(index)}`), new Date(Date.now() - 2 * 86_400_000)),
  );
  const { stdout } = await unsigned(new FakeRegistry(...many), {
    ecr: {
      DescribeImages: ({ repositoryName }) => ({
        imageDetails: (repositoryName === "data/reports" ? [old] : many).map(({ detail }) => detail),
      }),
    },
  });
  const { images } = JSON.parse(stdout) as { images: Row[] };
  const unknown = images.filter(({ pushedBy }) => pushedBy === "unknown");
  expect(unknown.map(({ digest }) => digest)).toContain(old.digest);
});

test("images are sorted by repository and the latest push first, whatever order ECR has", async () => {
  const times = [1, 3, 2].map((days) => new Date(Date.now() - days * 86_400_000));
  const images = times.map((time, index) => at(image(String(index)), time));
  const rows = await rowsOf(new FakeRegistry(...images));
  expect(digests(rows)).toEqual([images[0], images[2], images[1]].map((one) => one?.digest));
});

test("only repositories that are signed may be asked for", async () => {
  const registry = new FakeRegistry(image("plain"));
  const { stdout, calls } = await unsigned(registry, undefined, ["--repository", "shop/web", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ looked: 0, images: [] });
  expect(calls.ecr.map(({ input }) => (input as { repositoryName: string }).repositoryName)).toEqual([
    "shop/web",
  ]);
  expect(await unsigned(registry, {}, ["--repository", "shop/apo"])).toMatchObject({
    status: 64,
    stderr: expect.stringContaining(
      "--repository shop/apo is no repository that is signed; there are data/reports, shop/api, shop/web\n",
    ) as unknown,
  });
});

describe("a registry", () => {
  test("with several pages is read to the end", async () => {
    const [a, b] = [image("a"), image("b")];
    const rows = await rowsOf(new FakeRegistry(a, b), {
      ecr: {
        DescribeImages: ({ repositoryName, nextToken }) =>
          repositoryName === "shop/api"
            ? nextToken === undefined
              ? { imageDetails: [a.detail], nextToken: "2" }
              : { imageDetails: [b.detail] }
            : { imageDetails: [] },
      },
    });
    expect(digests(rows).sort()).toEqual([a.digest, b.digest].sort());
  });

  test("whose pages lead in a circle is noticed, and the list is not complete", async () => {
    const { status, stdout } = await unsigned(new FakeRegistry(), {
      ecr: { DescribeImages: () => ({ imageDetails: [], nextToken: "again" }) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain('"code": "repeated-page"');
  });

  test("that does not have the repository yet has nothing unsigned in it", async () => {
    const { status, stdout } = await unsigned(new FakeRegistry(), {
      ecr: { DescribeImages: () => fault("RepositoryNotFoundException", "none", {}) },
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, images: [] });
  });

  test("that refuses is told with what to change", async () => {
    const { status, stdout } = await unsigned(
      new FakeRegistry(),
      { ecr: { DescribeImages: () => fault("AccessDeniedException", "no", {}) } },
      ["--repository", "shop/api"],
    );
    expect(status).toBe(2);
    expect(stdout).toContain(
      "Not complete\n  ecr:DescribeImages eu-central-1: account 333333333333 may not call it: AccessDeniedException: no; allow ecr:DescribeImages to the role in account 333333333333, or to this caller [access-denied]\n",
    );
  });

  test.each<[string, World["ecr"], string]>([
    [
      "without a list of images",
      { DescribeImages: () => raw("{}") },
      "ecr:DescribeImages eu-central-1: the answer cannot be read: it has no list of images",
    ],
    [
      "with an image without a digest",
      { DescribeImages: () => ({ imageDetails: [{ imageTags: ["1.0"] }] }) },
      "ecr:DescribeImages eu-central-1: the answer cannot be read: it has an image without a digest",
    ],
    [
      "without a list of signing statuses",
      { DescribeImageSigningStatus: () => raw("{}") },
      "ecr:DescribeImageSigningStatus eu-central-1: the answer cannot be read: it has no list of signing statuses",
    ],
  ])("that answers %s is told, and nothing is listed by it", async (_, ecr, why) => {
    const { status, stdout } = await unsigned(new FakeRegistry(image("plain")), { ecr }, [
      "--repository",
      "shop/api",
    ]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^0 unsigned images of /);
    expect(stdout).toContain(
      `Not complete\n  ${why}; ask again later; if it stays so, look for a proxy between here and AWS [unreadable-answer]\n`,
    );
  });
});

test("it asks as a role that may read alone", async () => {
  const { calls } = await unsigned(new FakeRegistry(image("plain")));
  expect(calls.sts[1]?.input).toMatchObject({
    RoleArn: "arn:aws:iam::333333333333:role/supply-chain-deployment",
    RoleSessionName: "supply-chain-unsigned",
    Policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:DescribeImages","ecr:DescribeImageSigningStatus","cloudtrail:LookupEvents"],"Resource":"*"}]}',
  });
});
