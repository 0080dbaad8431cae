import { findWhere } from "../../where";
import { ask, awsOf, refusal, type World } from "./ports";
import { AT, digestOf, findingOf, imageOf, TASK_DEFINITION, taskOf, USE } from "./sample";

describe("live", () => {
  const image = imageOf(1);
  const tasks = [
    taskOf("a1", [{ digest: digestOf(9) }, { digest: image.digest }]),
    taskOf("a2", [{ digest: digestOf(9) }]),
    taskOf("a3", [{}], { status: "PENDING" }),
    taskOf("a4", [{ digest: image.digest }], { taskDefinitionArn: TASK_DEFINITION.replace("42", "41") }),
  ];
  const world: World = { findings: [findingOf(image)], uses: () => [USE], tasks: () => tasks };

  test("adds the tasks of the task definition, and whether they name the digest", async () => {
    const { rows } = await ask("CVE-2024-3094", world, { live: true });
    expect(rows.map((row) => row.tasks)).toEqual([
      [
        { id: "a1", status: "RUNNING", digest: "same" },
        { id: "a2", status: "RUNNING", digest: "other" },
        { id: "a3", status: "PENDING", digest: "unknown" },
      ],
    ]);
  });

  test("asks once for a family in a cluster", async () => {
    const aws = awsOf({ ...world, findings: [1, 2, 3].map((seed) => findingOf(imageOf(seed))) });
    await findWhere(
      { query: { kind: "package", name: "xz-utils" }, regions: ["eu-central-1"], live: true, at: AT },
      aws,
    );
    expect(aws.asked.filter((asked) => asked.startsWith("tasks"))).toEqual(["tasks shop api"]);
  });

  test("leaves rows alone that ECS does not answer for", async () => {
    const { rows, problems } = await ask(
      "CVE-2024-3094",
      {
        ...world,
        tasks: () => {
          throw refusal("role-refused", "sts:AssumeRole");
        },
      },
      { live: true },
    );
    expect(rows.map((row) => "tasks" in row)).toEqual([false]);
    expect(problems.map(({ code }) => code)).toEqual(["role-refused"]);
  });
});
