import { type ImageOutcome } from "../../verification";

/** An image that is about to run, or runs. */
export interface ImageRequest {
  /** As the task definition names it. */
  readonly reference: string;
  /** Digest that ECS says it pulled. @default - the reference alone counts */
  readonly digest?: string;
  /** Digest that the tag of the reference meant when the image was pulled. @default - what it means now */
  readonly meant?: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the service. @default - a task of its own */
  readonly service?: string;
}

/** Judges images by the settings; whatever happens, the answer is an outcome and never an error. */
export interface ImageJudge {
  judge(request: ImageRequest): Promise<ImageOutcome>;
}

/** Asks once for each image, however many containers or tasks run it. It must not outlive a call of the function. */
export function judgeOnce(judge: ImageJudge): ImageJudge {
  const known = new Map<string, ReturnType<ImageJudge["judge"]>>();
  return {
    judge: (request) => {
      const { reference, digest, meant, cluster, service } = request;
      const key = JSON.stringify([reference, digest, meant, cluster, service]);
      const outcome = known.get(key) ?? judge.judge(request);
      known.set(key, outcome);
      return outcome;
    },
  };
}
