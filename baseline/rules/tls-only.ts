import { uncertainCompanion } from "../companion";
import { deniesPlainText } from "../condition";
import { judgeConnections } from "../connection";
import { type Policy, type Statement } from "../policy";
import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, type Rule } from "../rule";
import { isCertain, type Resource } from "../stack";

interface Carrier {
  readonly type: string;
  readonly policyType: string;
  /** Argument of the policy resource that says whose it is, and the argument that names the carrier. */
  readonly link: readonly [argument: string, nameArgument: string];
  readonly service: string;
  /** Actions that stand for all: a Deny that covers them covers what moves data. */
  readonly actions: readonly string[];
  /** What follows the ARN in the resources that a Deny must name. */
  readonly suffixes: readonly string[];
}

const CARRIERS: readonly Carrier[] = [
  {
    type: "aws_s3_bucket",
    policyType: "aws_s3_bucket_policy",
    link: ["bucket", "bucket"],
    service: "s3",
    actions: ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"],
    suffixes: ["", "/*"],
  },
  {
    type: "aws_sns_topic",
    policyType: "aws_sns_topic_policy",
    link: ["arn", "name"],
    service: "sns",
    actions: ["sns:Publish"],
    suffixes: [""],
  },
  {
    type: "aws_sqs_queue",
    policyType: "aws_sqs_queue_policy",
    link: ["queue_url", "name"],
    service: "sqs",
    actions: ["sqs:ReceiveMessage", "sqs:SendMessage"],
    suffixes: [""],
  },
];

/** Whether a pattern of the policy grammar covers a text; only `*` is a wildcard here. */
function covers(pattern: string, text: string): boolean {
  if (!pattern.includes("*")) return pattern === text;
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

/** How policies may write the carrier's ARN: as a reference, or in letters where its name is known. */
function arnsOf(context: Context, carrier: Resource, service: string): string[] {
  const name = carrier.body[service === "s3" ? "bucket" : "name"];
  const reference = `\${${carrier.address}.arn}`;
  if (typeof name !== "string" || isUnresolved(name)) return [reference];
  const { account } = context.stack.source;
  const region = context.stack.regionOf(carrier);
  const rest = service === "s3" ? `s3:::${name}` : `${service}:${region}:${account}:${name}`;
  return [reference, ...["aws", "aws-us-gov", "aws-cn"].map((partition) => `arn:${partition}:${rest}`)];
}

function denies(statement: Statement, arns: readonly string[], carrier: Carrier): boolean {
  const { actions, effect, notActions, notPrincipals, notResources, principals, resources } = statement;
  return (
    effect === "Deny" &&
    notActions.length + notPrincipals.length + notResources.length === 0 &&
    principals.some(({ kind, value }) => kind === "AWS" && value === "*") &&
    carrier.actions.every((action) =>
      actions.some((pattern) => covers(pattern.toLowerCase(), action.toLowerCase())),
    ) &&
    carrier.suffixes.every((suffix) =>
      arns.some((arn) => resources.some((pattern) => covers(pattern, `${arn}${suffix}`))),
    ) &&
    deniesPlainText(statement)
  );
}

function judge(
  context: Context,
  carrier: Carrier,
  resource: Resource,
  byResource: ReadonlyMap<Resource, readonly Policy[]>,
): Finding[] {
  const { link, policyType, service } = carrier;
  const owners = [resource, ...context.stack.belongingTo(resource, policyType, ...link)];
  const arns = arnsOf(context, resource, service);
  const literal = context.stack
    .ofType(policyType)
    .filter(
      (policy) =>
        arns.includes(String(policy.body[link[0]])) &&
        isCertain(policy) &&
        context.stack.sharePlace(policy, resource),
    );
  const policies = [...new Set([...owners, ...literal])].flatMap((owner) => byResource.get(owner) ?? []);
  if (policies.some(({ statements }) => statements.some((statement) => denies(statement, arns, carrier)))) {
    return [];
  }
  if (context.unreadable.some((policy) => owners.includes(policy.resource))) {
    const message = "whether requests without TLS are denied could not be decided";
    return [{ resource, message, change: "write the policy as JSON with literal statements" }];
  }
  const uncertain = uncertainCompanion(context.stack, resource, [policyType, ...link]);
  if (uncertain.length > 0) return uncertain;
  const change = `add an ${policyType} that denies ${service === "sns" ? "sns:Publish" : `${service}:*`} to everybody where aws:SecureTransport is false, on ${carrier.suffixes.map((suffix) => `ARN${suffix}`).join(" and ")}`;
  return [{ resource, message: "requests without TLS are not denied", change }];
}

function judgeDirectoryBuckets(context: Context): Finding[] {
  return context.stack
    .ofType("aws_s3_directory_bucket")
    .filter((resource) => !excused(context, "tls-only", { resource }))
    .map((resource) => ({
      resource,
      message: "requests without TLS are not denied",
      change: "use an aws_s3_bucket",
    }));
}

/** Nothing travels in plain text. */
export const tlsOnly: Rule = {
  id: "tls-only",
  description:
    "Every bucket, topic and queue has a policy that denies everybody requests without TLS, and neither provider nor backend speaks without it or to an unchecked certificate. Log groups have no policy: the API of CloudWatch Logs speaks only TLS.",
  check: (context) => {
    const byResource = new Map<Resource, Policy[]>();
    for (const policy of context.policies) {
      byResource.set(policy.resource, [...(byResource.get(policy.resource) ?? []), policy]);
    }
    return [
      ...CARRIERS.flatMap((carrier) =>
        context.stack
          .ofType(carrier.type)
          .flatMap((resource) => judge(context, carrier, resource, byResource)),
      ),
      ...judgeDirectoryBuckets(context),
      ...judgeConnections(context.stack),
    ];
  },
};
