import { type Location } from "../aws";
import { shortHash } from "./fit";

/** What makes a signing profile the one it is: a change of any part makes a new name. */
export interface ProfileIdentity extends Location {
  readonly organizationId: string;
  readonly key: string;
  readonly validity: string;
  readonly generation: number;
}

/**
 * Name of a signing profile: `<key>_<8 hex>`.
 *
 * A cancelled profile keeps its name for ever, so the name changes with everything that replaces the profile;
 * it is computed, because every consumer must know the ARN before the profile exists.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_PutSigningProfile.html
 */
export function profileName(profile: Omit<ProfileIdentity, "partition">): string {
  const { organizationId, accountId, region, key, validity, generation } = profile;
  const digits = shortHash(JSON.stringify([organizationId, accountId, region, key, validity, generation]));
  return `${key.replaceAll("-", "_")}_${digits}`;
}

/** Whether a name is that of a signing profile of this key, whatever its generation and validity. */
export function isProfileNameOf(key: string, name: string): boolean {
  const stem = `${key.replaceAll("-", "_")}_`;
  return name.startsWith(stem) && /^[0-9a-f]{8}$/.test(name.slice(stem.length));
}
