import type * as Ecr from "@aws-sdk/client-ecr";
import type * as Signer from "@aws-sdk/client-signer";
import { parseRegistryHost } from "../../aws";
import { type AskSigner } from "../../notation/signer/revocation";
import { CLIENT_SETTINGS } from "../aws/caller";
import { installed } from "../aws/sdk";
import { noVerdict } from "./no-verdict";
import { type Credentials } from "./registry/client";

/** As much of the AWS SDK as verifying may need; each client is loaded when it is needed. */
export interface Sdk {
  ecr(): Promise<Pick<typeof Ecr, "ECRClient" | "GetAuthorizationTokenCommand">>;
  signer(): Promise<Pick<typeof Signer, "SignerClient" | "GetRevocationStatusCommand">>;
}

/** The SDK as it is installed. */
export const SDK: Sdk = {
  ecr: () => installed(() => import("@aws-sdk/client-ecr"), ["ecr"]),
  signer: () => installed(() => import("@aws-sdk/client-signer"), ["signer"]),
};

/** Whether a registry is a private one of ECR, which wants to know who asks. */
export function isEcr(registry: string): boolean {
  return parseRegistryHost(registry) !== undefined;
}

/**
 * What ECR lets in who runs the command: AWS's password for its registries, which lasts twelve hours.
 *
 * @throws UnknownAnswer `registry-unauthorized`; ProblemError `sdk-missing`
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
export async function ecrCredentials(registry: string, sdk: Sdk = SDK): Promise<Credentials> {
  const { ECRClient, GetAuthorizationTokenCommand } = await sdk.ecr();
  const client = new ECRClient({ ...CLIENT_SETTINGS, region: parseRegistryHost(registry)?.region ?? "" });
  try {
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
    const text = Buffer.from(authorizationData[0]?.authorizationToken ?? "", "base64").toString();
    const colon = text.indexOf(":");
    if (colon < 1) throw new Error("the token is none");
    return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch (error) {
    const { name, message } = error as Error;
    const said = `AWS gave no password for it (${name}: ${message.slice(0, 200)})`;
    const change = "sign in to AWS, or set NOTATION_USERNAME and NOTATION_PASSWORD";
    throw noVerdict(registry, "registry-unauthorized", said, change);
  } finally {
    client.destroy();
  }
}

/** Asks AWS Signer about revocation, as who runs the command. */
export function askSigner(sdk: Sdk = SDK): AskSigner {
  return async (region, question) => {
    const { SignerClient, GetRevocationStatusCommand } = await sdk.signer();
    const client = new SignerClient({ ...CLIENT_SETTINGS, region });
    try {
      return await client.send(new GetRevocationStatusCommand(question));
    } finally {
      client.destroy();
    }
  };
}
