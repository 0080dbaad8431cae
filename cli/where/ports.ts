import { type Aws, type Inspector } from "../../where";
import { type CredentialsOf, type Session } from "../aws/caller";
import { inspectorOf } from "./inspector";
import { registryOf } from "./registry";
import { tasksOf } from "./tasks";

/** AWS as one caller sees it, in some regions. */
export async function awsOf(
  session: Session,
  caller: string,
  regions: readonly string[],
  credentials: CredentialsOf,
): Promise<Aws> {
  const inspectors = new Map<string, Inspector>();
  for (const region of regions) inspectors.set(region, await inspectorOf(session, caller, region));
  return {
    inspector(region) {
      const inspector = inspectors.get(region);
      if (!inspector) throw new RangeError(`${region} is none of ${regions.join(", ")}`);
      return inspector;
    },
    registry: registryOf(session, credentials),
    tasks: tasksOf(session, caller, credentials),
  };
}
