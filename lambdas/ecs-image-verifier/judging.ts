import { type ImageOutcome } from "../../verification";
import { type ServiceRevision } from "../image-verification/ecs";
import { type ImageJudge } from "../image-verification/image-judge";
import { type RevisionDeployment, type VerifiedTags } from "./verified-tags";
import { type Stage } from "./limits";

/** What the containers of a deployment are judged with. */
export interface Judging {
  readonly judge: ImageJudge;
  readonly stage: Stage;
  readonly deployment: RevisionDeployment;
  readonly revision: ServiceRevision;
  readonly verifiedTags: VerifiedTags;
  /** Ends waiting for an answer with an outcome. */
  readonly orDeadline: <T>(work: Promise<T>) => Promise<T>;
}

/** Asks what comes of an image; the same is asked once. */
export type Ask = (reference: string, digest?: string) => Promise<ImageOutcome>;
