import { ARCHIVE_AND_RUNNING, coversTagPattern, UNTAGGED_AND_SIGNATURES } from "../aws";
import { type Organization, signerOf } from "../config";
import { type LifecycleNote, lifecycleNotes, lifecyclePreset, lifecycleRules } from "../lifecycle";
import { listedRepositories, type Note, type Rule } from "./note";

type Keep = Organization["registry"]["repositories"][string]["keep"];

const KINDS = ["repositories", "creationTemplates"] as const;

/** What keeps images, and where the file says so: repositories, and templates by which ECR makes some. */
interface Keeper {
  readonly kind: (typeof KINDS)[number];
  readonly name: string;
  readonly keep: Keep;
}

function keepers({ registry }: Organization): Keeper[] {
  return KINDS.flatMap((kind) =>
    Object.entries<{ readonly keep?: Keep }>(registry[kind]).flatMap(([name, { keep }]) =>
      keep ? [{ kind, name, keep }] : [],
    ),
  );
}

/** One note about the repositories and one about the templates whose lifecycle policy has to be known. */
function known(
  code: LifecycleNote["code"],
  does: string,
  concerns: (organization: Organization, keeper: Keeper) => boolean = () => true,
): Rule {
  return (organization) => {
    const found = keepers(organization).filter(
      (keeper) =>
        lifecycleNotes(lifecycleRules(keeper.keep)).some((note) => note.code === code) &&
        concerns(organization, keeper),
    );
    return KINDS.flatMap((kind): Note[] => {
      const names = found.filter((keeper) => keeper.kind === kind).map(({ name }) => name);
      if (names.length === 0) return [];
      const whose = kind === "repositories" ? "" : "what is created by ";
      return [
        {
          code,
          path: `registry.${kind}.*.keep`,
          message: `the lifecycle policy of ${whose}${listedRepositories(names)} ${does}`,
        },
      ];
    });
  };
}

/** Only where there are signatures to lose; what a template brings may be signed by its pusher or its source. */
function holdsSignatures(organization: Organization, { kind, name }: Keeper): boolean {
  const repository = organization.registry.repositories[name];
  return (
    kind === "creationTemplates" ||
    (repository !== undefined && signerOf(organization, repository) !== undefined)
  );
}

/** Each pattern keeps so many images; an image is judged by the first rule that selects it. */
const idleReleaseTags: Rule = (organization) =>
  keepers(organization).flatMap(({ kind, name, keep }) =>
    keep.releases === undefined && keep.archive === undefined
      ? []
      : keep.releaseTags.flatMap((pattern, index) => {
          const before = keep.releaseTags.slice(0, index).find((other) => coversTagPattern(other, pattern));
          if (before === undefined) return [];
          return [
            {
              code: "release-tags-idle",
              path: `registry.${kind}.${name}.keep.releaseTags[${String(index)}]`,
              message: `${pattern} never acts: ${before} before it selects every image that it would`,
            },
          ];
        }),
  );

/** A rule of one's own that comes too late; what the preset does so itself is told by its key. */
const idleRules: Rule = (organization) =>
  keepers(organization).flatMap(({ kind, name, keep }) => {
    if (keep.rules === undefined) return [];
    const told = new Set(lifecycleNotes(lifecyclePreset(keep)).map(({ message }) => message));
    return lifecycleNotes(lifecycleRules(keep))
      .filter(({ code, message }) => code === "release-tags-idle" && !told.has(message))
      .map(({ code, message }) => ({ code, path: `registry.${kind}.${name}.keep.rules`, message }));
  });

/** What has to be known of lifecycle policies. */
export const KEEP_RULES: readonly Rule[] = [
  known("archive-running", `archives images: ${ARCHIVE_AND_RUNNING}`),
  known("untagged-signatures", `selects untagged images: ${UNTAGGED_AND_SIGNATURES}`, holdsSignatures),
  idleReleaseTags,
  idleRules,
];
