import { REGISTRY_HOME_KEYS, registryHome } from "../lookup";
import { type Organization } from "../schema/organization";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";

type Event = Organization["registry"]["repositories"][string]["events"][string];

/** Why a target takes no role, and what to do. */
interface NoRole {
  readonly message: string;
  readonly change: string;
}

const OPENED: NoRole = {
  message: "EventBridge calls a function without a role, by the permission that is made",
  change: "remove it",
};
/**
 * A target of the registry's own account needs none. AWS takes roles for queues and topics, and asks for them across
 * accounts; but one edition of the page below says that deliveries may fail with a role, and the other does not say
 * that this was mended.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
const ADMITTING: NoRole = {
  message:
    "EventBridge reaches a queue or topic of the registry's account by that one's own policy; AWS warns that with a role deliveries may fail, above all to an encrypted one",
  change: "remove it, and let events.amazonaws.com in by the policy of the target",
};

/** What each service calls its targets, and whether EventBridge reaches them with a role. */
const TARGETS: Readonly<
  Record<string, { readonly resource: RegExp; readonly example: string; readonly role: "needed" | NoRole }>
> = {
  events: { resource: /^event-bus\/[\w./-]{1,256}$/, example: "event-bus/NAME", role: "needed" },
  firehose: { resource: /^deliverystream\/[\w.-]{1,64}$/, example: "deliverystream/NAME", role: "needed" },
  kinesis: { resource: /^stream\/[\w.-]{1,128}$/, example: "stream/NAME", role: "needed" },
  lambda: { resource: /^function:[\w-]{1,64}(?::[\w-]{1,128})?$/, example: "function:NAME", role: OPENED },
  sns: { resource: /^[\w-]{1,256}$/, example: "NAME", role: ADMITTING },
  sqs: { resource: /^[\w-]{1,80}$/, example: "NAME", role: ADMITTING },
  states: { resource: /^stateMachine:[\w-]{1,80}$/, example: "stateMachine:NAME", role: "needed" },
};

type PlacedEvent = Event & { readonly at: readonly string[] };

function eventsOf({ registry }: Organization): PlacedEvent[] {
  return Object.entries(registry.repositories).flatMap(([name, { events }]) =>
    Object.entries(events).map(([key, event]) => ({
      ...event,
      at: ["registry", "repositories", name, "events", key],
    })),
  );
}

const serviceOf = ({ target }: Event): string => target.split(":")[2] ?? "";

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html */
const targets: Check = {
  reads: [...REGISTRY_HOME_KEYS, "registry.repositories"],
  find: (organization) => {
    const home = registryHome(organization);
    if (!home) return [];
    return eventsOf(organization).flatMap((event) => {
      const service = serviceOf(event);
      const target = TARGETS[service];
      if (target === undefined) return [];
      // Only an event bus is reached across accounts and regions without a policy that the file does not know.
      const place = service === "events" ? { partition: home.partition } : home;
      return arnFindings([...event.at, "target"], event.target, { ...place, ...target });
    });
  },
};

const roles: Check = {
  reads: ["registry.repositories"],
  find: (organization) =>
    eventsOf(organization).flatMap((event): Finding[] => {
      const needs = TARGETS[serviceOf(event)]?.role;
      if (needs === undefined || (needs === "needed") === (event.role !== undefined)) return [];
      if (needs === "needed") {
        return [
          {
            code: "event-role-missing",
            path: event.at,
            at: "key",
            message: `EventBridge reaches a target of ${serviceOf(event)} only with a role`,
            change: "add `role`: one that events.amazonaws.com assumes and that may reach the target alone",
          },
        ];
      }
      return [{ code: "event-role-superfluous", path: [...event.at, "role"], at: "key", ...needs }];
    }),
};

const findings: Check = {
  reads: ["registry.scanning.mode", "registry.repositories"],
  find: (organization) =>
    organization.registry.scanning.mode === "enhanced"
      ? []
      : eventsOf(organization).flatMap((event): Finding[] =>
          event.on !== "finding"
            ? []
            : [
                {
                  code: "key-without-effect",
                  path: [...event.at, "on"],
                  message: "is finding, which Inspector tells, and basic scanning has no Inspector",
                  allowed: "push or scan",
                  change: "use scan, or set `mode: enhanced` in registry.scanning",
                },
              ],
        ),
};

/** Rules over events of repositories and their targets. */
export const repositoryEventChecks: readonly Check[] = [targets, roles, findings];
