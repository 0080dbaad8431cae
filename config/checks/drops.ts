import { type Check } from "./check";
import { dropFindings } from "./drop-entry";

/** What the checks of drops read. */
const READS = [
  "organization",
  "accounts.*.id",
  "accounts.*.role",
  "accounts.*.regions",
  "accounts.*.clusters",
  "signing.profiles",
  "registry.replication",
  "registry.repositories.*.signedBy",
  "registry.repositories.*.trustedProfiles",
  "registry.repositories.*.droppedProfiles",
] as const;

/** Every generation that is dropped, with the evidence for it. */
export const droppedGenerations: Check = {
  reads: READS,
  find: (organization, _written, today, findEvidence) =>
    Object.entries(organization.signing.profiles).flatMap(([profile, { droppedGenerations: entries }]) =>
      entries.flatMap((entry, index) =>
        dropFindings(
          ["signing", "profiles", profile, "droppedGenerations", index],
          { profile, generation: entry.generation },
          entry,
          organization,
          today,
          findEvidence,
        ),
      ),
    ),
};

/** Every profile that a repository trusts no more, with the evidence for it. */
export const droppedProfiles: Check = {
  reads: READS,
  find: (organization, _written, today, findEvidence) =>
    Object.entries(organization.registry.repositories).flatMap(([repository, { droppedProfiles: entries }]) =>
      entries.flatMap((entry, index) =>
        dropFindings(
          ["registry", "repositories", repository, "droppedProfiles", index],
          { profile: entry.profile, repository },
          entry,
          organization,
          today,
          findEvidence,
        ),
      ),
    ),
};
