import { type AdmissionEngine } from "../aws";
import { type TrustPolicyDocument } from "./document";

/** An object of Kubernetes. */
export interface KubernetesManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

const NAME = "supply-chain";
/** Type of Notary Project signatures. @see https://github.com/notaryproject/specifications/blob/v1.0.0/specs/signature-specification.md */
const SIGNATURE = "application/vnd.cncf.notary.signature";

/**
 * The trust policy as the admission controllers of EKS read it, each with the same document unchanged: an object
 * `TrustPolicy` for Kyverno with its Notation extension, a `Verifier` for Gatekeeper with Ratify.
 *
 * Ratify takes the certificates of a trust store from the `KeyManagementProvider` of the store's name.
 *
 * @see https://github.com/nirmata/kyverno-notation-aws
 * @see https://ratify.dev/docs/plugins/verifier/notation
 */
export function trustPolicyManifest(
  engine: AdmissionEngine,
  document: TrustPolicyDocument,
): KubernetesManifest {
  const metadata = { name: NAME };
  if (engine === "kyverno") {
    const spec = { ...document };
    return { apiVersion: "notation.nirmata.io/v1alpha1", kind: "TrustPolicy", metadata, spec };
  }
  return {
    apiVersion: "config.ratify.deislabs.io/v1beta1",
    kind: "Verifier",
    metadata: { name: `${NAME}-notation` },
    spec: {
      name: "notation",
      artifactTypes: SIGNATURE,
      parameters: { verificationCertStores: certificateStores(document), trustPolicyDoc: document },
    },
  };
}

/** `signingAuthority:aws-signer-ts` becomes `{ signingAuthority: { "aws-signer-ts": ["aws-signer-ts"] } }`. */
function certificateStores({ trustPolicies }: TrustPolicyDocument): Record<string, Record<string, string[]>> {
  const stores: Record<string, Record<string, string[]>> = {};
  for (const store of trustPolicies.flatMap(({ trustStores }) => trustStores)) {
    const [type = "", name = ""] = store.split(":");
    stores[type] = { ...stores[type], [name]: [name] };
  }
  return stores;
}
