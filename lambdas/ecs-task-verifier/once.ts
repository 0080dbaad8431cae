import { type DecisionRecord } from "../../verification";
import { containerOf, findingId } from "../image-verification/finding-id";
import { type DecisionHistory } from "./history";
import { type DecisionRecorder } from "../image-verification/recorder";

/** Keeps once that an image is trusted, however many tasks run it; what could not be kept is tried again. */
export function keepOnce(history: DecisionHistory): DecisionHistory {
  const kept = new Map<string, Promise<void>>();
  return {
    ...history,
    recordTrusted: (image) => {
      const key = JSON.stringify(image);
      const known = kept.get(key);
      if (known !== undefined) return known;
      const keeping = history.recordTrusted(image);
      kept.set(key, keeping);
      keeping.catch(() => kept.delete(key));
      return keeping;
    },
  };
}

/** A recorder that tells the same about many tasks once, and keeps which findings still hold. */
export interface RecorderOnce extends DecisionRecorder {
  /** Ids of the findings about images that are not trusted. */
  readonly holding: ReadonlySet<string>;
}

/** Passes on what is new about an image; what was done to a task always is. */
export function recordOnce(recorder: DecisionRecorder): RecorderOnce {
  const known = new Set<string>();
  const holding = new Set<string>();
  const isNew = (decision: DecisionRecord): boolean => {
    const { outcome, action, code } = decision;
    const id = findingId(decision, decision);
    if (outcome === "refused" || outcome === "undecided" || code === "break-glass") holding.add(id);
    const key = JSON.stringify([id, outcome, action, code, containerOf(decision)]);
    const wasKnown = known.has(key);
    known.add(key);
    return !wasKnown || action === "stop";
  };
  return { holding, record: (decisions) => recorder.record(decisions.filter(isNew)) };
}
