import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type Place } from "../shared/place";
import { type FindingStore } from "../shared/security-hub";
import { type Registry } from "./registry";
import { type Signatures } from "./signatures";

/** What the function works with. */
export interface Surroundings {
  readonly registry: Registry;
  readonly signatures: Signatures;
  readonly hub: FindingStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly place: Place;
  /** Name of the function, under which its metric is kept. */
  readonly watch: string;
  readonly lateAfterMilliseconds: number;
  /** Profiles before and after those that sign, by the repository whose images may carry their signatures. */
  readonly otherProfileArns: ReadonlyMap<string, readonly string[]>;
}
