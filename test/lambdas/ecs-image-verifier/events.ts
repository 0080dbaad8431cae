export const AT = "arn:aws:ecs:eu-central-1:444444444444";
export const REVISION = `${AT}:service-revision/shop/api/1`;
export const DEPLOYMENT = `${AT}:service-deployment/shop/api/1`;

/** The event of a lifecycle hook as ECS sends it. */
export function hookEvent({
  cluster = "shop",
  stage = "PRE_SCALE_UP",
  revision = `${AT}:service-revision/${cluster}/api/1`,
  deployment = `${AT}:service-deployment/${cluster}/api/1`,
  serviceArn = `${AT}:service/${cluster}/api`,
  hookDetails,
}: {
  readonly cluster?: string;
  readonly stage?: string;
  readonly revision?: string;
  readonly deployment?: string;
  readonly serviceArn?: string;
  readonly hookDetails?: unknown;
} = {}) {
  return {
    executionId: "execution-1",
    lifecycleStage: stage,
    resourceArn: deployment,
    executionDetails: {
      serviceArn,
      targetServiceRevisionArn: revision,
      testTrafficWeights: {},
      productionTrafficWeights: {},
    },
    ...(hookDetails === undefined ? {} : { hookDetails }),
  };
}
