import { HOOK_STAGES } from "../../verification";

/** The stages at which images are verified: before a task of the new revision starts, and once tasks have started. */
export const STAGES = Object.values(HOOK_STAGES);
export type Stage = (typeof STAGES)[number];

/** How long it is waited for what may pass. */
export interface Limits {
  /** How often "in progress" is answered. */
  readonly attempts: number;
  /** Seconds from the start of the deployment. */
  readonly deadlineSeconds: number;
  /** Seconds between two attempts. */
  readonly callBackDelaySeconds: number;
}

/**
 * A signature is there within a minute or two after the push. At POST_SCALE_UP a deployment has taken the time to
 * start its tasks already.
 */
export const LIMITS: Readonly<Record<Stage, Limits>> = {
  PRE_SCALE_UP: { attempts: 60, deadlineSeconds: 900, callBackDelaySeconds: 15 },
  POST_SCALE_UP: { attempts: 60, deadlineSeconds: 7_200, callBackDelaySeconds: 15 },
};
