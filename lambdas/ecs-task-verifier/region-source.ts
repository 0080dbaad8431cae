import { type ECSClient } from "@aws-sdk/client-ecs";
import { taskEcs } from "./ecs";
import { type RegionSource } from "./regions";

/**
 * ECS of every region by its API; calls end when the signal says so.
 *
 * @param ecs makes the client for a region
 */
export function regionSource(ecs: (region: string) => ECSClient, abortSignal: AbortSignal): RegionSource {
  return { clusters: (region) => taskEcs(ecs(region), abortSignal).clusters() };
}
