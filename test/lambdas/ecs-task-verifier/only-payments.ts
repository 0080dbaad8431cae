import { TRUSTED } from "./images";
import { type World } from "./support";

/** Lets only tasks of the service payments run any image. */
export function onlyPaymentsMayRun(world: World): void {
  const judge = world.newJudge();
  world.newJudge = () => ({
    judge: async (request) => {
      const { image } = await judge.judge(request);
      return request.service === "payments"
        ? { image, ...TRUSTED }
        : { image, outcome: "refused", code: "repository-not-allowed", message: "not here" };
    },
  });
}
