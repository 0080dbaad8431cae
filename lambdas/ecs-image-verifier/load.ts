import {
  areSameModes,
  clusterModes,
  type ClusterModes,
  parseClusterModes,
  parseSettings,
  type VerificationSettings,
} from "../../verification";
import { type ImageJudge } from "../image-verification/image-judge";
import { errorMessage } from "../shared/error-message";
import { type Logger } from "../shared/logger";
import { type Clusters, clustersOf } from "./clusters";
import { ConfigurationError } from "./failure";

/** Makes judges by settings. */
export interface JudgeMaker {
  judgeUntil(signal: AbortSignal): ImageJudge;
}

/** What is the same for every call of the function; with settings that cannot be used it throws ConfigurationError. */
export interface Loaded extends JudgeMaker {
  readonly clusters: Clusters;
}

/** What lies beside the code. */
export type ShippedFile = "clusters.json" | "settings.json";

/**
 * Loads the modes of the clusters, and then the settings, which have to say the same of them. It never fails, because
 * ECS would roll back the deployments of every cluster: what is wrong is thrown to each call, which knows whether its
 * cluster only alerts. Without the modes every cluster counts as one that blocks.
 */
export function load(
  read: (file: ShippedFile) => string,
  make: (settings: VerificationSettings) => JudgeMaker,
  log: Logger,
): Loaded {
  let modes: ClusterModes | undefined;
  let maker: JudgeMaker;
  let file: ShippedFile = "clusters.json";
  try {
    modes = parseClusterModes(JSON.parse(read(file)));
    file = "settings.json";
    const settings = parseSettings(JSON.parse(read(file)));
    if (!areSameModes(clusterModes(settings), modes))
      throw new Error("it says something else of the clusters than clusters.json");
    maker = make(settings);
  } catch (error) {
    log.error("cannot start", { file, error });
    const message = `the file ${file} of the function cannot be used: ${errorMessage(error)}`;
    maker = {
      judgeUntil: () => {
        throw new ConfigurationError(message);
      },
    };
  }
  return { clusters: clustersOf(modes), judgeUntil: (signal) => maker.judgeUntil(signal) };
}
