import { couldSelectSignatureTag, coversTagPattern } from "../../aws";
import { type LifecycleFinding, lifecycleFindings, lifecyclePreset, lifecycleRules } from "../../lifecycle";
import { type Path } from "../document";
import { type Organization } from "../schema/organization";
import { type Check, type Finding, type Written } from "./check";

type Keep = Organization["registry"]["repositories"][string]["keep"];

/** A rule over what repositories keep, those that are declared and those that ECR makes. */
function ofRepositories(find: (keep: Keep, path: Path, written: Written) => readonly Finding[]): Check {
  return {
    reads: ["registry.repositories", "registry.creationTemplates"],
    find: ({ registry }, written) =>
      (["repositories", "creationTemplates"] as const).flatMap((kind) =>
        Object.entries<{ readonly keep?: Keep }>(registry[kind]).flatMap(([name, { keep }]) =>
          keep ? find(keep, ["registry", kind, name, "keep"], written) : [],
        ),
      ),
  };
}

/** Whether releases ever leave by the preset. */
const takesReleases = ({ releases, archive }: Keep): boolean =>
  releases !== undefined || archive !== undefined;

const withoutEffect = ofRepositories((keep, at, written) => {
  const tags = {
    releaseTags: [
      takesReleases(keep),
      "says which tags are releases, but every release is kept",
      "`releases`, the number of releases to keep",
    ],
    protectedTags: [
      takesReleases(keep) || keep.rules !== undefined,
      "protects tags, but nothing tagged ever expires or is archived",
      "`releases` or `archive`",
    ],
  } as const;
  return Object.entries(tags).flatMap(([key, [effect, message, missing]]): Finding[] => {
    const path = [...at, key];
    if (effect || !written(path)) return [];
    return [{ code: "key-without-effect", path, at: "key", message, change: `add ${missing}, or remove it` }];
  });
});

/** A rule over them would take the signatures of images that stay. */
const signatureTags = ofRepositories((keep, at) =>
  keep.releaseTags.flatMap((pattern, index): Finding[] => {
    if (!takesReleases(keep) || !couldSelectSignatureTag([pattern])) return [];
    return [
      {
        code: "signature-tags-selected",
        path: [...at, "releaseTags", index],
        message: `${pattern} also matches tags that hold signatures: sha256-…`,
        allowed: "patterns that match tags of images only",
        change: "use a pattern such as v*",
      },
    ];
  }),
);

/** ECR judges an image by the first rule that selects it, and protection comes first. */
const protectedReleases = ofRepositories((keep, at) =>
  (keep.protectedTags ?? []).flatMap((pattern, index): Finding[] => {
    const covered = keep.releaseTags.find((tags) => coversTagPattern(pattern, tags));
    if (!takesReleases(keep) || covered === undefined) return [];
    return [
      {
        code: "releases-protected",
        path: [...at, "protectedTags", index],
        message: `${pattern} protects every image that the release tags ${covered} select, so none of them would ever go`,
        change: "take it out, or name other `releaseTags`",
      },
    ];
  }),
);

/** ECR keeps the platform images of an index only until the index is expired or archived. */
const archiveAndExpire = ofRepositories((keep, at) =>
  (["releases", "untaggedDays"] as const).flatMap((key): Finding[] => {
    if (keep.archive === undefined || keep[key] === undefined) return [];
    return [
      {
        code: "archive-and-expire",
        path: [...at, key],
        at: "key",
        message: `expires images beside archive: platform images would go before their archived index`,
        allowed: "either archive, or releases and untaggedDays",
        change: "remove it, or remove `archive`",
      },
    ];
  }),
);

/** Rules of one's own: what ECR would refuse of them, and by what images would lose what belongs to them. */
const ownRules = ofRepositories((keep, at) => {
  const mixed =
    keep.archive !== undefined && (keep.releases !== undefined || keep.untaggedDays !== undefined);
  // What the preset alone does wrong is told above.
  if (keep.rules === undefined || mixed) return [];
  const before = lifecyclePreset(keep).length;
  const named = (position: number) =>
    position < before ? "a rule of the other keys" : `rules[${String(position - before)}]`;
  const found = lifecycleFindings(lifecycleRules(keep), ({ position }) => named(position));
  return found.flatMap((finding) => ownRule(finding, at, before));
});

function ownRule({ code, rule, message, allowed }: LifecycleFinding, at: Path, before: number): Finding[] {
  if (rule === undefined) {
    const change = "name fewer tags in fewer rules: one pattern with * stands for many";
    return [{ code, path: [...at, "rules"], at: "key", message, allowed, change }];
  }
  const index = rule.position - before;
  if (index >= 0) return [{ code, path: [...at, "rules", index], message, allowed, change: RULE_CHANGE }];
  if (code === "lifecycle-signature-tags") return [];
  return [{ code, path: at, at: "key", message: `with its rules ${message}`, allowed, change: RULE_CHANGE }];
}

const RULE_CHANGE = "change the rule, or leave it to the other keys of `keep`";

/** Rules over what lifecycle policies keep. */
export const keepChecks: readonly Check[] = [
  withoutEffect,
  signatureTags,
  protectedReleases,
  archiveAndExpire,
  ownRules,
];
