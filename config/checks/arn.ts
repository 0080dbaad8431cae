import { ACCOUNT_ID, type Partition, partitionOf, REGIONS } from "../../aws";
import { type Path } from "../document";
import { shown } from "../words";
import { type Finding } from "./check";

/** What an ARN of the file must look like, part by part. */
export interface ExpectedArn {
  readonly partition: Partition;
  /** `""` for a global service. @default - any region of the partition */
  readonly region?: string;
  /** @default - any account */
  readonly accountId?: string;
  readonly resource: RegExp;
  /** The resource part as an example shows it. */
  readonly example: string;
}

/** Reports an ARN that is incomplete, or of another partition, account, region or kind than is needed. */
export function arnFindings(path: Path, arn: string, expected: ExpectedArn): Finding[] {
  const [, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
  const resource = rest.join(":");
  const isRegion = REGIONS.some((name) => name === region && partitionOf(name) === expected.partition);
  const wrong = [
    ...differs("partition", partition, partition === expected.partition),
    ...differs("region", region, expected.region === undefined ? isRegion : region === expected.region),
    ...differs(
      "account",
      account,
      expected.accountId === undefined ? ACCOUNT_ID.test(account) : account === expected.accountId,
    ),
    ...differs("resource", resource, expected.resource.test(resource)),
  ];
  if (wrong.length === 0) return [];
  const place = [expected.region ?? (isRegion ? region : "REGION"), expected.accountId ?? "ACCOUNT"].join(
    ":",
  );
  return [
    {
      code: "arn-elsewhere",
      path,
      message: `the ARN names ${wrong.join(", ")}`,
      allowed: `arn:${expected.partition}:${service}:${place}:${expected.example}`,
      change: "use an ARN of this form",
    },
  ];
}

function differs(part: string, found: string, fits: boolean): string[] {
  if (fits) return [];
  return [found === "" ? `no ${part}` : `${part} ${shown(found)}`];
}
