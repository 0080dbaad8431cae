import { lookUp } from "../lookup";
import { type Organization, type Repository } from "../schema/organization";
import { didYouMean, namesOf } from "../words";
import { type Check, type Finding } from "./check";
import { signerOf } from "./trusted-profiles";

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
      placesOf(organization, repository).map((finding): Finding => ({
        ...finding,
        path: ["registry", "repositories", name, ...finding.path],
      })),
    ),
};

function placesOf(organization: Organization, repository: Repository): Finding[] {
  const { trustedProfiles, droppedProfiles: dropped } = repository;
  const keys = Object.keys(organization.signing.profiles);
  const signer = signerOf(organization, repository);
  const places = new Map(signer === undefined ? [] : [[signer, "signs what is pushed"]]);
  const findings: Finding[] = [];
  const place = (key: string, is: string, path: Finding["path"]) => {
    const first = places.get(key);
    if (first === undefined) places.set(key, is);
    else {
      findings.push({
        code: "profile-listed-twice",
        path,
        message: `profile ${key} ${first} already`,
        allowed: "each profile once: it signs, is trusted or is dropped",
        change: "remove one of the two",
      });
    }
  };
  for (const [index, key] of trustedProfiles.entries()) {
    const path = ["trustedProfiles", index];
    if (lookUp(organization.signing.profiles, key) === undefined) {
      findings.push({
        code: "unknown-profile",
        path,
        message: `there is no signing profile ${key}`,
        allowed: keys.length === 0 ? "a key of signing.profiles, which has none" : namesOf(keys),
        change: () => didYouMean(key, keys, "add it to signing.profiles"),
      });
    } else place(key, "is trusted", path);
  }
  for (const [index, { profile }] of dropped.entries()) {
    place(profile, "is dropped", ["droppedProfiles", index, "profile"]);
  }
  return findings;
}
