import { type ECSClient } from "@aws-sdk/client-ecs";
import { fieldsOf, isObject } from "../../verification/fields";
import { taskEcs } from "./ecs";
import { type OtherRegions, type RegionSource } from "./regions";

/**
 * ECS of every region by its API; calls end when the signal says so.
 *
 * @param ecs makes the client for a region
 */
export function regionSource(ecs: (region: string) => ECSClient, abortSignal: AbortSignal): RegionSource {
  return { clusters: (region) => taskEcs(ecs(region), abortSignal).clusters() };
}

/**
 * Reads the file about other regions.
 *
 * @throws Error for anything else than lists of names
 */
export function parseOtherRegions(text: string): OtherRegions {
  const { watched, named } = fieldsOf(JSON.parse(text));
  const areNames = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((name) => typeof name === "string");
  if (!areNames(watched) || !isObject(named) || !Object.values(named).every(areNames))
    throw new Error("the file about other regions has no known form");
  return { watched, named: named as Record<string, string[]> };
}
