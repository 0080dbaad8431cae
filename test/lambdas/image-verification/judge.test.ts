import { OTHER_VERSION, PROFILE, PROFILE_VERSION, JOB } from "../../support/registry";
import { API, Court, short } from "./support";

let court: Court;
beforeEach(async () => {
  court = await new Court().start();
});
afterEach(async () => {
  await court.front.stop();
});

describe("a signature", () => {
  test("that the policy trusts makes an image trusted", async () => {
    const { front } = court;
    const digest = front.push(API);
    const signature = front.sign(API, digest);
    expect(await court.judge(`${API}@${digest}`)).toEqual({
      outcome: "trusted",
      image: { reference: `${API}@${digest}`, repository: API, digest },
      signature: { digest: signature, profileVersionArn: PROFILE_VERSION },
    });
    expect(front.operations().sort()).toEqual([
      "BatchGetImage",
      "BatchGetImage",
      "BatchGetImage",
      "GetDownloadUrlForLayer",
      "GetRevocationStatus",
      "ListImageReferrers",
    ]);
  });

  test("is asked for at AWS Signer with the hashes of its certificates", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    await court.judge(`${API}@${digest}`);
    const [call] = court.front.running.signer.calls;
    expect(call?.input).toMatchObject({ profileVersionArn: PROFILE_VERSION, jobArn: JOB });
    const { certificateHashes } = call?.input as { certificateHashes: string };
    expect(certificateHashes).toMatch(/^[0-9a-f]{192}/);
  });

  test("is found under the fallback tag too", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest, { listed: "tag" });
    expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
  });

  test("of the union counts, whichever way lists the good one", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest, { profileVersionArn: OTHER_VERSION });
    court.front.sign(API, digest, { listed: "tag" });
    expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
  });

  test("of another image does not count", async () => {
    const { front } = court;
    const digest = front.push(API);
    const other = front.pushNew(API, "other");
    const envelope = [...front.blobs.values()];
    front.sign(API, other);
    const [bytes] = [...front.blobs.values()].slice(envelope.length);
    front.sign(API, digest, { envelope: bytes ?? Buffer.of() });
    expect(await court.judge(`${API}@${digest}`)).toMatchObject({
      outcome: "refused",
      code: "subject-mismatch",
      check: "subject",
    });
  });

  test("by a profile of another account does not count", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest, { profileVersionArn: OTHER_VERSION });
    expect(await court.judge(`${API}@${digest}`)).toMatchObject({
      outcome: "refused",
      code: "identity-untrusted",
      check: "trustedIdentity",
    });
    // Nobody is asked about profiles that are not trusted anyway.
    expect(court.front.running.signer.calls).toEqual([]);
  });

  test.each([PROFILE_VERSION, JOB])("that is revoked with %s does not count", async (arn) => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    court.front.revoked.add(arn);
    expect(await court.judge(`${API}@${digest}`)).toMatchObject({
      outcome: "refused",
      code: "revoked",
      check: "revocation",
    });
  });

  test("that is missing leaves an image refused", async () => {
    const digest = court.front.push(API);
    expect(await court.judge(`${API}@${digest}`)).toEqual({
      outcome: "refused",
      code: "unsigned",
      message: `${API}@${digest} has no signature`,
      image: { reference: `${API}@${digest}`, repository: API, digest },
    });
  });

  test("that a revocation follows stops counting with the next call", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    const verification = court.verification();
    const ask = async () => {
      const judge = verification.judgeUntil(AbortSignal.timeout(10_000));
      return short(await judge.judge({ reference: `${API}@${digest}`, cluster: "shop" }));
    };
    expect(await ask()).toBe("trusted");
    court.front.revoked.add(JOB);
    expect(await ask()).toBe("refused revoked");
  });

  test("is verified once for a digest that several containers run", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    const judge = court.verification().judgeUntil(AbortSignal.timeout(10_000));
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => judge.judge({ reference: `${API}@${digest}`, cluster: "shop" })),
    );
    expect(outcomes.map(short)).toEqual(["trusted", "trusted", "trusted"]);
    expect(court.front.downloads).toHaveLength(1);
  });

  test("is still good when its certificate is out of date, because its time is authentic", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    court.now += 300 * 24 * 3_600_000;
    expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
  });
});

describe("an index", () => {
  test("that is signed is trusted and told with its images", async () => {
    const { front } = court;
    const children = [front.pushNew(API, "amd64"), front.pushNew(API, "arm64")];
    const digest = front.pushIndex(API, children);
    front.sign(API, digest);
    expect(await court.judge(`${API}@${digest}`)).toMatchObject({
      outcome: "trusted",
      image: { digest, children },
    });
  });

  test("that is not signed is refused though its images are", async () => {
    const { front } = court;
    const child = front.pushNew(API, "amd64");
    front.sign(API, child);
    const digest = front.pushIndex(API, [child]);
    expect(short(await court.judge(`${API}@${digest}`))).toBe("refused unsigned");
  });

  test("vouches for the image of it that was pulled, and for no other", async () => {
    const { front } = court;
    const child = front.pushNew(API, "amd64");
    const digest = front.pushIndex(API, [child]);
    front.sign(API, digest);
    const other = front.pushNew(API, "other");
    expect(await court.judge(`${API}@${digest}`, { digest: child })).toMatchObject({
      outcome: "trusted",
      image: { digest, children: [child] },
    });
    expect(await court.judge(`${API}@${digest}`, { digest: other })).toMatchObject({
      outcome: "refused",
      code: "unsigned",
      image: { digest: other },
    });
  });

  test("that is trusted stands for the manifest that was pulled, signed by itself or not there any more", async () => {
    const { front } = court;
    const [child, gone] = [front.pushNew(API, "arm64"), front.pushNew(API, "amd64")];
    const index = front.pushIndex(API, [child, gone]);
    for (const key of front.stored.keys()) if (key.endsWith(gone)) front.stored.delete(key);
    for (const digest of [index, child]) front.sign(API, digest);
    for (const digest of [child, gone])
      expect(await court.judge(`${API}@${index}`, { digest })).toMatchObject({
        outcome: "trusted",
        image: { digest: index, children: [child, gone] },
      });
  });
});

describe("a tag", () => {
  const detect = { cluster: "tools" };

  test("is refused where digests are wanted", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    court.front.tag(API, "1.4.2", digest);
    expect(await court.judge(`${API}:1.4.2`)).toMatchObject({
      outcome: "refused",
      code: "tag-refused",
      message: `${API}:1.4.2 has a tag and no digest, and a tag can move`,
    });
    expect(short(await court.judge(API))).toBe("refused tag-refused");
  });

  test("beside a digest means nothing", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    expect(short(await court.judge(`${API}:gone@${digest}`))).toBe("trusted");
  });

  test("is resolved where that is allowed", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    court.front.tag(API, "1.4.2", digest);
    expect(await court.judge(`${API}:1.4.2`, detect)).toMatchObject({
      outcome: "trusted",
      image: { digest },
    });
  });

  test("that moved does not vouch for what was pulled", async () => {
    const { front } = court;
    const [good, bad] = [front.pushNew(API, "good"), front.pushNew(API, "bad")];
    front.sign(API, good);
    front.tag(API, "1.4.2", good);
    expect(await court.judge(`${API}:1.4.2`, { ...detect, digest: bad })).toMatchObject({
      outcome: "undecided",
      code: "tag-moved",
      image: { digest: bad },
    });
  });

  test("that is gone leaves what was pulled", async () => {
    const digest = court.front.push(API);
    court.front.sign(API, digest);
    expect(short(await court.judge(`${API}:1.4.2`, { ...detect, digest }))).toBe("trusted");
  });

  test("that is gone leaves undecided what was pulled and not signed", async () => {
    const digest = court.front.push(API);
    expect(short(await court.judge(`${API}:1.4.2`, { ...detect, digest }))).toBe("undecided tag-moved");
  });
});

describe("signing that is under way", () => {
  test("leaves an image without signature undecided for now", async () => {
    const digest = court.front.push(API);
    court.front.signing(API, digest, "IN_PROGRESS", PROFILE);
    expect(await court.judge(`${API}@${digest}`)).toMatchObject({
      outcome: "undecided",
      code: "signing-in-progress",
      message: `ECR is still signing it with ${PROFILE}`,
      transient: true,
    });
  });

  test.each([
    ["that ended", "COMPLETE" as const, PROFILE],
    ["that failed", "FAILED" as const, PROFILE],
    ["with a profile that is not trusted", "IN_PROGRESS" as const, `${PROFILE}_other`],
  ])("%s does not", async (_, status, profile) => {
    const digest = court.front.push(API);
    court.front.signing(API, digest, status, profile);
    expect(short(await court.judge(`${API}@${digest}`))).toBe("refused unsigned");
  });
});

// The SDK's model lets ECR leave almost everything out.
test("a manifest says of what type it is where ECR does not", async () => {
  const digest = court.front.push(API);
  court.front.sign(API, digest);
  const { BatchGetImage } = court.front.ecr;
  court.front.ecr.BatchGetImage = (input, count) => {
    const answer = BatchGetImage?.(input, count) ?? {};
    if (!("images" in answer)) return answer;
    return {
      ...answer,
      images: answer.images?.map((image) => ({ ...image, imageManifestMediaType: undefined })),
    };
  };
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

test("ECR that signs with a profile that it does not name may be signing with the right one", async () => {
  const other = court.front.pushNew(API, "other");
  court.front.ecr.DescribeImageSigningStatus = () => ({ signingStatuses: [{ status: "IN_PROGRESS" }] });
  expect(await court.judge(`${API}@${other}`)).toMatchObject({
    outcome: "undecided",
    code: "signing-in-progress",
    message: "ECR is still signing it with a profile that it does not name",
    transient: true,
  });
});
