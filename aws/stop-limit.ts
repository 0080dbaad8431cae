/**
 * How many tasks of one service may be stopped in how many minutes for images that were trusted before, and what either
 * may be set to. Ours: without a stop at all a policy would not be enforced, and a window longer than an hour would
 * count the mistake of one day against the next.
 */
export const STOP_LIMIT = {
  stops: { least: 1, usual: 5, most: 100 },
  minutes: { least: 1, usual: 10, most: 60 },
} as const;
