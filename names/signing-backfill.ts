import { type GlobalLocation, roleArn } from "../aws";
import { PUSH_ROLE_PATH } from "./role-path";

/** Name of the role that signs images after the fact, under {@link PUSH_ROLE_PATH}. */
export const SIGNING_BACKFILL_ROLE_NAME = "supply-chain-signing-backfill";

/** Log group that keeps one record for every image that somebody asked to have signed after the fact. */
export const SIGNING_BACKFILL_LOG_GROUP = "/supply-chain/signing-backfill";

/** ARN of the role that signs images after the fact in a registry account. */
export function signingBackfillRoleArn(at: GlobalLocation): string {
  return roleArn(at, SIGNING_BACKFILL_ROLE_NAME, PUSH_ROLE_PATH);
}
