import { NotationError } from "../error";

/** The plugin whose work is done here. */
export const SIGNER_PLUGIN = "com.amazonaws.signer.notation.plugin";

/** The version of the plugin whose behaviour this is. */
const EMULATED_VERSION = "1.0.350";

/** Attributes that AWS Signer signs. */
export const SIGNER_ATTRIBUTE = {
  signingProfileVersion: "com.amazonaws.signer.signingProfileVersion",
  signingJob: "com.amazonaws.signer.signingJob",
} as const;

const NUMBER = "(0|[1-9][0-9]*)";
const IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

/**
 * Refuses a signature that asks for a newer plugin than the one whose work is done here.
 *
 * @throws NotationError `plugin-version`
 */
export function checkPluginVersion(minimum: string): void {
  const parts = minimum.length > 256 ? undefined : parse(minimum);
  const emulated = parse(EMULATED_VERSION);
  if (parts === undefined || emulated === undefined) {
    throw new NotationError("plugin-version", "the minimum version of the verification plugin is not SemVer");
  }
  if (compare(emulated, parts) < 0) {
    throw new NotationError(
      "plugin-version",
      `the verification plugin must have at least version ${minimum}; this does the work of ${EMULATED_VERSION}`,
    );
  }
}

type Version = { readonly core: readonly string[]; readonly preRelease: readonly string[] };

function parse(text: string): Version | undefined {
  const [, major, minor, patch, preRelease] = SEMVER.exec(text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return { core: [major, minor, patch], preRelease: preRelease?.split(".") ?? [] };
}

/** Negative when the first is the older one. @see https://semver.org/#spec-item-11 */
function compare(a: Version, b: Version): number {
  const core = compareLists(a.core, b.core);
  if (core !== 0) return core;
  if (a.preRelease.length === 0 || b.preRelease.length === 0)
    return b.preRelease.length - a.preRelease.length;
  return compareLists(a.preRelease, b.preRelease);
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifiers(a: string, b: string): number {
  const [isNumberA, isNumberB] = [a, b].map((text) => /^[0-9]+$/.test(text));
  if (isNumberA && isNumberB && a.length !== b.length) return a.length - b.length;
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
