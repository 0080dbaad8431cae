import { EcrRegistryScanningConfiguration } from "@cdktf/provider-aws/lib/ecr-registry-scanning-configuration";
import { Construct } from "constructs";
import { SCAN_FILTER_LENGTH } from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";
import { inspectorProblems, REGISTRY_SCAN_TYPE } from "./scan-types";

/**
 * What ECR takes as a filter: `^[a-z0-9*](?:[._\-/a-z0-9*]?[a-z0-9*]+)*$`, written so that no text makes the
 * match slow.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html
 */
const SCAN_FILTER = /^[a-z0-9*]+(?:[._/-][a-z0-9*]+)*$/;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html */
const MAX_SCAN_FILTERS = 100;

/** What {@link RegistryScanning} needs to be told. */
export interface RegistryScanningProps {
  /** Account of the registry. */
  readonly accountId: string;
  /** Region of the registry. */
  readonly region: string;
  /** `basic` scans operating system packages once; `enhanced` is Amazon Inspector, which scans again. */
  readonly mode: "basic" | "enhanced";
  /**
   * Filters of the repositories that are scanned when an image is pushed. `*` stands for any characters; a
   * filter without it matches every name that contains it. @default - every repository
   */
  readonly onPush?: readonly string[];
  /**
   * Filters of the repositories that are scanned at push and again whenever a vulnerability becomes known;
   * they win over `onPush`. Only with `enhanced`. @default - none
   */
  readonly continuous?: readonly string[];
}

/**
 * How the images of a whole registry are scanned; a registry has one such setting.
 *
 * A repository that no filter matches is not scanned by enhanced scanning at all, and only by hand by basic
 * scanning.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export class RegistryScanning extends Construct {
  readonly resource: EcrRegistryScanningConfiguration;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`
   * @throws ProblemError `singleton-owned-twice`, `continuous-needs-enhanced`, `nothing-scanned`,
   * `invalid-scan-filter`, `too-many-scan-filters`, `service-not-in-region`
   */
  constructor(scope: Construct, id: string, props: RegistryScanningProps) {
    super(scope, id);
    claimSingleton(this, "ECR scanning configuration", props);
    if (props.mode === "basic") claimSingleton(this, REGISTRY_SCAN_TYPE, props);
    const onPush = sorted(props.onPush ?? ["*"]);
    const continuous = sorted(props.continuous ?? []);
    const problems = [
      ...(props.mode === "enhanced" ? inspectorProblems(props.region, this.node.path) : []),
      ...placeProblems(this.node.path, props),
      ...combinationProblems(props, onPush, continuous, this.node.path),
      ...filterProblems("onPush", onPush, this.node.path),
      ...filterProblems("continuous", continuous, this.node.path),
    ];
    throwProblems(problems);

    this.resource = new EcrRegistryScanningConfiguration(this, "Resource", {
      scanType: props.mode === "enhanced" ? "ENHANCED" : "BASIC",
      rule: [...scanRule("SCAN_ON_PUSH", onPush), ...scanRule("CONTINUOUS_SCAN", continuous)],
    });
  }
}

function sorted(filters: readonly string[]): string[] {
  return [...new Set(filters)].sort();
}

function scanRule(scanFrequency: string, filters: readonly string[]) {
  if (filters.length === 0) return [];
  return [{ scanFrequency, repositoryFilter: filters.map((filter) => ({ filter, filterType: "WILDCARD" })) }];
}

function combinationProblems(
  { mode, accountId, region }: RegistryScanningProps,
  onPush: readonly string[],
  continuous: readonly string[],
  path: string,
): Problem[] {
  if (mode === "basic" && continuous.length > 0) {
    return [
      {
        code: "continuous-needs-enhanced",
        path,
        message: `basic scanning cannot scan ${continuous.join(", ")} continuously`,
        change: 'set mode to "enhanced" or move the filters to onPush',
      },
    ];
  }
  if (onPush.length + continuous.length > 0) return [];
  return [
    {
      code: "nothing-scanned",
      path,
      message: `no image of the registry ${accountId} in ${region} would be scanned by itself`,
      change: 'give onPush or continuous a filter; "*" matches every repository',
    },
  ];
}

function filterProblems(key: "onPush" | "continuous", filters: readonly string[], path: string): Problem[] {
  const problems: Problem[] = filters
    .filter((filter) => filter.length > SCAN_FILTER_LENGTH || !SCAN_FILTER.test(filter))
    .map((filter) => ({
      code: "invalid-scan-filter",
      path,
      message: `"${filter}" in ${key} is not a filter of repository names`,
      allowed: `lower-case letters, digits and *, with single . _ - / between them, at most ${String(SCAN_FILTER_LENGTH)} characters`,
    }));
  if (filters.length > MAX_SCAN_FILTERS) {
    problems.push({
      code: "too-many-scan-filters",
      path,
      message: `${key} has ${String(filters.length)} filters`,
      allowed: `at most ${String(MAX_SCAN_FILTERS)}`,
      change: "use wildcards such as shop/*",
    });
  }
  return problems;
}
