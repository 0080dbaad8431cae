/** Name of a stack, unique because account keys are and layers and regions are fixed words. */
export function stackName(layer: string, account: string, region: string): string {
  return `${layer}-${account}-${region}`;
}
