import { join } from "node:path";
import { type Deployment } from "../plan";
import { firstNames, type Problem, ProblemError } from "../problem";
import { accountIdsOf, earlierStack } from "./earlier-synth";
import { earlierNames } from "./renamed-stacks";

/** A stack whose name was that of another account's, and that account or this one had or has another name. */
interface Exchanged {
  readonly stack: string;
  readonly key: string;
  readonly was: string;
  readonly is: string;
}

/**
 * Refuses an account under a key that was another account's while one of the two goes on under another key: the state
 * of a stack is found by its name, so the next apply would hold what one account has against the other. What the last
 * synth made for accounts that this one does not know is a sample that somebody tried, and counts for nothing.
 *
 * @param folder folder of the stacks of the last synth
 * @param stacks what is planned now
 * @throws ProblemError `account-key-exchanged`
 */
export function checkExchangedAccounts(
  folder: string,
  stacks: readonly {
    readonly deployment: Pick<Deployment, "name" | "account">;
    readonly terraform: unknown;
  }[],
): void {
  const others = stacks.flatMap(({ deployment: { name, account }, terraform }) => {
    const was = accountIdsOf(earlierStack(folder, name))[0];
    return was === undefined || was === account.id
      ? []
      : [{ stack: name, key: account.key, was, is: account.id, terraform }];
  });
  if (others.length === 0) return;
  const earlierName = earlierNames(folder);
  const now = new Set(stacks.map(({ deployment }) => deployment.account.id));
  const exchanged = others.filter(
    ({ stack, was, terraform }) => now.has(was) || earlierName(stack, terraform) !== undefined,
  );
  const keys = [...new Set(exchanged.map(({ key }) => key))];
  if (keys.length === 0) return;
  throw new ProblemError(
    keys.map((key) =>
      problemOf(
        folder,
        exchanged.filter((one) => one.key === key),
      ),
    ),
  );
}

function problemOf(folder: string, exchanged: readonly Exchanged[]): Problem {
  const [{ key, was, is } = { key: "", was: "", is: "" }] = exchanged;
  const stacks = exchanged.map(({ stack }) => stack);
  return {
    code: "account-key-exchanged",
    path: `accounts.${key}.id`,
    message: `is ${is}, and was ${was} at the last synth, from which the state of ${firstNames(stacks)} is`,
    change: `give each account the key it had, or one that no account had, and move its state (docs/deployment.md, Changing and removing); where the last synth was never applied, or the state is moved already, remove ${firstNames(stacks.map((stack) => join(folder, stack)))}`,
  };
}
