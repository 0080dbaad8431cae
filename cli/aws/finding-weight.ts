import { type Fields, fields } from "../../asking/fields";
import {
  END_OF_SUPPORT_TITLES,
  type Exploit,
  type Fix,
  SEVERITIES,
  type Severity,
  type Weight,
} from "../../aws";

/**
 * What a finding of Inspector, or of basic scanning, says about its weight. What is not said in known words is taken
 * for the worse.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
 */
export function weightOf(value: unknown): Weight {
  const finding = fields(value);
  return {
    severity: severityOf(finding["severity"]),
    exploit: exploitOf(finding),
    fix: fixOf(finding["fixAvailable"]),
    ...(endsSupport(finding["title"]) ? { endOfSupport: true } : {}),
  };
}

/** A time, or `undefined` for what is none. */
export function dateOf(value: unknown): Date | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
}

function severityOf(value: unknown): Severity {
  return SEVERITIES.find((severity) => severity === value && severity !== "NONE") ?? "UNTRIAGED";
}

function exploitOf(finding: Fields): Exploit {
  if (dateOf(fields(finding["exploitabilityDetails"])["lastKnownExploitAt"])) return "SEEN";
  if (finding["exploitAvailable"] === "YES") return "AVAILABLE";
  return finding["exploitAvailable"] === "NO" ? "NO" : "UNKNOWN";
}

function fixOf(value: unknown): Fix {
  return value === "YES" || value === "PARTIAL" || value === "NO" ? value : "UNKNOWN";
}

function endsSupport(title: unknown): boolean {
  return typeof title === "string" && END_OF_SUPPORT_TITLES.some((begin) => title.startsWith(begin));
}
