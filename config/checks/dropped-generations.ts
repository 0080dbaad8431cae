import { type Organization } from "../schema/organization";
import { type Check } from "./check";
import { dropFindings } from "./drop-entry";
import { judgeEvidence } from "./drop-evidence";

type Dropped = Organization["signing"]["profiles"][string]["droppedGenerations"][number];

/** What the checks of drops read. */
export const READS_OF_DROPS = [
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
  reads: READS_OF_DROPS,
  find: (organization, _written, today, findEvidence) => {
    const findings = (profile: string, entry: Dropped) => {
      const { generation } = entry;
      const number = String(generation);
      return dropFindings(
        "droppedOn" in entry ? entry : undefined,
        {
          what: `generation ${number}`,
          drill: `supply-chain drill ${profile} --generation ${number} --evidence FILE`,
          entry: `generation: ${number}`,
        },
        today,
        findEvidence,
        (evidence, droppedOn) =>
          judgeEvidence(evidence, { profile, generation, droppedOn }, organization, today),
      );
    };
    return Object.entries(organization.signing.profiles).flatMap(([key, profile]) =>
      profile.droppedGenerations.flatMap((entry, index) =>
        findings(key, entry).map(({ key: part, ...words }) => ({
          path: ["signing", "profiles", key, "droppedGenerations", index, ...(part ? [part] : [])],
          ...words,
        })),
      ),
    );
  },
};
