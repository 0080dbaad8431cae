import { parseSettings, type VerificationSettings } from "../../verification";
import { type ImageJudge } from "../image-verification/judge";
import { type Logger } from "../shared/logger";
import { type Clusters, clustersIn } from "./clusters";
import { ConfigurationError, messageOf } from "./failure";

/** Makes judges by settings. */
export interface JudgeMaker {
  judgeUntil(signal: AbortSignal): ImageJudge;
}

/** What is the same for every call of the function; with settings that cannot be used it throws ConfigurationError. */
export interface Loaded extends JudgeMaker {
  readonly clusters: Clusters;
}

/**
 * Loads the settings. It never fails, because ECS would roll back the deployments of every cluster: what is wrong is
 * thrown to each call, which knows whether its cluster only alerts.
 */
export function load(
  read: () => string,
  make: (settings: VerificationSettings) => JudgeMaker,
  log: Logger,
): Loaded {
  let text = "";
  let maker: JudgeMaker;
  try {
    text = read();
    maker = make(parseSettings(JSON.parse(text)));
  } catch (error) {
    log.error("cannot start", { error });
    const message = `the settings of the function cannot be used: ${messageOf(error)}`;
    maker = {
      judgeUntil: () => {
        throw new ConfigurationError(message);
      },
    };
  }
  return { clusters: clustersIn(text), judgeUntil: (signal) => maker.judgeUntil(signal) };
}
