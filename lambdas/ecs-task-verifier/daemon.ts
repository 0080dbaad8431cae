import { DescribeDaemonTaskDefinitionCommand, type ECSClient } from "@aws-sdk/client-ecs";
import { type Container, containersFrom, missing, unfit } from "../image-verification/ecs";

/**
 * All containers of a daemon task definition, at least one.
 *
 * @param arn with the revision
 * @throws Undecided `ecs-missing`, `ecs-answer`, and errors of the SDK
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeDaemonTaskDefinition.html
 */
export async function daemonContainers(
  client: ECSClient,
  arn: string,
  abortSignal: AbortSignal,
): Promise<Container[]> {
  const command = new DescribeDaemonTaskDefinitionCommand({ daemonTaskDefinition: arn });
  const { daemonTaskDefinition: found } = await client.send(command, { abortSignal });
  if (!found) throw missing(`daemon task definition ${arn}`);
  if (found.daemonTaskDefinitionArn !== arn)
    throw unfit(`ECS answers ${arn} with another daemon task definition`);
  return containersFrom(arn, found.containerDefinitions);
}
