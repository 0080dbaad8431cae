import { type Organization } from "../config";
import { listed, type Note, type Rule } from "./note";
import { registryLocation } from "./registry-location";

interface Target {
  readonly arn: string;
  readonly service: string;
  readonly accountId: string;
}

/** What the events of repositories are told, each once. */
function targets({ registry }: Organization): Target[] {
  const events = Object.values(registry.repositories).flatMap((repository) =>
    Object.values(repository.events),
  );
  const found = events.map(({ target }): [string, Target] => {
    const [, , service = "", , accountId = ""] = target.split(":");
    return [target, { arn: target, service, accountId }];
  });
  return [...new Map(found).values()];
}

const PATH = "registry.repositories.*.events";
const arnsOf = (found: readonly Target[]) => listed(found.map(({ arn }) => arn));

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
const targetsMustAdmit: Rule = (organization) => {
  const open = targets(organization).filter(({ service }) => ["sns", "sqs"].includes(service));
  if (open.length === 0) return [];
  return [
    {
      code: "event-target-must-admit",
      path: PATH,
      message: `the policy of ${arnsOf(open)} must let events.amazonaws.com in, which no stack of this does: until then what is to be told waits in a queue`,
    },
  ];
};

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html */
const busesMustAdmit: Rule = (organization) => {
  const { accountId } = registryLocation(organization);
  const buses = targets(organization).filter(
    (target) => target.service === "events" && target.accountId !== accountId,
  );
  if (buses.length === 0) return [];
  return [
    {
      code: "event-bus-must-admit",
      path: PATH,
      message: `the policy of ${arnsOf(buses)} must let the account ${accountId} put events, which no stack of this does; a bus on which others may put events too takes forged ones for those of the registry`,
    },
  ];
};

/** Names of repositories and tags, and findings, leave for an account of which the file knows nothing. */
const busesOutside: Rule = (organization) => {
  const known = new Set(Object.values(organization.accounts).map(({ id }) => id));
  return targets(organization)
    .filter(({ service, accountId }) => service === "events" && !known.has(accountId))
    .map(({ arn, accountId }): Note => ({
      code: "event-bus-outside",
      path: PATH,
      message: `${arn} is told what happens, in the account ${accountId} that this file does not name, which may be of another organization`,
      change: "add the account, or name a bus of an account that is in the file",
    }));
};

/**
 * EventBridge publishes to an encrypted topic under no condition on its account or rule.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
const topicsTrustEventBridge: Rule = ({ registry, securityHub, pipelines }) => {
  const told = [
    ...(registry.notify === undefined ? [] : ["registry.notify"]),
    ...(Object.keys(securityHub.notify).length === 0 ? [] : ["securityHub.notify"]),
    ...(Object.keys(pipelines).length === 0 ? [] : ["pipelines"]),
  ];
  const [path] = told;
  if (path === undefined) return [];
  return [
    {
      code: "topic-trusts-eventbridge",
      path,
      message: `the topics of ${listed(told)} let EventBridge publish without naming an account, as it publishes to an encrypted topic under no condition; AWS asks rules of other accounts for a role, and the topics let none in`,
    },
  ];
};

/** What is left open about events. */
export const EVENT_RULES: readonly Rule[] = [
  targetsMustAdmit,
  busesMustAdmit,
  busesOutside,
  topicsTrustEventBridge,
];
