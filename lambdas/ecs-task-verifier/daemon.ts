import { DescribeDaemonTaskDefinitionCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { type Container, containersFrom, EcsError } from "../image-verification/ecs";

/**
 * All containers of a daemon task definition, at least one.
 *
 * @param arn with the revision
 * @throws EcsError, and errors of the SDK
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeDaemonTaskDefinition.html
 */
export async function daemonContainers(
  client: ECSClient,
  arn: string,
  abortSignal: AbortSignal,
): Promise<Container[]> {
  const command = new DescribeDaemonTaskDefinitionCommand({ daemonTaskDefinition: arn });
  const { daemonTaskDefinition: found } = await client.send(command, { abortSignal });
  if (!found) throw new EcsError("ecs-missing", `ECS does not know the daemon task definition ${arn}`);
  if (found.daemonTaskDefinitionArn !== arn)
    throw new EcsError("ecs-answer", `ECS answers ${arn} with another daemon task definition`);
  return containersFrom(arn, found.containerDefinitions);
}
