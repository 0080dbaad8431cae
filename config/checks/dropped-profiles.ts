import { lookUp } from "../lookup";
import { type Organization, type Repository } from "../schema/organization";
import { didYouMean, namesOf } from "../words";
import { type Check, type Finding } from "./check";
import { dropFindings } from "./drop-entry";
import { judgeEvidence } from "./drop-evidence";
import { READS_OF_DROPS } from "./dropped-generations";
import { signerOf } from "./trusted-profiles";

/** Every profile that a repository trusts no more, with the evidence for it. */
const droppedProfiles: Check = {
  reads: READS_OF_DROPS,
  find: (organization, _written, today, findEvidence) =>
    Object.entries(organization.registry.repositories).flatMap(([name, repository]) =>
      repository.droppedProfiles.flatMap((entry, index) => {
        const { profile } = entry;
        return dropFindings(
          entry,
          {
            what: `profile ${profile}`,
            drill: `supply-chain drill ${profile} --evidence FILE`,
            entry: `profile: ${profile}`,
          },
          today,
          findEvidence,
          (evidence, droppedOn) =>
            judgeEvidence(evidence, { profile, repository: name, droppedOn }, organization, today),
        ).map(({ key: part, ...words }) => ({
          path: ["registry", "repositories", name, "droppedProfiles", index, ...(part ? [part] : [])],
          ...words,
        }));
      }),
    ),
};

/** A profile signs what is pushed to a repository, is trusted beside it or is dropped. */
const trustedOnce: Check = {
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

/** Rules over profiles that are, or were, trusted beside the one that signs. */
export const trustedProfileChecks: readonly Check[] = [trustedOnce, droppedProfiles];
