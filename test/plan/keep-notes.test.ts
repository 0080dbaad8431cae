import { parseOrganization } from "../../config";
import { lifecycleNotes, lifecyclePreset, type LifecyclePresetProps } from "../../modules/registry";
import { notes } from "../../plan";
import { formatProblem } from "../../problem";
import { type Edit, textOf } from "../config/bad-files/base";
import { allNotesOf as notesWithPipeline, type Change } from "./notes-of";

const allNotesOf = (change: Change) =>
  notesWithPipeline(change).filter(({ code }) => code !== "topic-trusts-eventbridge");

/** Notes of one code about the valid file with some edits. */
const editedNotes = (code: string, edits: readonly Edit[]) =>
  notes(parseOrganization(textOf(edits), "organization.yaml"))
    .filter((note) => note.code === code)
    .map(formatProblem);

describe("lifecycle policies", () => {
  const kept = (keep: string, profiles = "{ release: }") =>
    allNotesOf({ profiles, registry: `{ repositories: { shop/api: ${keep} } }` }).map(formatProblem);
  const archive = "{ keep: { archive: { unpulledDays: 180 } } }";
  const ARCHIVES =
    "registry.repositories.*.keep: the lifecycle policy of shop/api archives images: a running service does not count as a pull, and what it runs cannot be pulled again, by a new task or node, until somebody restores it, which takes up to 20 minutes [archive-running]";
  const UNTAGGED =
    "registry.repositories.*.keep: the lifecycle policy of shop/api selects untagged images: AWS says that signatures go with their image, not that such a rule spares them before; run a lifecycle policy preview on a repository with old signatures first [untagged-signatures]";

  test("that select untagged images are told where images are signed, as by default", () => {
    expect(kept("")).toEqual([UNTAGGED]);
    expect(kept("{ keep: { untaggedDays: 3650 } }")).toEqual([UNTAGGED]);
    expect(kept("", "{}")).toEqual([]);
  });

  test("that archive are told", () => {
    expect(kept(archive)).toEqual([ARCHIVES, UNTAGGED]);
    expect(kept(archive, "{}")).toEqual([ARCHIVES]);
  });

  test("of rules of one's own are told too", () => {
    const keep = (rules: string) => `{ keep: { protectedTags: ["sha256-*"], rules: [${rules}] } }`;
    const any = "{ tagStatus: any, countType: imageCountMoreThan, countNumber: 500 }";
    expect(kept(keep(any))).toEqual([UNTAGGED]);
    const transition =
      '{ tagStatus: tagged, tagPatternList: ["v*"], countType: sinceImagePulled, countNumber: 180, action: transition }';
    expect(kept(keep(transition))).toEqual([ARCHIVES]);
    const idle = "{ tagStatus: tagged, tagPrefixList: [v1], countType: sinceImagePushed, countNumber: 7 }";
    const early =
      '{ tagStatus: tagged, tagPatternList: ["v*"], countType: sinceImagePushed, countNumber: 9 }';
    expect(kept(keep(`${early}, ${idle}`))).toEqual([
      "registry.repositories.shop/api.keep.rules: v1* never acts: v* before it selects every image that it would [release-tags-idle]",
    ]);
  });

  test("of repositories that ECR makes are told too, signed or not as the file cannot say", () => {
    const template = (name: string, keep: string) =>
      `${name}: { appliedFor: [CREATE_ON_PUSH], push: [{ account: images, role: supply-chain/push/x }], keep: ${keep} }`;
    const noted = (keep: string) =>
      allNotesOf({
        profiles: "{}",
        registry: `{ repositories: { shop/api: }, creationTemplates: { ${template("sandbox", keep)}, ${template("ROOT", keep)} } }`,
      })
        .map(formatProblem)
        .filter((note) => !note.endsWith("[created-unsigned]"));
    const ofTemplates = (note: string) =>
      note
        .replace("repositories", "creationTemplates")
        .replace("shop/api", "what is created by sandbox and ROOT");
    expect(noted("{ archive: { unpulledDays: 180 } }")).toEqual([ARCHIVES, UNTAGGED].map(ofTemplates));
    expect(noted("{ untaggedDays: 30 }")).toEqual([ofTemplates(UNTAGGED)]);
    expect(noted("{ releases: 30 }")).toEqual([]);
    const idle = "never acts: v* before it selects every image that it would [release-tags-idle]";
    expect(noted("{ releases: 3, releaseTags: [v*, v1*] }")).toEqual([
      `registry.creationTemplates.sandbox.keep.releaseTags[1]: v1* ${idle}`,
      `registry.creationTemplates.ROOT.keep.releaseTags[1]: v1* ${idle}`,
    ]);
    const rules = `[{ tagStatus: tagged, tagPrefixList: [v1], countType: sinceImagePushed, countNumber: 7 }]`;
    expect(noted(`{ releases: 3, rules: ${rules} }`)).toEqual([
      `registry.creationTemplates.sandbox.keep.rules: v1* ${idle}`,
      `registry.creationTemplates.ROOT.keep.rules: v1* ${idle}`,
    ]);
  });

  test("say what the module says of its rules", () => {
    const rules = lifecyclePreset({ archive: { unpulledDays: 180 } });
    const told = lifecycleNotes(rules).map(({ code, message }) => [code, message]);
    const planned = allNotesOf({ registry: `{ repositories: { shop/api: ${archive} } }` });
    expect(planned.map(({ code, message }) => [code, message.replace(" of shop/api", "")])).toEqual(told);
  });
});

describe("release tags", () => {
  const keeping = (keep: string): Edit[] => [["{ pull: [shop] }", `{ pull: [shop], keep: ${keep} }`]];

  test.each([
    "{ releases: 3, releaseTags: [v*, v1*] }",
    "{ archive: { unpulledDays: 365 }, releaseTags: [v*, v1*] }",
  ])("behind a wider pattern never act: %s", (keep) => {
    expect(editedNotes("release-tags-idle", keeping(keep))).toEqual([
      "registry.repositories.shop/api.keep.releaseTags[1]: v1* never acts: v* before it selects every image that it would [release-tags-idle]",
    ]);
  });

  test.each<LifecyclePresetProps>([
    { releases: 3, releaseTags: ["v*", "v1*"] },
    { archive: { unpulledDays: 365, deleteAfterDays: 365 }, releaseTags: ["v*", "v1*"] },
    { releases: 3, releaseTags: ["v1*", "v*"], protectedTags: ["v1*-lts"] },
  ])("are told as the module tells them: %j", (keep) => {
    const told = lifecycleNotes(lifecyclePreset(keep)).filter(({ code }) => code === "release-tags-idle");
    const planned = editedNotes("release-tags-idle", keeping(JSON.stringify(keep)));
    expect(planned.map((note) => note.replace(/^.*?: (.*) \[.*$/, "$1"))).toEqual(
      told.map(({ message }) => message),
    );
  });

  test.each([
    "{ releases: 3, releaseTags: [v1*, v*] }",
    "{ releases: 3, releaseTags: [v*, hotfix-*] }",
    "{ untaggedDays: 3 }",
  ])("that all act need no note: %s", (keep) => {
    expect(editedNotes("release-tags-idle", keeping(keep))).toEqual([]);
  });
});
