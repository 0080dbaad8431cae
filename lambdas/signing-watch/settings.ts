import { parseSigningProfileArn, REPOSITORY_NAME } from "../../aws";
import { ProblemError } from "../../problem";
import { isObject } from "../../asking/fields";

/** What the function is shipped with: a file `settings.json` in its zip, which no limit of variables bounds. */
export interface WatchSettings {
  /** Profiles before and after those that sign, by the repository whose images may carry their signatures. */
  readonly otherProfileArns: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads the settings out of the text of their file.
 *
 * @throws ProblemError `invalid-settings`
 */
export function parseSettings(text: string): WatchSettings {
  const value = parsed(text);
  const { otherProfileArns, ...rest } = isObject(value) ? value : {};
  if (!isObject(otherProfileArns) || Object.keys(rest).length > 0) throw invalid("it has another form");
  const entries = Object.entries(otherProfileArns).map(([repository, arns]) => {
    if (!REPOSITORY_NAME.test(repository)) throw invalid(`${JSON.stringify(repository)} is no repository`);
    if (!Array.isArray(arns) || !arns.every(isProfileArn))
      throw invalid(`${repository} has something else than ARNs of signing profiles`);
    return [repository, arns as readonly string[]] as const;
  });
  return { otherProfileArns: new Map(entries) };
}

function isProfileArn(value: unknown): boolean {
  return typeof value === "string" && parseSigningProfileArn(value) !== undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid("it is no JSON");
  }
}

function invalid(message: string): ProblemError {
  return new ProblemError([
    {
      code: "invalid-settings",
      path: "settings.json",
      message,
      allowed: '{"otherProfileArns": {REPOSITORY: [ARN of a signing profile, …], …}}',
      change: "deploy the function with the construct that belongs to it",
    },
  ]);
}
