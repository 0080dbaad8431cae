import { parseOrganization } from "../../config";
import { lifecycleNotes, lifecyclePreset, type LifecyclePresetProps } from "../../modules/registry";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { type Edit, textOf } from "../config/bad-files/base";

/** Notes of one code about the valid file with some edits. */
const notesOf = (code: string, edits: readonly Edit[]) =>
  notes(parseOrganization(textOf(edits), "organization.yaml"))
    .filter((note) => note.code === code)
    .map(formatProblem);

describe("a replication", () => {
  const pipeline = textOf([]).slice(textOf([]).indexOf("pipelines:"), textOf([]).indexOf("guardrails:"));

  test("of no repository makes no replica", () => {
    const none: Edit[] = [
      ["    shop/api: { pull: [shop] }\n", "    {}\n"],
      [pipeline, ""],
      ["{ type: ecs }", '{ type: ecs, signatures: "off" }'],
      ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
    ];
    expect(notesOf("replicates-nothing", none)).toEqual([
      "registry.replication: nothing is replicated to eu-west-1, and there is no registry, until a repository is declared [replicates-nothing]",
    ]);
    const nowhere: Edit = ["  replication: [eu-west-1]\n", ""];
    expect(notesOf("replicates-nothing", [...none, nowhere])).toEqual([]);
  });

  test("of a repository needs no note", () => {
    expect(notesOf("replicates-nothing", [])).toEqual([]);
  });
});

describe("release tags", () => {
  const keeping = (keep: string): Edit[] => [["{ pull: [shop] }", `{ pull: [shop], keep: ${keep} }`]];

  test.each([
    "{ releases: 3, releaseTags: [v*, v1*] }",
    "{ archive: { unpulledDays: 365 }, releaseTags: [v*, v1*] }",
  ])("behind a wider pattern never act: %s", (keep) => {
    expect(notesOf("release-tags-idle", keeping(keep))).toEqual([
      "registry.repositories.shop/api.keep.releaseTags[1]: v1* never acts: v* before it selects every image that it would [release-tags-idle]",
    ]);
  });

  test.each<LifecyclePresetProps>([
    { releases: 3, releaseTags: ["v*", "v1*"] },
    { archive: { unpulledDays: 365, deleteAfterDays: 365 }, releaseTags: ["v*", "v1*"] },
    { releases: 3, releaseTags: ["v1*", "v*"], protectedTags: ["v1*-lts"] },
  ])("are told as the module tells them: %j", (keep) => {
    const told = lifecycleNotes(lifecyclePreset(keep)).filter(({ code }) => code === "release-tags-idle");
    const planned = notesOf("release-tags-idle", keeping(JSON.stringify(keep)));
    expect(planned.map((note) => note.replace(/^.*?: (.*) \[.*$/, "$1"))).toEqual(
      told.map(({ message }) => message),
    );
  });

  test.each([
    "{ releases: 3, releaseTags: [v1*, v*] }",
    "{ releases: 3, releaseTags: [v*, hotfix-*] }",
    "{ untaggedDays: 3 }",
  ])("that all act need no note: %s", (keep) => {
    expect(notesOf("release-tags-idle", keeping(keep))).toEqual([]);
  });
});

test("what pushes create is known to be unsigned", () => {
  const created = (reasons: string): Edit[] => [
    [
      "  repositories:\n",
      `  creationTemplates: { sandbox: { appliedFor: ${reasons}, regions: [eu-central-1, eu-west-1], push: [{ account: images, role: ci/x }] } }\n  repositories:\n`,
    ],
  ];
  expect(notesOf("created-unsigned", created("[CREATE_ON_PUSH, REPLICATION]"))).toEqual([
    "registry.creationTemplates.sandbox: a push creates repositories that nobody signs and no trust policy names: clusters that ask for signatures refuse what is in them; declare under `repositories` what is to run there [created-unsigned]",
  ]);
  expect(notesOf("created-unsigned", [])).toEqual([]);
});
