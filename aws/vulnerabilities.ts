/** Id of a vulnerability at MITRE. */
export const CVE_ID = /^CVE-\d{4}-\d{4,19}$/;
/** Id of a vulnerability at GitHub. */
export const GHSA_ID = /^GHSA(?:-[0-9a-z]{4}){3}$/;
/** Advisories of distributions: ALAS2-2024-2503, RHSA-2024:1234, DSA-5649-1, USN-6703-1. */
export const ADVISORY_ID = /^[A-Z][A-Z0-9]*-(?=[\w:.-]*\d)[\w:.-]+$/;
/** Name of a package of a distribution or of a language: `xz-utils`, `@scope/name`, `org.example:name`. */
export const PACKAGE_NAME = /^[\w@][\w@./:+~-]*$/;

const inner = ({ source }: RegExp) => source.slice(1, -1);

/** Id of one vulnerability, in the form in which Inspector names it. */
export const VULNERABILITY_ID = new RegExp(
  `^(?:${inner(CVE_ID)}|${inner(GHSA_ID)}|(?!CVE-|GHSA-)${inner(ADVISORY_ID)})$`,
);
