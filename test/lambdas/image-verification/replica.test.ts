import { type ImageRequest } from "../../../lambdas/image-verification/image-judge";
import { fault } from "../../support/aws-service";
import { OTHER_VERSION, PROFILE, throttled } from "../../support/registry";
import { API, Court, REPLICA, SETTINGS, settingsWith, short, STATEMENT } from "./support";

// Both registries are of one account: two fronts tell the regions apart.
let court: Court;
let source: Court;
let digest: string;
beforeEach(async () => {
  court = await new Court().start();
  source = await new Court().start();
  digest = court.front.push(REPLICA);
});
afterEach(async () => {
  await court.front.stop();
  await source.front.stop();
});

/** Judges the replica, whose source is in another region. */
function judge(
  settings = settingsWith(),
  reference = `${REPLICA}@${digest}`,
  request: Partial<ImageRequest> = {},
) {
  const clients = { "eu-west-1": court.front.ecrClient(), "eu-central-1": source.front.ecrClient() };
  const ecr = (region: string) => clients[region as keyof typeof clients];
  return court.judge(reference, request, settings, { ecr });
}

test("a replica with its own signatures needs no source", async () => {
  court.front.sign(REPLICA, digest);
  const outcome = await judge();
  expect(outcome).toMatchObject({ outcome: "trusted", image: { repository: REPLICA } });
  expect(outcome).not.toHaveProperty("signature.sourceRepository");
  expect(source.front.operations()).toEqual([]);
});

test("one without them is trusted by the source's", async () => {
  source.front.push(API);
  source.front.sign(API, digest);
  expect(await judge()).toMatchObject({
    outcome: "trusted",
    image: { repository: REPLICA, digest },
    signature: { sourceRepository: API },
  });
});

test("the source's signatures count by the statement for the replica", async () => {
  source.front.push(API);
  const trusted = OTHER_VERSION.replace(/\/[^/]+$/, "");
  const trustPolicies = [
    { ...STATEMENT, name: "source", registryScopes: [API] },
    { ...STATEMENT, name: "replica", registryScopes: [REPLICA], trustedIdentities: [trusted] },
  ];
  const settings = settingsWith({ trustPolicy: { version: "1.0", trustPolicies } });
  source.front.sign(API, digest);
  expect(short(await judge(settings))).toBe("refused identity-untrusted");
  source.front.sign(API, digest, { profileVersionArn: OTHER_VERSION });
  expect(short(await judge(settings))).toBe("trusted");
});

test("one whose source is still being signed is undecided for now", async () => {
  source.front.push(API);
  source.front.signing(API, digest, "IN_PROGRESS", PROFILE);
  expect(short(await judge())).toBe("undecided transient signing-in-progress");
});

test("one that is not filled yet may be later", async () => {
  digest = `sha256:${"1".repeat(64)}`;
  expect(short(await judge())).toBe("undecided transient image-missing");
});

describe("one whose own signature is revoked", () => {
  beforeEach(() => {
    const profileVersionArn = `${PROFILE}/revoked000`;
    court.front.sign(REPLICA, digest, { profileVersionArn });
    court.front.revoked.add(profileVersionArn);
  });

  test("is trusted by the source's", async () => {
    source.front.push(API);
    source.front.sign(API, digest);
    expect(short(await judge())).toBe("trusted");
  });

  test.each([
    [
      "is refused while the source may not be asked",
      () => fault("AccessDeniedException", "no"),
      "refused revoked",
    ],
    ["is undecided while the source is throttled", throttled, "undecided transient throttled"],
  ])("%s", async (_, reply, outcome) => {
    source.front.push(API);
    source.front.ecr.ListImageReferrers = reply;
    expect(short(await judge())).toBe(outcome);
  });

  test("is refused while no manifest of a signature of the source may be read", async () => {
    source.front.push(API);
    source.front.sign(API, digest);
    source.front.ecr.BatchGetImage = () => fault("AccessDeniedException", "no");
    expect(short(await judge())).toBe("refused revoked");
  });

  test("is undecided while a signature of the source cannot be read, which may be a good one", async () => {
    source.front.push(API);
    source.front.sign(API, digest);
    source.front.ecr.GetDownloadUrlForLayer = () => fault("AccessDeniedException", "no");
    const outcome = await judge();
    expect(short(outcome)).toBe("undecided access-denied");
    expect(outcome).toHaveProperty("message", expect.stringMatching(`^of its source ${API}: `));
  });

  test("is refused where the source is gone", async () => {
    expect(short(await judge())).toBe("refused revoked");
  });

  test("is refused itself also where nobody signed the index that it is part of", async () => {
    const index = court.front.pushIndex(REPLICA, [digest]);
    const outcome = await judge(settingsWith(), `${REPLICA}@${index}`, { digest });
    expect(short(outcome)).toBe("refused revoked");
    expect(outcome).toHaveProperty("image.digest", digest);
  });
});

test.each([
  ["named by its digest is refused", "digest", "refused revoked"],
  ["that a tag leads to is undecided: who moves the tag chooses it", "tag", "undecided replica-source-lost"],
])("while the source is gone a part of a revoked index %s", async (_, by, outcome) => {
  const index = court.front.pushIndex(REPLICA, [digest]);
  court.front.tag(REPLICA, "v1", index);
  const profileVersionArn = `${PROFILE}/revoked000`;
  court.front.sign(REPLICA, index, { profileVersionArn });
  court.front.revoked.add(profileVersionArn);
  const tags = { clusters: { shop: { ...SETTINGS.clusters.shop, tags: "detect" } } };
  const reference = `${REPLICA}${by === "tag" ? ":v1" : `@${index}`}`;
  expect(short(await judge(settingsWith(tags), reference, { digest }))).toBe(outcome);
});

test("one that nobody signed is undecided while the source may not be asked", async () => {
  source.front.push(API);
  source.front.ecr.ListImageReferrers = () => fault("AccessDeniedException", "no");
  const outcome = await judge();
  expect(short(outcome)).toBe("undecided replica-source-lost");
  expect(outcome).toHaveProperty(
    "message",
    `of its source ${API}: may not be asked for: AccessDeniedException: no`,
  );
});

test("one whose own signatures may not be listed is trusted by the source's", async () => {
  source.front.push(API);
  source.front.sign(API, digest);
  court.front.ecr.ListImageReferrers = () => fault("AccessDeniedException", "no");
  expect(short(await judge())).toBe("trusted");
});

describe("one with a good signature of its own, for which AWS Signer throttles", () => {
  beforeEach(() => {
    court.front.sign(REPLICA, digest);
    court.front.signer.GetRevocationStatus = throttled;
  });

  test.each([
    ["its source may not be asked", "AccessDeniedException"],
    ["its source is gone", "RepositoryNotFoundException"],
  ])("waits also where %s", async (_, code) => {
    source.front.ecr.ListImageReferrers = () => fault(code, "no");
    expect(short(await judge())).toBe("undecided transient revocation-unknown");
  });
});

test("one whose own signature cannot be read waits while the source is throttled", async () => {
  source.front.push(API);
  court.front.sign(REPLICA, digest);
  court.front.ecr.GetDownloadUrlForLayer = () => fault("AccessDeniedException", "no");
  source.front.ecr.ListImageReferrers = throttled;
  expect(short(await judge())).toBe("undecided transient throttled");
});
