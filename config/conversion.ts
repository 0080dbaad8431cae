import { COPIED, copied } from "./example";
import { anyOf, shown } from "./words";

type Fits = (candidate: unknown) => boolean;

/** Other ways to write a text, the most likely first. */
type Spellings = (text: string) => string[];

/** How to say the same as a value in a form that fits, if there is one. */
export function conversion(
  value: unknown,
  written: string | undefined,
  fits: Fits,
  spellings: Spellings = corrections,
): string | undefined {
  const text = written ?? String(value);
  switch (typeof value) {
    case "string":
      return ofText(value, fits, spellings) ?? inBrackets(value, text, fits);
    case "number":
    case "boolean":
      if (fits(text)) return `put it in quotes: "${shown(text)}"`;
      return ofNumber(Number(value), fits) ?? inBrackets(value, text, fits);
    default:
      return Array.isArray(value) ? ofList(value, fits) : undefined;
  }
}

function inBrackets(value: unknown, text: string, fits: Fits): string | undefined {
  return fits([value]) ? `put it in brackets: [${shown(text)}]` : undefined;
}

function ofNumber(value: number, fits: Fits): string | undefined {
  const whole = [Math.floor(value), Math.ceil(value)].filter(fits);
  return whole.length === 0 ? undefined : `write ${anyOf(whole.map(String))}`;
}

function ofList([only, ...others]: readonly unknown[], fits: Fits): string | undefined {
  if (typeof only !== "string" || others.length > 0 || !fits(only)) return undefined;
  return `write ${copied(only)} alone, not in a list`;
}

const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["false", false],
  ["no", false],
  ["off", false],
]);

function ofText(value: string, fits: Fits, spellings: Spellings): string | undefined {
  const text = spellings(value).find((candidate) => candidate.length <= COPIED && fits(candidate));
  if (text !== undefined) return `write ${copied(text)}`;
  if (value.length > COPIED) return undefined;
  const other = TRUTH.get(value.toLowerCase()) ?? Number.parseInt(value, 10);
  if (fits(other)) return String(other) === value ? "remove the quotes" : `write ${String(other)}`;
  const entries = value.split(/[, ]+/).filter((entry) => entry !== "");
  return entries.length > 1 && fits(entries) ? `put it in brackets: ${copied(entries)}` : undefined;
}

/** Longest text that may hold a name to be taken out. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
const UNWRAPPED = 2048;
/** ARNs of what the file calls by its name: a role with its path, a cluster, a service, a bucket. */
const NAMED_BY_ARN =
  /^arn:[\w-]+:(?:iam::\d*:role\/|ecs:[\w-]*:\d*:service\/(?:[^/]*\/)?|(?:ecs|eks):[\w-]*:\d*:cluster\/|s3:::)(.+)$/;

/** The same name without what surrounds it: blanks, slashes, the rest of an address or ARN. */
export function unwrappings(text: string): string[] {
  if (text.length > UNWRAPPED) return [];
  const trimmed = text.trim();
  return [
    trimmed,
    NAMED_BY_ARN.exec(trimmed)?.[1] ?? text,
    trimmed.replace(/^(?:\.?\/)+/, ""),
    // A repository by its address, and an account id as the console shows it.
    trimmed.replace(/^(?:https?:\/\/|git@)[^/:]+[/:]/, "").replace(/(?:\.git)?\/?$/, ""),
    /^[\d -]+$/.test(text) ? text.replaceAll(/\D/g, "") : text,
  ].filter((candidate) => candidate !== text);
}

/** What a text may have been meant to be: the same but for its capitals, its separators and what surrounds it. */
export function corrections(text: string): string[] {
  if (text.length > COPIED) return [];
  const small = text.trim().toLowerCase();
  // A path that climbs out leads elsewhere without its dots.
  const climbs = /(?:^|\/)\.\.(?:\/|$)/.test(small);
  const separated = !climbs && /^[a-z0-9].*[a-z0-9]$/.test(small);
  const separators = /[^a-z0-9]+/g;
  return [
    ...unwrappings(text),
    small,
    separated ? small.replaceAll(separators, (run) => run.slice(0, 1)) : text,
    separated ? small.replaceAll(separators, "-") : text,
  ].filter((candidate) => candidate !== text);
}
