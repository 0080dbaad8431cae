import { ask } from "./ports";
import { digestOf, findingOf, imageOf, taskOf, USE } from "./sample";

test("of a cluster without details all tasks are asked for, and those of other digests are left out", async () => {
  const { rows } = await ask(
    "CVE-2024-3094",
    {
      findings: [findingOf(imageOf(1))],
      uses: () => [{ ...USE, running: "unknown", workload: { taskDefinitionArn: "unknown", group: "" } }],
      tasks: (_, family) =>
        family === undefined
          ? [
              taskOf("a", [{ digest: digestOf(1) }]),
              taskOf("b", [{ digest: digestOf(2) }]),
              taskOf("c", [{}]),
            ]
          : [],
    },
    { live: true },
  );
  expect(rows.map(({ tasks }) => tasks?.map(({ id, digest }) => [id, digest]))).toEqual([
    [
      ["a", "same"],
      ["c", "unknown"],
    ],
  ]);
});

test("of a cluster without details no task with the digest is unknown, not none", async () => {
  const { rows } = await ask(
    "CVE-2024-3094",
    {
      findings: [findingOf(imageOf(1))],
      uses: () => [{ ...USE, running: "unknown", workload: { taskDefinitionArn: "unknown", group: "" } }],
      tasks: () => [taskOf("b", [{ digest: digestOf(2) }])],
    },
    { live: true },
  );
  expect(rows.map(({ tasks }) => tasks)).toEqual([undefined]);
});
