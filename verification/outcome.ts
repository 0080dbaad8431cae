import { type Answerable } from "./settings";

/**
 * What came of one image.
 *
 * - `trusted`: a signature that the policy trusts, from a repository that the cluster may run.
 * - `admitted`: let in by somebody who answers for it, or run by AWS itself.
 * - `refused`: definitely not trusted.
 * - `undecided`: nobody could say; `transient` when asking again may help.
 */
export type ImageOutcome = { readonly image: JudgedImage } & (
  | { readonly outcome: "trusted"; readonly signature: TrustedSignature }
  | { readonly outcome: "admitted"; readonly code: AdmissionCode; readonly answerable?: Answerable }
  | {
      readonly outcome: "refused";
      /** Stable, such as `unsigned`, `tag-refused`, `repository-not-allowed`, or a code of notation/. */
      readonly code: string;
      readonly message: string;
      /** Name of the check of notation/ that failed. */
      readonly check?: string;
    }
  | {
      readonly outcome: "undecided";
      readonly code: string;
      readonly message: string;
      readonly transient: boolean;
    }
);

export type AdmissionCode = "exception" | "break-glass" | "aws-managed";

/** An image as it was asked for, and what was found. */
export interface JudgedImage {
  /** As the task definition or the pod names it. */
  readonly reference: string;
  /** `<registry>/<repository>`. @default - the reference cannot be read */
  readonly repository?: string;
  /** `sha256:…` of the manifest or index that was verified. @default - it was never known */
  readonly digest?: string;
  /** Digests of the manifests of an index. @default - it is none, or was not read */
  readonly children?: readonly string[];
}

/** The signature that decided. */
export interface TrustedSignature {
  /** ARN of the version of the signing profile. @default - AWS Signer did not sign */
  readonly profileVersionArn?: string;
  /** `sha256:…` of the signature's manifest. */
  readonly digest: string;
  /** Repository that held it, when that is the source of a replica. */
  readonly sourceRepository?: string;
}
