import { couldSelectSignatureTag, coversTagPattern } from "../../aws";
import { type Path } from "../document";
import { type Organization } from "../schema/organization";
import { type Check, type Finding, type Written } from "./check";

type Keep = Organization["registry"]["repositories"][string]["keep"];

/** A rule over what each repository keeps. */
function ofRepositories(find: (keep: Keep, path: Path, written: Written) => readonly Finding[]): Check {
  return {
    reads: ["registry.repositories"],
    find: ({ registry }, written) =>
      Object.entries(registry.repositories).flatMap(([name, { keep }]) =>
        find(keep, ["registry", "repositories", name, "keep"], written),
      ),
  };
}

/** Whether anything tagged ever leaves. */
const takesReleases = ({ releases, archive }: Keep): boolean =>
  releases !== undefined || archive !== undefined;

const withoutEffect = ofRepositories((keep, at, written) => {
  const tags = {
    releaseTags: [
      "says which tags are releases, but every release is kept",
      "`releases`, the number of releases to keep",
    ],
    protectedTags: [
      "protects tags, but nothing tagged ever expires or is archived",
      "`releases` or `archive`",
    ],
  } as const;
  return Object.entries(tags).flatMap(([key, [message, missing]]): Finding[] => {
    const path = [...at, key];
    if (takesReleases(keep) || !written(path)) return [];
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

/** Rules over what lifecycle policies keep. */
export const keepChecks: readonly Check[] = [
  withoutEffect,
  signatureTags,
  protectedReleases,
  archiveAndExpire,
];
