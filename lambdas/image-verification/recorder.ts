import { type DecisionRecord } from "../../verification";

/** Takes decisions to be told to people later; it never fails, because telling must not change a decision. */
export interface DecisionRecorder {
  record(decisions: readonly DecisionRecord[]): Promise<void>;
}
