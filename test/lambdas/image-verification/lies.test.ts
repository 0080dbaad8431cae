import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { httpFetch } from "../../../notation/http/http-fetch";
import { isPublicAddress } from "../../../notation/http/public-address";
import { fault, hang, raw } from "../../support/aws-service";
import { broken, throttled } from "../../support/registry";
import { API, Court, settingsWith, short } from "./support";

let court: Court;
let digest: string;
beforeEach(async () => {
  court = await new Court().start();
  digest = court.front.push(API);
  court.front.sign(API, digest);
});
afterEach(async () => {
  await court.front.stop();
});

const judge = () => court.judge(`${API}@${digest}`);

describe("ECR", () => {
  const operations = ["BatchGetImage", "ListImageReferrers", "GetDownloadUrlForLayer"] as const;

  test.each(operations)("that throttles %s leaves it undecided for now", async (operation) => {
    court.front.ecr[operation] = throttled;
    expect(await judge()).toMatchObject({
      outcome: "undecided",
      code: "throttled",
      message: "AWS throttles: ThrottlingException: Rate exceeded",
      transient: true,
    });
  });

  test.each(operations)("with an error in %s leaves it undecided for now", async (operation) => {
    court.front.ecr[operation] = broken;
    expect(short(await judge())).toBe("undecided transient aws-error");
  });

  test.each(operations)("that is silent in %s leaves it undecided for now", async (operation) => {
    court.front.ecr[operation] = hang;
    expect(short(await judge())).toBe("undecided transient too-slow");
  });

  test.each(operations)("with half an answer to %s leaves it undecided for now", async (operation) => {
    court.front.ecr[operation] = () => raw('{"images":[');
    expect(short(await judge())).toBe("undecided transient answer-unreadable");
  });

  test.each(operations)("that does not let us call %s leaves it undecided", async (operation) => {
    court.front.ecr[operation] = () => fault("AccessDeniedException", "no");
    expect(short(await judge())).toBe("undecided access-denied");
  });

  test("with an error that nobody knows leaves it undecided", async () => {
    court.front.ecr.BatchGetImage = () => fault("InvalidParameterException", "odd");
    expect(await judge()).toMatchObject({
      outcome: "undecided",
      code: "unexpected",
      message: "something unexpected happened: InvalidParameterException: odd",
      transient: false,
    });
  });

  test("that is gone leaves it undecided for now", async () => {
    const client = court.front.ecrClient();
    await court.front.running.ecr.close();
    const outcome = await court.judge(`${API}@${digest}`, {}, settingsWith(), { ecr: () => client });
    expect(short(outcome)).toBe("undecided transient unreachable");
  });

  test("that takes longer than the call has leaves it undecided for now", async () => {
    court.front.ecr.BatchGetImage = hang;
    const one = court.verification().judgeUntil(AbortSignal.timeout(100));
    expect(short(await one.judge({ reference: `${API}@${digest}`, cluster: "shop" }))).toBe(
      "undecided transient too-slow",
    );
  });

  test("without the image leaves it undecided", async () => {
    expect(await court.judge(`${API}@sha256:${"1".repeat(64)}`)).toMatchObject({
      outcome: "undecided",
      code: "image-missing",
      message: `${API} has no sha256:${"1".repeat(64)}: Requested image not found`,
      transient: false,
    });
  });

  test("without the repository leaves it undecided", async () => {
    court.front.stored.clear();
    expect(short(await judge())).toBe("undecided image-missing");
  });

  test.each([
    ["KmsError" as const, "undecided image-unreadable"],
    ["ImageInaccessible" as const, "undecided image-archived"],
    ["UpstreamAccessDenied" as const, "undecided image-unreadable"],
    ["UpstreamTooManyRequests" as const, "undecided transient image-unreadable"],
    ["UpstreamUnavailable" as const, "undecided transient image-unreadable"],
  ])("with the failure %s leaves it undecided", async (failureCode, outcome) => {
    court.front.ecr.BatchGetImage = ({ imageIds = [] }) => ({
      failures: imageIds.map((imageId) => ({ imageId, failureCode, failureReason: "so" })),
    });
    expect(short(await judge())).toBe(outcome);
  });

  test("that answers with another manifest leaves it undecided for now", async () => {
    const { BatchGetImage } = court.front.ecr;
    const other = court.front.pushNew(API, "other");
    court.front.ecr.BatchGetImage = (input, count) =>
      input.imageIds?.[0]?.imageDigest === digest
        ? (BatchGetImage?.({ ...input, imageIds: [{ imageDigest: other }] }, count) ?? {})
        : (BatchGetImage?.(input, count) ?? {});
    expect(await judge()).toMatchObject({
      outcome: "undecided",
      code: "digest-mismatch",
      message: `the registry answered ${other} when asked for ${digest}`,
      transient: true,
    });
  });

  test("that answers a tag with another manifest than it says leaves it undecided for now", async () => {
    court.front.tag(API, "1.0", digest);
    const { BatchGetImage } = court.front.ecr;
    court.front.ecr.BatchGetImage = (input, count) =>
      input.imageIds?.[0]?.imageTag === "1.0"
        ? { images: [{ imageManifest: "{}", imageId: { imageTag: "1.0", imageDigest: digest } }] }
        : (BatchGetImage?.(input, count) ?? {});
    expect(short(await court.judge(`${API}:1.0`, { cluster: "tools" }))).toBe(
      "undecided transient digest-mismatch",
    );
  });

  test("that turns pages without end is given up after 20", async () => {
    court.front.ecr.ListImageReferrers = (_, count) => ({ referrers: [], nextToken: String(count + 1) });
    expect(short(await judge())).toBe("refused too-many-signatures");
    expect(court.front.operations().filter((name) => name === "ListImageReferrers")).toHaveLength(20);
  });

  test("that lists what is no signature is not believed", async () => {
    court.front.ecr.ListImageReferrers = ({ subjectId }) => ({
      referrers: [
        { digest: subjectId?.imageDigest, mediaType: "x", artifactType: "an/sbom", size: 1 },
        { digest: "none", mediaType: "x", size: 1 },
      ],
    });
    expect(short(await judge())).toBe("refused unsigned");
  });

  test("that does not say how far signing is leaves what is known", async () => {
    const other = court.front.pushNew(API, "other");
    court.front.ecr.DescribeImageSigningStatus = () => fault("AccessDeniedException", "no");
    expect(await court.judge(`${API}@${other}`)).toMatchObject({
      outcome: "refused",
      code: "unsigned",
      message: `${API}@${other} has no signature; whether ECR is still signing it may not be asked: access-denied`,
    });
    court.front.ecr.DescribeImageSigningStatus = throttled;
    expect(short(await court.judge(`${API}@${other}`))).toBe("undecided transient throttled");
  });
});

describe("AWS Signer", () => {
  test.each([
    ["that throttles", () => fault("TooManyRequestsException", "slow down")],
    ["with an error", () => fault("InternalServiceErrorException", "try again")],
    ["that is silent", hang],
    ["with half an answer", () => raw('{"revokedEntities":[')],
  ])("%s leaves a signature undecided for now", async (_, answer) => {
    court.front.signer.GetRevocationStatus = answer;
    expect(await judge()).toMatchObject({
      outcome: "undecided",
      code: "revocation-unknown",
      message: expect.stringMatching(/^AWS Signer gave no answer: /) as string,
      transient: true,
    });
  });

  test("that does not let us ask leaves a signature undecided for now, and says which role lacks what", async () => {
    const said =
      "User: arn:aws:sts::444444444444:assumed-role/supply-chain-ecs-image-verifier/x is not authorized to perform: signer:GetRevocationStatus because no identity-based policy allows the signer:GetRevocationStatus action";
    court.front.signer.GetRevocationStatus = () => fault("AccessDeniedException", said);
    expect(await judge()).toMatchObject({
      outcome: "undecided",
      code: "revocation-denied",
      message: `AWS Signer in eu-central-1 may not be asked: give signer:GetRevocationStatus to the role that asks: ${said}`,
      transient: true,
    });
  });
});

describe("where envelopes are", () => {
  type Lie = (response: ServerResponse) => void;

  test.each<[string, Lie, string]>([
    ["another content", (to) => to.end("{}"), "digest-mismatch"],
    [
      "half of it",
      (to) => to.writeHead(200, { "content-length": "9999" }).write("x", () => to.destroy()),
      "envelope-unreadable",
    ],
    ["an error", (to) => to.writeHead(503).end(), "envelope-unreadable"],
    [
      "a redirect to metadata",
      (to) => to.writeHead(307, { location: "http://169.254.169.254/x" }).end(),
      "envelope-unreadable",
    ],
    ["nothing", (to) => to.destroy(), "envelope-unreadable"],
  ])("with %s leaves it undecided for now", async (_, lie, code) => {
    court.front.blob = (_request, response) => {
      lie(response);
    };
    expect(short(await judge())).toBe(`undecided transient ${code}`);
    expect(court.front.downloads).toHaveLength(1);
  });

  test.each(["LayersNotFoundException", "LayerInaccessibleException"])(
    "is nowhere (%s), and the image is refused",
    async (name) => {
      court.front.ecr.GetDownloadUrlForLayer = () => fault(name, "no such layer");
      expect(short(await judge())).toBe("refused signature-manifest");
    },
  );

  test("a redirect is not followed, not even to where a download may be", async () => {
    const envelope = [...court.front.blobs.values()][0];
    const asked: (string | undefined)[] = [];
    const other = createServer(({ url }, response) => {
      asked.push(url);
      response.end(envelope);
    }).listen(0, "127.0.0.1");
    await once(other, "listening");
    const location = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}/envelope`;
    court.front.blob = (_, response) => response.writeHead(307, { location }).end();
    const outcome = await judge();
    other.closeAllConnections();
    other.close();
    expect(outcome).toMatchObject({
      outcome: "undecided",
      code: "envelope-unreadable",
      message: expect.stringContaining("the status was 307") as string,
      transient: true,
    });
    expect(asked).toEqual([]);
    expect(court.front.downloads).toHaveLength(1);
  });

  test("a server that never ends is given up", async () => {
    court.front.blob = (_, response) => {
      const more = () =>
        void (response.destroyed || response.write("x".repeat(65_536), () => setImmediate(more)));
      more();
    };
    expect(short(await judge())).toBe("refused signature-manifest");
  });

  test.each([
    ["http://127.0.0.1/x", "the address is not one of HTTPS"],
    ["https://127.0.0.1/x", "the address is not public"],
    ["https://169.254.169.254/x", "the address is not public"],
    ["https://[fd00:ec2::254]/x", "the address is not public"],
    ["https://10.0.0.1/x", "the address is not public"],
    ["https://localhost/x", "the address is not public"],
    ["", "the address is not one of HTTPS"],
    [undefined, "the address is not one of HTTPS"],
  ])("at %j is not gone to", async (downloadUrl, reason) => {
    court.front.ecr.GetDownloadUrlForLayer = ({ layerDigest }) => ({ downloadUrl, layerDigest });
    const download = httpFetch(isPublicAddress, ["https:"]);
    expect(await court.judge(`${API}@${digest}`, {}, settingsWith(), { download })).toMatchObject({
      outcome: "undecided",
      code: "envelope-unreadable",
      message: expect.stringContaining(reason) as string,
      transient: true,
    });
  });
});
