import { Token } from "cdktf";
import { type InspectorScanType, REGIONAL_SCANS, REGIONS_WITHOUT_INSPECTOR } from "../../aws";
import { type Problem } from "../../problem";

/**
 * What Inspector sets to enhanced wherever it scans images, so that nothing else may set it to basic.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html
 */
export const REGISTRY_SCAN_TYPE = "type of ECR scanning";

/** That Inspector is on in an account and region, and for what. */
export const INSPECTOR_ACTIVATION = "Inspector activation";

/** @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html */
const RESOURCE_TYPES: Readonly<Record<InspectorScanType, string>> = {
  ec2: "EC2",
  ecr: "ECR",
  lambda: "LAMBDA",
  "lambda-code": "LAMBDA_CODE",
  "code-repository": "CODE_REPOSITORY",
};

/**
 * How long Terraform waits for Inspector; the provider's five minutes are often too short, and an enabler that
 * ran out of time is destroyed and made again, which switches scanning off in between.
 */
export const INSPECTOR_TIMEOUT = "15m";

/** Inspector's names of the scan types, sorted. */
export function resourceTypesOf(scans: readonly InspectorScanType[]): string[] {
  return [...new Set(scans.map((scan) => RESOURCE_TYPES[scan]))].sort();
}

/** Inspector and its enhanced scanning are not in every region. */
export function inspectorProblems(region: string, path: string): Problem[] {
  if (!REGIONS_WITHOUT_INSPECTOR.has(region)) return [];
  return [
    {
      code: "service-not-in-region",
      path,
      message: `there is no Amazon Inspector in "${region}"`,
      change: "leave Inspector out there, and scan registries in basic mode",
    },
  ];
}

/** Code scanning of Lambda functions is an addition to their standard scanning; scans of code are in some regions only. */
export function scanTypeProblems(
  scans: readonly InspectorScanType[],
  region: string,
  path: string,
): Problem[] {
  const problems: Problem[] = [];
  if (scans.includes("lambda-code") && !scans.includes("lambda")) {
    problems.push({
      code: "lambda-code-needs-lambda",
      path,
      message: "Inspector scans the code of Lambda functions only together with their packages",
      change: 'add "lambda"',
    });
  }
  for (const { scan, what, regions } of REGIONAL_SCANS) {
    if (!scans.includes(scan) || Token.isUnresolved(region) || regions.has(region)) continue;
    problems.push({
      code: "service-not-in-region",
      path,
      message: `Inspector does not scan ${what} in "${region}"`,
      allowed: [...regions].join(", "),
      change: `take "${scan}" out`,
    });
  }
  return problems;
}
