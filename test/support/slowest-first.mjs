import Sequencer from "@jest/test-sequencer";

/**
 * What takes minutes: the longest first, then one that waits beside those that compute. Jest orders by what it measured
 * before, and in a fresh clone nothing is measured: by the size of the files the longest would start in the middle.
 */
const SLOWEST = [
  "test/terraform/deploy",
  "test/terraform/signing-watch",
  "test/terraform/validate",
  "test/terraform/plan",
  "test/terraform/rescan-duration",
  "test/notation/mutation-",
];

/** Place in line of a test file: its place among the slowest, or behind all of them. */
function place({ path }) {
  const index = SLOWEST.findIndex((start) => path.replaceAll("\\", "/").includes(`/${start}`));
  return index === -1 ? SLOWEST.length : index;
}

/** Starts the slowest test files first, so that the others run beside them; in the order of Jest otherwise. */
export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => place(a) - place(b));
  }
}
