export {
  MAX_SIGNING_FILTERS,
  type SignatureValidity,
  signingFilters,
  type UnsignedRepositories,
} from "../../aws";
export {
  type KubernetesManifest,
  type TrustedProfiles,
  type TrustPolicyDocument,
  trustPolicyDocument,
  trustPolicyManifest,
  type TrustPolicyProps,
  type TrustPolicyStatement,
  trustPolicyText,
} from "../../trust-policy";
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
export { SigningWatch, type SigningWatchProps } from "./signing-watch";
