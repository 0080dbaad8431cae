import * as ecr from "@aws-sdk/client-ecr";
import * as signer from "@aws-sdk/client-signer";
import { askSigner, ecrCredentials, isEcr, type Sdk } from "../../../cli/verify/aws";
import { signerRevocation } from "../../../notation/signer/revocation";
import { type ProblemError } from "../../../problem";
import { type Answers, type AwsServer, awsService, fault, raw } from "../../support/aws-service";
import { JOB, PROFILE_VERSION, REGISTRY } from "../../support/registry";

let service: AwsServer | undefined;
const regions: unknown[] = [];
const OWN = { credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 };

/** The SDK, with clients that ask the double. */
const sdk: Sdk = {
  ecr: () =>
    Promise.resolve({
      ...ecr,
      ECRClient: class extends ecr.ECRClient {
        constructor(settings: ecr.ECRClientConfig) {
          regions.push(settings.region);
          super({ ...settings, ...OWN, endpoint: service?.endpoint ?? "" });
        }
      } as typeof ecr.ECRClient,
    }),
  signer: () =>
    Promise.resolve({
      ...signer,
      SignerClient: class extends signer.SignerClient {
        constructor(settings: signer.SignerClientConfig) {
          regions.push(settings.region);
          super({ ...settings, ...OWN, endpoint: service?.endpoint ?? "", disableHostPrefix: true });
        }
      } as typeof signer.SignerClient,
    }),
};

beforeEach(() => {
  regions.length = 0;
});
afterEach(async () => {
  await service?.close();
});

async function serveEcr(answers: Answers<typeof ecr>): Promise<void> {
  service = await awsService("ecr", ecr).serve(answers);
}

const tokenOf = (text: string) => ({
  authorizationData: [{ authorizationToken: Buffer.from(text).toString("base64") }],
});

test("a registry of ECR gets AWS's password for its region", async () => {
  await serveEcr({ GetAuthorizationToken: () => tokenOf("AWS:a:b") });
  expect(await ecrCredentials(REGISTRY, sdk)).toEqual({ username: "AWS", password: "a:b" });
  expect(regions).toEqual(["eu-central-1"]);
});

test.each([
  ["no", () => fault("AccessDeniedException", "no"), "AccessDeniedException: no"],
  ["nothing", () => ({}), "Error: the token is none"],
  ["no token", () => tokenOf("x"), "Error: the token is none"],
])("where AWS says %s it is told what to do", async (_, answer, reason) => {
  await serveEcr({ GetAuthorizationToken: answer });
  const error = await ecrCredentials(REGISTRY, sdk).catch((thrown: unknown) => thrown as ProblemError);
  expect((error as ProblemError).problems).toEqual([
    {
      code: "registry-unauthorized",
      path: REGISTRY,
      message: `AWS gave no password for it (${reason})`,
      change: "sign in to AWS, or set NOTATION_USERNAME and NOTATION_PASSWORD",
    },
  ]);
});

test.each([
  [REGISTRY, true],
  ["333333333333.dkr-ecr.eu-central-1.on.aws", true],
  [`${REGISTRY}.example`, false],
  [`example.com/${REGISTRY}`, false],
  ["public.ecr.aws", false],
  ["127.0.0.1:5000", false],
])("%s is of ECR: %s", (registry, expected) => {
  expect(isEcr(registry)).toBe(expected);
});

test.each<[string, Answers<typeof signer>["GetRevocationStatus"], object]>([
  ["nothing revoked", () => ({ revokedEntities: [] }), { status: "good" }],
  // AWS's own plugin for notation looks only whether there are entries.
  ["no list", () => ({}), { status: "good" }],
  ["nothing in the place of the list", () => raw('{"revokedEntities":null}'), { status: "good" }],
  [
    "what is no list",
    () => raw('{"revokedEntities":""}'),
    { status: "unknown", message: "AWS Signer gave no answer: TypeError: revokedEntities is no list" },
  ],
  [
    "the job revoked",
    () => ({ revokedEntities: [JOB] }),
    { status: "revoked", message: `AWS Signer revoked ${JOB}` },
  ],
  [
    "no",
    () => fault("AccessDeniedException", "no"),
    {
      status: "denied",
      message:
        "AWS Signer in eu-central-1 may not be asked: give signer:GetRevocationStatus to the role that asks: no",
    },
  ],
  [
    "an error",
    () => fault("ValidationException", "no"),
    { status: "unknown", message: "AWS Signer gave no answer: ValidationException: no" },
  ],
])("AWS Signer with %s is understood", async (_, answer = () => ({}), expected) => {
  service = await awsService("signer", signer).serve({ GetRevocationStatus: answer });
  const ask = signerRevocation(askSigner(sdk), () => true);
  const question = {
    region: "eu-central-1",
    signatureTimestamp: Date.UTC(2026, 5, 15),
    platformId: "Notation-OCI-SHA384-ECDSA",
    profileVersionArn: PROFILE_VERSION,
    jobArn: JOB,
    certificateHashes: ["ab"],
  } as const;
  expect(await ask(question)).toEqual(expected);
  expect(regions).toEqual(["eu-central-1"]);
});
