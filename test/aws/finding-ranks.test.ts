import { compareUrgency, type RunningCount, rankOf, type Weight } from "../../aws";

const weight = (words: string, endOfSupport = false): Weight => {
  const [severity, exploit, fix] = words.split(" ") as [Weight["severity"], Weight["exploit"], Weight["fix"]];
  return { severity, exploit, fix, ...(endOfSupport ? { endOfSupport: true } : {}) };
};

test.each([
  ["CRITICAL NO YES", 3, "critical"],
  ["CRITICAL NO NO", 3, "high"],
  ["CRITICAL NO YES", 0, "high"],
  ["CRITICAL NO NO", 0, "other"],
  ["CRITICAL SEEN NO", 0, "critical"],
  ["CRITICAL UNKNOWN UNKNOWN", "unknown", "critical"],
  ["HIGH SEEN NO", 3, "critical"],
  ["HIGH AVAILABLE YES", "unknown", "critical"],
  ["HIGH AVAILABLE YES", 0, "high"],
  ["HIGH NO YES", 1, "high"],
  ["HIGH NO NO", 1, "other"],
  ["UNTRIAGED UNKNOWN UNKNOWN", "unknown", "high"],
  ["UNSCANNED UNKNOWN UNKNOWN", "unknown", "high"],
  ["MEDIUM AVAILABLE YES", 1, "high"],
  ["MEDIUM NO YES", 1, "other"],
  ["LOW SEEN YES", 1, "other"],
  ["NONE NO NO", "unknown", "other"],
] as const)("%s with %s running is %s", (words, running: RunningCount, rank) => {
  expect(rankOf(weight(words), running)).toBe(rank);
});

test.each([
  ["CRITICAL NO NO", 1, "high"],
  ["INFORMATIONAL UNKNOWN NO", "unknown", "high"],
  ["CRITICAL NO NO", 0, "other"],
] as const)("the end of support, %s with %s running, is %s", (words, running: RunningCount, rank) => {
  expect(rankOf(weight(words, true), running)).toBe(rank);
});

test("the rank comes before the severity, and what runs last", () => {
  const rows = [
    { worst: weight("CRITICAL NO NO"), running: 5 },
    { worst: weight("HIGH SEEN YES"), running: 1 },
    { worst: weight("HIGH SEEN YES"), running: "unknown" },
    { worst: weight("CRITICAL NO YES"), running: 1 },
    { worst: weight("CRITICAL NO YES"), running: 0 },
  ] as const;
  expect([...rows].sort(compareUrgency)).toEqual([rows[3], rows[2], rows[1], rows[4], rows[0]]);
});
