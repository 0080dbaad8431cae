export { ManagedSigning, type ManagedSigningProps, type SigningRule } from "./managed-signing";
export { formatProfileArn, parseProfileArn, type ProfileArn } from "./profile-arn";
export { MAX_SIGNING_FILTERS, signingFilters, type UnsignedRepositories } from "./signing-filters";
export {
  READ_PROFILE_ACTIONS,
  REVOKE_PROFILE_ACTIONS,
  REVOKE_SIGNATURE_ACTIONS,
  SIGN_ACTIONS,
  type SignatureValidity,
  SigningProfile,
  type SigningProfileProps,
} from "./signing-profile";
export {
  type TrustedProfiles,
  type TrustPolicyDocument,
  trustPolicyDocument,
  type TrustPolicyProps,
  type TrustPolicyStatement,
} from "./trust-policy";
