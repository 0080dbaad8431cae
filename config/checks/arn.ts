import { type Path } from "../document";
import { shown } from "../words";
import { type Finding } from "./check";

/** What an ARN of the file must look like, part by part. */
export interface ExpectedArn {
  readonly partition: string;
  readonly service: string;
  /** @default - any region, or none for a global service */
  readonly region?: string;
  readonly account: string;
  readonly resource: RegExp;
  /** The resource part as an example shows it. */
  readonly example: string;
}

/** Reports an ARN of another partition, account, region or kind than is needed. */
export function arnFindings(path: Path, arn: string, expected: ExpectedArn): Finding[] {
  const [, partition, service = "", region = "", account, ...rest] = arn.split(":");
  const wrong = [
    ...(partition === expected.partition ? [] : [`partition ${shown(partition ?? "")}`]),
    ...(expected.region === undefined || region === expected.region
      ? []
      : [region === "" ? "no region" : `region ${shown(region)}`]),
    ...(account === expected.account ? [] : [`account ${shown(account ?? "")}`]),
    ...(expected.resource.test(rest.join(":")) ? [] : [`resource ${shown(rest.join(":"))}`]),
  ];
  if (wrong.length === 0) return [];
  const at = expected.region ?? region;
  return [
    {
      code: "arn-elsewhere",
      path,
      message: `the ARN names ${wrong.join(", ")}`,
      allowed: `arn:${expected.partition}:${service}:${at}:${expected.account}:${expected.example}`,
    },
  ];
}
