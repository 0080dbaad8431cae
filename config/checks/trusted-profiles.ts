import { type Path } from "../document";
import { lookUp } from "../lookup";
import { type Organization, type Repository } from "../schema/organization";
import { signerOf } from "../signers";
import { didYouMean, namesOf } from "../words";
import { type Check, type Finding } from "./check";
import { listedOnce } from "./listed-once";

/** A profile signs what is pushed to a repository, is trusted beside it or is dropped. */
export const trustedOnce: Check = {
  reads: [
    "signing.profiles",
    "registry.repositories.*.signedBy",
    "registry.repositories.*.trustedProfiles",
    "registry.repositories.*.droppedProfiles",
  ],
  find: (organization) =>
    Object.entries(organization.registry.repositories).flatMap(([name, repository]) =>
      profileFindings(organization, repository, ["registry", "repositories", name]),
    ),
};

function profileFindings(organization: Organization, repository: Repository, path: Path): Finding[] {
  const { trustedProfiles, droppedProfiles } = repository;
  const signer = signerOf(organization, repository);
  const once = listedOnce("profile");
  return [
    ...(signer === undefined ? [] : once(signer, "signs what is pushed", path)),
    ...trustedProfiles.flatMap((key, index) => {
      const at = [...path, "trustedProfiles", index];
      const unknown = unknownProfile(organization, at, key);
      return unknown.length > 0 ? unknown : once(key, "is trusted", at);
    }),
    ...droppedProfiles.flatMap(({ profile }, index) =>
      once(profile, "is dropped", [...path, "droppedProfiles", index, "profile"]),
    ),
  ];
}

/** Reports a signing profile that the file does not have. */
export function unknownProfile({ signing }: Organization, path: Path, key: string): Finding[] {
  if (lookUp(signing.profiles, key) !== undefined) return [];
  const keys = Object.keys(signing.profiles);
  return [
    {
      code: "unknown-profile",
      path,
      message: `there is no signing profile ${key}`,
      allowed: keys.length === 0 ? "a key of signing.profiles, which has none" : namesOf(keys),
      change: () => didYouMean(key, keys, "add it to signing.profiles"),
    },
  ];
}
