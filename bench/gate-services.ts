import { ECRClient } from "@aws-sdk/client-ecr";
import { SignerClient } from "@aws-sdk/client-signer";
import { SIGNER_TRUST_STORES } from "../aws";
import { type JudgeServices } from "../lambdas/image-verification/services";
import { CLIENT_SETTINGS } from "../lambdas/shared/client-settings";
import { signerTrustStores } from "../notation/signer/trust-stores";
import { httpFetch } from "../notation/http/http-fetch";

/** The services of the function on loopback, where envelopes come over HTTP and signatures have the tests' time. */
export function awsServices(): JudgeServices {
  const loopback = httpFetch((address) => address === "127.0.0.1");
  const ecr = new ECRClient(CLIENT_SETTINGS);
  const signer = new SignerClient({ ...CLIENT_SETTINGS, disableHostPrefix: true });
  const now = Number(process.env["BENCH_NOW"]);
  const root = Buffer.from(process.env["BENCH_ROOT"] ?? "");
  return {
    ecr: () => ecr,
    signer: () => signer,
    download: loopback,
    fetch: loopback,
    signerRoots: { ...signerTrustStores(), [SIGNER_TRUST_STORES.aws]: [root] },
    now: () => now,
  };
}
