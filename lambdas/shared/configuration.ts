import { type Problem, ProblemError } from "../../problem";

/** How the text of an environment variable becomes a value. */
export interface Variable<T> {
  /** What is allowed, in words. */
  readonly allowed: string;
  /** The value, or `undefined` for a text that is none. */
  parse(text: string): T | undefined;
}

type Values<V extends Readonly<Record<string, Variable<unknown>>>> = {
  readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never;
};

/** A whole number from `min` to `max`, both included. */
export function integer(min: number, max: number): Variable<number> {
  return {
    allowed: `a whole number from ${String(min)} to ${String(max)}`,
    parse: (text) => {
      const value = /^-?\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** A text of a form. */
export function text(form: RegExp, allowed: string): Variable<string> {
  return { allowed, parse: (value) => (form.test(value) ? value : undefined) };
}

/**
 * Reads the configuration of a function, all of it and once, when the function starts.
 *
 * @throws ProblemError `missing-variable`, `invalid-variable`; every variable that is wrong, at once
 */
export function readConfiguration<V extends Readonly<Record<string, Variable<unknown>>>>(
  environment: Readonly<Record<string, string | undefined>>,
  variables: V,
): Values<V> {
  const problems: Problem[] = [];
  const values = Object.entries(variables).map(([name, { allowed, parse }]) => {
    const text = environment[name];
    const value = text === undefined ? undefined : parse(text);
    if (value === undefined) {
      problems.push({
        code: text === undefined ? "missing-variable" : "invalid-variable",
        path: name,
        message:
          text === undefined
            ? "the environment variable is not set"
            : `the environment variable is ${JSON.stringify(text)}`,
        allowed,
        change: "deploy the function with the construct that belongs to it",
      });
    }
    return [name, value] as const;
  });
  if (problems.length > 0) throw new ProblemError(problems);
  return Object.fromEntries(values) as Values<V>;
}
