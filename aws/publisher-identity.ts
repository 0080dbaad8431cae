/**
 * A subject of certificates as trust policies of the Notary Project name it: country, state and organization have to be
 * there, because a verifier refuses the whole policy otherwise. What a name may hold besides, it says itself.
 *
 * @see https://github.com/notaryproject/specifications/blob/v1.0.0/specs/trust-store-trust-policy.md#trusted-identities-constraints
 */
export const PUBLISHER_IDENTITY =
  /^x509\.subject: ?(?=(?:[^*\n]*, ?)?C=[^,])(?=(?:[^*\n]*, ?)?ST?=[^,])(?=(?:[^*\n]*, ?)?O=[^,])[A-Z]+=[^*\n]+$/;
