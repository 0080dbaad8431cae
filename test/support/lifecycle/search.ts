import fc from "fast-check";
import { type Reading, READINGS, type Repository, type StoredImage } from "./evaluator";
import { type Day, history } from "./history";
import { days, repositories } from "./repositories";

/** fast-check prints it with every counterexample. */
export const SEED = { seed: 20261126 };

/** The readings in which no rule selects a referrer whose subject is there. */
export const DOCUMENTED = READINGS.filter(({ referrersSelected }) => !referrersSelected);

/** The readings in which a rule selects referrers like any other image. */
export const SELECTING = READINGS.filter(({ referrersSelected }) => referrersSelected);

/** What is wrong with the repository after any of the days, in any of the readings. */
export function wrongs(
  policy: string,
  images: readonly StoredImage[],
  when: readonly Day[],
  readings: readonly Reading[],
  wrong: (repository: Repository, reading: Reading) => readonly string[],
): string[] {
  return readings.flatMap((reading) =>
    history(policy, images, when, reading).flatMap((repository) => wrong(repository, reading)),
  );
}

/** Whether images and days are found on which one of the policies does wrong. */
export function counterexample(
  policies: fc.Arbitrary<string>,
  readings: readonly Reading[],
  wrong: (images: readonly StoredImage[], repository: Repository) => readonly string[],
): boolean {
  return fc.check(
    fc.property(
      policies,
      repositories,
      days,
      (policy, images, when) =>
        wrongs(policy, images, when, readings, (repository) => wrong(images, repository)).length === 0,
    ),
    { ...SEED, numRuns: 1000, endOnFailure: true },
  ).failed;
}
