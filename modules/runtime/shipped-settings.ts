import { type Location } from "../../aws";
import { NotationError, TrustPolicy } from "../../notation";
import { type Problem, ProblemError } from "../../problem";
import {
  clusterModes,
  CLUSTERS_FILE,
  parseSettings,
  SETTINGS_FILE,
  type VerificationSettings,
  weakPolicy,
} from "../../verification";
import { answeredTooLong } from "./answered-too-long";

/** Texts that lie beside the code. */
export interface ShippedSettings {
  /** What verification knows, in the zip of both verifiers. */
  readonly [SETTINGS_FILE]: string;
  /** The modes of the clusters alone, in the zip of the hook. */
  readonly [CLUSTERS_FILE]: string;
}

/**
 * The texts of the settings, whatever order their keys came in, so that the same settings are the same code.
 *
 * @param path path of the construct, for problems
 * @param today day of the synth, by which entries end too late. @default - the functions alone look
 * @throws ProblemError with what the functions would refuse, `exception-too-long`, `break-glass-too-long`, `trust-policy-invalid` for a policy that no verifier can
 * read, and `weak-policy-…` for one that is too weak for a cluster that blocks
 */
export function shippedSettings(
  path: string,
  { partition, accountId, region }: Location,
  rest: Pick<
    VerificationSettings,
    | "clusters"
    | "unverified"
    | "trustPolicy"
    | "trustStores"
    | "replicas"
    | "exceptions"
    | "breakGlass"
    | "stopLimit"
  >,
  today?: string,
): ShippedSettings {
  const settings = { version: 1, partition, accountId, region, ...rest };
  const at = (problem: Problem): Problem => ({ ...problem, path: `${path}: ${problem.path}` });
  try {
    const parsed = parseSettings(JSON.parse(JSON.stringify(settings)));
    const tooLong = answeredTooLong(parsed, today);
    if (tooLong.length > 0) throw new ProblemError(tooLong);
    const unreadable = policyProblems(parsed);
    if (unreadable.length > 0) throw new ProblemError(unreadable);
    const weak = Object.keys(parsed.clusters).flatMap((cluster) => weakPolicy(parsed, cluster));
    if (weak.length > 0) throw new ProblemError(distinct(weak));
    return { [SETTINGS_FILE]: written(settings), [CLUSTERS_FILE]: written(clusterModes(parsed)) };
  } catch (error) {
    if (error instanceof ProblemError) throw new ProblemError(error.problems.map(at));
    throw error;
  }
}

/** A policy that cannot be read trusts nobody; one without a statement says so on purpose. */
function policyProblems({ trustPolicy }: VerificationSettings): Problem[] {
  const { trustPolicies } = trustPolicy as { readonly trustPolicies?: unknown };
  if (Array.isArray(trustPolicies) && trustPolicies.length === 0) return [];
  try {
    TrustPolicy.parse(Buffer.from(JSON.stringify(trustPolicy)));
    return [];
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    const message = `cannot be read as a trust policy of the Notary Project: ${error.message}`;
    return [{ code: "trust-policy-invalid", path: "trustPolicy", message }];
  }
}

function written(value: unknown): string {
  return `${JSON.stringify(sorted(value))}\n`;
}

/** Two clusters that run the same find the same fault. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.path}`, problem])).values()];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
