/** Who called, as CloudTrail tells it. */
export type Caller =
  | { readonly kind: "role"; readonly arn: string }
  /** Somebody of another account, of whom the owner of the registry is told no more. */
  | { readonly kind: "foreign"; readonly accountId: string }
  /** A user, the root user or a service. */
  | { readonly kind: "other"; readonly text: string }
  /** Whoever an event names that cannot be read, and that may be of another image. */
  | { readonly kind: "unreadable" };

/** One successful `PutImage` of an image. */
export interface PushEvent {
  readonly caller: Caller;
  /** Joins what the two accounts are told of a call from one to the other. */
  readonly sharedId?: string;
}

/** A role that may push. */
export interface Pusher {
  readonly accountId: string;
  readonly arn: string;
}

/** Why something is not signed. */
export interface Refusal {
  readonly code: string;
  readonly why: string;
}

/** Whether an image was pushed by somebody who may push it today. */
export type PusherVerdict = { readonly arn: string } | { readonly refusal: Refusal };

/** CloudTrail keeps events this long. @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const HISTORY_DAYS = 90;

/**
 * Judges who pushed an image. Every push of it that is known must be one of a current pusher, at least one must be
 * known, and none may be unreadable: what nobody can tell is refused.
 *
 * Of a push from another account the registry's own history names the account alone, so the event counts together with
 * the one of the same id in the pusher's history.
 *
 * @param events what all histories say that were asked
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function judgePusher(events: readonly PushEvent[], pushers: readonly Pusher[]): PusherVerdict {
  const told = new Set(
    events.flatMap(({ caller, sharedId }) =>
      caller.kind !== "foreign" && sharedId !== undefined ? [sharedId] : [],
    ),
  );
  const callers = events
    .filter(({ caller, sharedId }) => caller.kind !== "foreign" || !told.has(sharedId ?? ""))
    .map(({ caller }) => caller);
  const current = new Set(pushers.map(({ arn }) => arn));
  const stranger = callers.find((caller) => caller.kind !== "role" || !current.has(caller.arn));
  if (stranger?.kind === "foreign") {
    return refused(
      "unknown-pusher",
      `a role of account ${stranger.accountId} pushed it, and the history of that account does not say which`,
    );
  }
  if (stranger?.kind === "unreadable") {
    return refused(
      "unknown-pusher",
      "CloudTrail has a push of that time that cannot be read, and that may be one of this image",
    );
  }
  if (stranger) {
    const who = stranger.kind === "role" ? stranger.arn : stranger.text;
    return refused(
      "not-a-pusher",
      `${who} pushed it, which the organization's file does not let push to the repository`,
    );
  }
  const [first] = callers;
  if (first?.kind !== "role") {
    return refused(
      "unknown-pusher",
      `CloudTrail does not say who pushed it; it keeps events for ${String(HISTORY_DAYS)} days`,
    );
  }
  return { arn: first.arn };
}

function refused(code: string, why: string): PusherVerdict {
  return { refusal: { code, why } };
}
