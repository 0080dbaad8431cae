import { X509Certificate } from "node:crypto";
import { dayOf, daysBetween } from "../aws";
import { shown } from "../config/words";
import { type Note, type Rule } from "./note";

/** Days before the end of a root from which people are told: its successor is somebody else's to send. */
export const ROOT_ENDS_SOON_DAYS = 30;

/** A publisher's root, and the first and last day on which it is valid. */
interface Root {
  readonly subject: string;
  readonly from: string;
  readonly day: string;
}

function rootIn(pem: string): Root {
  const { subject, validFrom, validTo } = new X509Certificate(pem);
  return { subject, from: dayOf(Date.parse(validFrom)), day: dayOf(Date.parse(validTo)) };
}

/**
 * Roots of publishers that have ended or soon will: what is signed below one later is never trusted, and what was
 * signed before only with a timestamp. Somebody has to act where the publisher has no other root that follows.
 */
export const publisherRootsEnd: Rule = ({ verification }, today) =>
  Object.entries(verification.publishers).flatMap(([key, { certificates, timestampAuthorities }]) => {
    if (today === undefined) return [];
    const roots = certificates.map(rootIn);
    const hasTimestamps = timestampAuthorities.length > 0;
    return roots.flatMap((root, index): Note[] => {
      const { day } = root;
      const left = daysBetween(today, day);
      if (left > ROOT_ENDS_SOON_DAYS) return [];
      // One that is valid by the day on which this one ends, or ended.
      const hasSuccessor = roots.some(
        (other) =>
          daysBetween(other.from, left < 0 ? today : day) >= 0 &&
          daysBetween(today, other.day) > ROOT_ENDS_SOON_DAYS,
      );
      const trusted = hasTimestamps ? "only what has a timestamp from before" : "nothing";
      // What was signed before, with a timestamp, may need it for as long as it runs.
      const isDue = !hasSuccessor && (left >= 0 || !hasTimestamps);
      return [
        {
          code: left < 0 ? "publisher-root-expired" : "publisher-root-ends-soon",
          path: `verification.publishers.${key}.certificates[${String(index)}]`,
          message: `the root ${subjectOf(root)} ${left < 0 ? `ended on ${day}:` : `ends on ${day}: then`} ${trusted} is trusted below it`,
          change: `${hasSuccessor ? "" : `ask ${key} for the root that follows and add it, and `}remove this one once nothing that runs needs it`,
          ...(isDue && { due: true }),
        },
      ];
    });
  });

/** Roots that are not valid yet, of publishers that have none that is: until then nothing of them is trusted. */
export const publisherRootsAwaited: Rule = ({ verification }, today) =>
  Object.entries(verification.publishers).flatMap(([key, { certificates }]) => {
    if (today === undefined) return [];
    const roots = certificates.map(rootIn);
    const isAwaited = ({ from }: Root) => daysBetween(today, from) > 0;
    if (!roots.every((root) => isAwaited(root) || daysBetween(today, root.day) < 0)) return [];
    return roots.flatMap((root, index): Note[] =>
      isAwaited(root)
        ? [
            {
              code: "publisher-root-not-yet-valid",
              path: `verification.publishers.${key}.certificates[${String(index)}]`,
              message: `the root ${subjectOf(root)} is valid from ${root.from}: until then nothing is trusted below it`,
            },
          ]
        : [],
    );
  });

function subjectOf({ subject }: Root): string {
  return shown(subject.replaceAll("\n", ", "));
}
