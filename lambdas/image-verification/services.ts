import { ECRClient } from "@aws-sdk/client-ecr";
import { SignerClient } from "@aws-sdk/client-signer";
import { type Fetch } from "../../notation/http/fetch";
import { httpFetch } from "../../notation/http/http-fetch";
import { signerTrustStores } from "../../notation/signer/trust-stores";
import { type TrustStoreFiles } from "../../notation/trust-store/trust-store";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { BLOB_FETCH } from "../../ecr-signatures/blob";

/** Whom the judge asks. */
export interface JudgeServices {
  /** The client for the registries of a region. */
  ecr(region: string): ECRClient;
  /** The client for the signing profiles of a region. */
  signer(region: string): SignerClient;
  /** Gets envelopes from the presigned addresses that ECR gives: over HTTPS, from public addresses. */
  readonly download: Fetch;
  /** Asks OCSP responders and gets CRLs. */
  readonly fetch: Fetch;
  /** Roots of AWS Signer by trust store; settings never take their place. */
  readonly signerRoots: TrustStoreFiles;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * AWS as it is, one client per region, and the internet within bounds.
 *
 * In a VPC, S3 has to be reached by its gateway endpoint or the internet: private addresses, which an interface
 * endpoint of S3 with private DNS has, are not gone to.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
export function awsServices(): JudgeServices {
  return {
    ecr: oncePer((region) => new ECRClient({ ...CLIENT_SETTINGS, region })),
    signer: oncePer((region) => new SignerClient({ ...CLIENT_SETTINGS, region })),
    download: BLOB_FETCH,
    fetch: httpFetch(),
    signerRoots: signerTrustStores(),
    now: () => Date.now(),
  };
}

function oncePer<T>(make: (region: string) => T): (region: string) => T {
  const made = new Map<string, T>();
  return (region) => {
    const known = made.get(region) ?? make(region);
    made.set(region, known);
    return known;
  };
}
