import {
  type AwsSecurityFinding,
  type AwsSecurityFindingFilters,
  BatchImportFindingsCommand,
  GetFindingsCommand,
  type SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { chunks } from "../../asking/pool";
import { ProblemError } from "../../problem";
import { listed } from "./pages";

/** Whose findings are read, and where. */
export interface FindingSource {
  /** `GeneratorId` of the findings. */
  readonly generator: string;
  readonly accountId: string;
  readonly region: string;
}

/** What a function does with the Security Hub of its account and region. */
export interface FindingStore {
  /** The source's findings that are open, page by page. */
  open(): AsyncIterable<readonly AwsSecurityFinding[]>;
  /** Those of the source's findings with these ids that exist. */
  find(ids: readonly string[]): Promise<AwsSecurityFinding[]>;
  /**
   * Writes findings; the same id again changes the one that is there.
   *
   * @throws ProblemError `finding-refused`, `security-hub-off`
   */
  write(findings: readonly AwsSecurityFinding[]): Promise<void>;
}

/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html */
const WRITE_SIZE = 100;
/** Values of one filter. @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFindingFilters.html */
const FIND_SIZE = 20;
const PAGE_SIZE = 100;
const TEXT_LENGTH = 300;

/** Security Hub by its API; calls end when the signal says so. */
export function findingStore(
  client: SecurityHubClient,
  { generator, accountId, region }: FindingSource,
  abortSignal: AbortSignal,
): FindingStore {
  const equals = (Value: string) => ({ Value, Comparison: "EQUALS" as const });
  // A region that aggregates others has their findings too.
  const own: AwsSecurityFindingFilters = {
    GeneratorId: [equals(generator)],
    AwsAccountId: [equals(accountId)],
    Region: [equals(region)],
  };

  async function* read(filters: AwsSecurityFindingFilters) {
    const question = { Filters: { ...own, ...filters }, MaxResults: PAGE_SIZE };
    const ask = (NextToken?: string) =>
      client.send(new GetFindingsCommand({ ...question, NextToken }), { abortSignal });
    try {
      yield* listed("securityhub:GetFindings", "Findings", ask);
    } catch (error) {
      throw explained("GetFindings", error);
    }
  }

  return {
    open: () => read({ RecordState: [equals("ACTIVE")] }),
    find: async (ids) => {
      const found: AwsSecurityFinding[] = [];
      for (const some of chunks(ids, FIND_SIZE)) {
        for await (const page of read({ Id: some.map(equals) })) found.push(...page);
      }
      return found;
    },
    write: async (findings) => {
      let refusal: ProblemError | undefined;
      for (const Findings of chunks(findings, WRITE_SIZE)) {
        const answer = await client
          .send(new BatchImportFindingsCommand({ Findings }), { abortSignal })
          .catch((error: unknown) => {
            throw explained("BatchImportFindings", error);
          });
        const { FailedCount, FailedFindings: [first] = [] } = answer;
        // The others of the same call were taken, and one that is refused keeps none of the next back.
        if (FailedCount !== 0 || first) refusal ??= refused(FailedCount, first?.Id, first?.ErrorMessage);
      }
      if (refusal) throw refusal;
    },
  };
}

function refused(count: number | undefined, id = "one", message = "it did not say why"): ProblemError {
  return new ProblemError([
    {
      code: "finding-refused",
      path: "securityhub:BatchImportFindings",
      message: `Security Hub refused ${count === undefined ? "findings" : `${String(count)} of the findings`}, first ${id}: ${message.slice(0, TEXT_LENGTH)}`,
    },
  ]);
}

/** Security Hub that is off is a mistake of who deployed, and says so. */
function explained(operation: string, error: unknown): unknown {
  const { name, message = "" } = error as Partial<Error>;
  if (name !== "InvalidAccessException") return error;
  return new ProblemError([
    {
      code: "security-hub-off",
      path: `securityhub:${operation}`,
      message: `Security Hub takes no findings here: ${message.slice(0, TEXT_LENGTH)}`,
      change: "switch Security Hub on in this account and region",
    },
  ]);
}
