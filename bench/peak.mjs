// Preloaded into a measured process: prints its largest resident set when it ends, for measure.ts to read.
process.on("exit", () => {
  process.stderr.write(`${process.env.PEAK_LINE}${String(process.resourceUsage().maxRSS)}\n`);
});
