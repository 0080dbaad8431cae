import {
  areSameModes,
  clusterModes,
  CLUSTERS_FILE,
  parseClusterModes,
  parseSettings,
  SETTINGS_FILE,
  type VerificationSettings,
} from "../../verification";
import { Undecided } from "../image-verification/failure";
import { type ImageJudge } from "../image-verification/image-judge";
import { errorMessage } from "../shared/error-message";
import { type Logger } from "../shared/logger";
import { type Clusters, clustersOf } from "./clusters";

/** Makes judges by settings. */
export interface JudgeMaker {
  judgeUntil(signal: AbortSignal): ImageJudge;
}

/** What is the same for every call of the function; with settings that cannot be used it throws Undecided `configuration`. */
export interface Loaded extends JudgeMaker {
  readonly clusters: Clusters;
}

/** What lies beside the code. */
export type ShippedFile = typeof CLUSTERS_FILE | typeof SETTINGS_FILE;

/**
 * Loads the modes of the clusters and the settings, which have to say the same of them. It never fails, because ECS
 * would roll back the deployments of every cluster: what is wrong is thrown to each call, which knows whether its
 * cluster only alerts by whichever of the files can be read. Where neither can, every cluster counts as one that
 * blocks.
 */
export function load(
  read: (file: ShippedFile) => string,
  make: (settings: VerificationSettings) => JudgeMaker,
  log: Logger,
): Loaded {
  const failures: Undecided[] = [];
  const using = <T>(file: ShippedFile, use: () => T): T | undefined => {
    try {
      return use();
    } catch (error) {
      log.error("cannot start", { file, error });
      const message = `the file ${file} of the function cannot be used: ${errorMessage(error)}`;
      failures.push(new Undecided("configuration", message, false));
      return undefined;
    }
  };
  const modes = using(CLUSTERS_FILE, () => parseClusterModes(JSON.parse(read(CLUSTERS_FILE))));
  const settings = using(SETTINGS_FILE, () => parseSettings(JSON.parse(read(SETTINGS_FILE))));
  const maker =
    modes &&
    settings &&
    using(SETTINGS_FILE, () => {
      if (!areSameModes(clusterModes(settings), modes))
        throw new Error(`it says something else of the clusters than ${CLUSTERS_FILE}`);
      return make(settings);
    });
  return {
    clusters: clustersOf(modes ?? (settings && clusterModes(settings))),
    judgeUntil: (signal) => {
      if (maker) return maker.judgeUntil(signal);
      throw failures[0] ?? new Undecided("configuration", "the function has no settings", false);
    },
  };
}
