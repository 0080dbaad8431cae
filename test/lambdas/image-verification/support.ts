import { type BatchGetImageResponse } from "@aws-sdk/client-ecr";
import { type ImageRequest } from "../../../lambdas/image-verification/image-judge";
import { ImageVerification } from "../../../lambdas/image-verification/image-verification";
import { type JudgeServices } from "../../../lambdas/image-verification/services";
import {
  clusterModes,
  type ImageOutcome,
  parseSettings,
  type VerificationSettings,
} from "../../../verification";
import { NOW } from "../../notation/support/pki";
import { httpFetch } from "../../../notation/http/http-fetch";
import { EcrFront, OTHER_VERSION, PROFILE, REGISTRY, ROOT_PEM, type throttled } from "../../support/registry";

export const API = `${REGISTRY}/shop/api`;
export const WEB = `${REGISTRY}/shop/web`;
export const REPLICA = "333333333333.dkr.ecr.eu-west-1.amazonaws.com/shop/api";

/** A statement as the plan renders it. */
export const STATEMENT = {
  name: "release",
  registryScopes: [API, REPLICA],
  signatureVerification: { level: "strict" },
  trustStores: ["signingAuthority:aws-signer-ts"],
  trustedIdentities: [PROFILE],
} as const;

/** Settings of an account with one cluster that blocks, in the form of `settings.json`. */
export const SETTINGS = {
  version: 1,
  partition: "aws",
  accountId: "444444444444",
  region: "eu-central-1",
  clusters: {
    shop: {
      mode: "block",
      tags: "refuse",
      repositories: [API, REPLICA],
      services: { web: [WEB] },
      enforcedSince: "2026-01-01T00:00:00Z",
    },
    tools: {
      mode: "alert",
      tags: "detect",
      repositories: [API],
      services: {},
      enforcedSince: "2026-01-01T00:00:00Z",
    },
  },
  trustPolicy: { version: "1.0", trustPolicies: [STATEMENT] },
  trustStores: {},
  replicas: { [REPLICA]: API },
  exceptions: [],
  breakGlass: [],
};

export function settingsWith(change: Readonly<Record<string, unknown>> = {}): VerificationSettings {
  return parseSettings({ ...SETTINGS, ...change });
}

/** The modes of these settings, as `clusters.json` has them. */
export const CLUSTERS = JSON.stringify(clusterModes(settingsWith()));

/** A registry and a judge of one call that asks it. */
export class Court {
  readonly front = new EcrFront();
  now = NOW;

  async start(): Promise<this> {
    await this.front.start();
    return this;
  }

  services(change: Partial<JudgeServices> = {}): JudgeServices {
    const client = this.front.ecrClient();
    const signer = this.front.signerClient();
    const loopback = httpFetch((address) => address === "127.0.0.1");
    return {
      ecr: () => client,
      signer: () => signer,
      download: loopback,
      fetch: loopback,
      // The test's own root in the place of AWS Signer's.
      signerRoots: { "signingAuthority:aws-signer-ts": [Buffer.from(ROOT_PEM)] },
      now: () => this.now,
      ...change,
    };
  }

  verification(settings = settingsWith(), change: Partial<JudgeServices> = {}): ImageVerification {
    return new ImageVerification(settings, this.services(change));
  }

  /** Answers in the place of the image with a digest or a tag. */
  answer(name: string, reply: () => ReturnType<typeof throttled> | BatchGetImageResponse): void {
    const { BatchGetImage } = this.front.ecr;
    this.front.ecr.BatchGetImage = (input, count) => {
      const { imageDigest, imageTag } = input.imageIds?.[0] ?? {};
      return [imageDigest, imageTag].includes(name) ? reply() : (BatchGetImage?.(input, count) ?? {});
    };
  }

  /** Puts more signatures by somebody else on an image than are verified. */
  bury(digest: string): void {
    for (let count = 0; count < 101; count++) {
      const version = String(count).padStart(3, "0");
      this.front.sign(API, digest, { profileVersionArn: `${OTHER_VERSION.slice(0, -3)}${version}` });
    }
  }

  /** Judges one image in a call of its own; in the cluster `shop` unless told otherwise. */
  judge(
    reference: string,
    request: Partial<ImageRequest> = {},
    settings = settingsWith(),
    change: Partial<JudgeServices> = {},
  ): Promise<ImageOutcome> {
    const judge = this.verification(settings, change).judgeUntil(AbortSignal.timeout(20_000));
    return judge.judge({ reference, cluster: "shop", ...request });
  }
}

/** An outcome in short: what, and why. */
export function short(outcome: ImageOutcome): string {
  if (outcome.outcome === "trusted") return "trusted";
  if (outcome.outcome === "admitted") return `admitted ${outcome.code}`;
  if (outcome.outcome === "undecided")
    return `undecided ${outcome.transient ? "transient " : ""}${outcome.code}`;
  return `refused ${outcome.code}`;
}
