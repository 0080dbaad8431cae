import { type Check, type Finding } from "./check";
import { dayFindings, dropFindings } from "./drop-entry";

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

/** What is taken out is said as exactly as it can be, on its day. */
export const droppedReach: Check = {
  reads: ["verification.dropped"],
  find: ({ verification }, _written, today) =>
    verification.dropped.flatMap((entry, index): Finding[] => {
      const path = ["verification", "dropped", index];
      const { repositories, regions, accounts } = entry;
      const days = dayFindings(path, entry, today, false);
      const others = [...(repositories ? ["`repositories`"] : []), ...(accounts ? ["`accounts`"] : [])].join(
        " and ",
      );
      if (regions && others !== "") {
        return [
          {
            code: "drop-without-effect",
            path,
            message: `names \`regions\` and ${others}, and nothing ends that is of both: a region leaves \`registry.replication\` with every image in it, a repository or an account leaves every region`,
            change: `write two entries: one with \`regions\` alone, the other with ${others}`,
          },
          ...days,
        ];
      }
      if (repositories ?? regions ?? accounts) return days;
      return [
        {
          code: "drop-of-everything",
          path,
          message: "names nothing, and would end trust in every image",
          allowed: "at least one of `repositories`, `regions` and `accounts`",
          change: "name what is taken out",
        },
        ...days,
      ];
    }),
};
