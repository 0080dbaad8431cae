import { judgeContainers } from "../../../lambdas/ecs-image-verifier/judge-containers";
import { type ImageOutcome, type JudgedImage } from "../../../verification";
import { API } from "../image-verification/support";
import { AT, REVISION } from "./events";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const RUNS = digest("1");
const OTHER = digest("2");

/** What comes of a tag behind which ECS says that `RUNS` runs, when a judge trusts the image that it verified. */
async function afterStart(verified: Pick<JudgedImage, "digest" | "children">): Promise<ImageOutcome[]> {
  const judged = await judgeContainers([{ name: "api", image: `${API}:1.0`, pinned: true }], {
    judge: {
      judge: ({ reference }) =>
        Promise.resolve({
          image: { reference, ...verified },
          outcome: "trusted",
          signature: { digest: digest("3") },
        }),
    },
    stage: "POST_SCALE_UP",
    revision: {
      arn: REVISION,
      partition: "aws",
      region: "eu-central-1",
      accountId: "444444444444",
      cluster: "shop",
      serviceArn: `${AT}:service/shop/api`,
      service: "api",
      taskDefinition: `${AT}:task-definition/api:1`,
      digests: new Map([["api", RUNS]]),
    },
    orDeadline: (work) => work,
    unanswered: () => {
      throw new Error("the judge answers");
    },
  });
  return judged.map(({ outcome }) => outcome);
}

/** The judge is asked for what runs. Should it ever answer for something else, that trusts nothing. */
describe("trust after the start counts for", () => {
  test.each([
    ["the very digest that runs", { digest: RUNS }],
    ["an index that lists the digest", { digest: OTHER, children: [RUNS] }],
  ])("%s", async (_, verified) => {
    expect(await afterStart(verified)).toMatchObject([{ outcome: "trusted" }]);
  });

  test.each([
    ["nothing when another digest was verified", { digest: OTHER }],
    ["nothing when an index was verified that does not list it", { digest: OTHER, children: [OTHER] }],
    ["nothing when no digest was verified", {}],
  ])("%s", async (_, verified) => {
    expect(await afterStart(verified)).toEqual([
      {
        image: { reference: `${API}:1.0`, ...verified, digest: RUNS },
        outcome: "refused",
        code: "running-digest-differs",
        message: `the container api runs ${RUNS}, which is not what was verified`,
      },
    ]);
  });
});
