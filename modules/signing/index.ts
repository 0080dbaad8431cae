export {
  MAX_SIGNING_FILTERS,
  type SignatureValidity,
  signingFilters,
  type UnsignedRepositories,
} from "../../aws";
export { ForgottenSigningProfile } from "./forgotten-signing-profile";
export { ManagedSigning } from "./managed-signing";
export { SigningBackfill, type SigningBackfillProps } from "./signing-backfill";
export {
  READ_PROFILE_ACTIONS,
  REVOKE_PROFILE_ACTIONS,
  REVOKE_SIGNATURE_ACTIONS,
  SIGN_ACTIONS,
  SigningProfile,
  type SigningProfileProps,
} from "./signing-profile";
export { type ManagedSigningProps, type SigningRule } from "./signing-rules";
export {
  type TrustedProfiles,
  type TrustPolicyDocument,
  trustPolicyDocument,
  type TrustPolicyProps,
  type TrustPolicyStatement,
} from "./trust-policy";
export { type KubernetesManifest, trustPolicyManifest } from "./trust-policy-manifest";
export { SigningWatch, type SigningWatchProps } from "./signing-watch";
