import { type Actions, type LevelName } from "./level";
import { type TrustedIdentity } from "./identity";

/** What a trust store holds: roots of signers, of signing authorities, or of timestamping authorities. */
export type TrustStoreType = "ca" | "signingAuthority" | "tsa";

/** A named trust store, written `type:name` in a policy. */
export interface TrustStoreReference {
  readonly type: TrustStoreType;
  readonly name: string;
}

/** A statement of a trust policy, checked and ready to be applied. */
export interface TrustStatement {
  readonly name: string;
  /** `registry/repository`, or `*` alone. */
  readonly registryScopes: readonly string[];
  readonly level: LevelName;
  /** The level's actions with the overrides applied. */
  readonly actions: Actions;
  readonly verifyTimestamp: "always" | "afterCertExpiry";
  readonly trustStores: readonly TrustStoreReference[];
  readonly trustedIdentities: readonly TrustedIdentity[];
}
