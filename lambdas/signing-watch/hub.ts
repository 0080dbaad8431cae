import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  paginateGetFindings,
  type SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { ProblemError } from "../../problem";
import { GENERATOR, type Place } from "./findings";

/** What the function does with Security Hub. */
export interface Hub {
  /** Our own findings that are open, page by page. */
  open(): AsyncIterable<AwsSecurityFinding[]>;
  /** Those of the findings with these ids that exist. */
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

/** Security Hub of the function's account and region; calls end when the signal says so. */
export function hubOf(client: SecurityHubClient, place: Place, abortSignal: AbortSignal): Hub {
  const options = { abortSignal };
  const paging = { client, pageSize: PAGE_SIZE, stopOnSameToken: true };
  const equals = (Value: string) => ({ Value, Comparison: "EQUALS" as const });
  const own = { GeneratorId: [equals(GENERATOR)], AwsAccountId: [equals(place.accountId)] };

  async function* read(filters: object) {
    const pages = paginateGetFindings(paging, { Filters: { ...own, ...filters } }, options);
    try {
      for await (const { Findings = [] } of pages) yield Findings;
    } catch (error) {
      throw explained("GetFindings", error);
    }
  }

  return {
    // Aggregated regions show up too, under ids that say so.
    open: () => read({ RecordState: [equals("ACTIVE")], Region: [equals(place.region)] }),
    find: async (ids) => {
      const found: AwsSecurityFinding[] = [];
      for (const part of parts(ids, FIND_SIZE)) {
        for await (const page of read({ Id: part.map(equals) })) found.push(...page);
      }
      return found;
    },
    write: async (findings) => {
      for (const Findings of parts(findings, WRITE_SIZE)) {
        const { FailedCount = 0, FailedFindings = [] } = await client
          .send(new BatchImportFindingsCommand({ Findings }), options)
          .catch((error: unknown) => {
            throw explained("BatchImportFindings", error);
          });
        if (FailedCount > 0) throw refused(FailedCount, FailedFindings[0]);
      }
    },
  };
}

function parts<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function refused(
  count: number,
  first: { readonly Id?: string | undefined; readonly ErrorMessage?: string | undefined } = {},
): ProblemError {
  return new ProblemError([
    {
      code: "finding-refused",
      path: "securityhub:BatchImportFindings",
      message: `Security Hub refused ${String(count)} findings, first ${first.Id ?? "one"}: ${(first.ErrorMessage ?? "").slice(0, TEXT_LENGTH)}`,
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
