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
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${IDENTIFIER}(?:\\.${IDENTIFIER})*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

/**
 * Refuses a signature that asks for a newer plugin than the one whose work is done here.
 *
 * @throws NotationError `plugin-version`
 */
export function checkPluginVersion(minimum: string): void {
  const parts = minimum.length > 256 ? null : SEMVER.exec(minimum);
  if (parts === null) {
    throw new NotationError("plugin-version", "the minimum version of the verification plugin is not SemVer");
  }
  if (isNewer(parts.slice(1))) {
    throw new NotationError(
      "plugin-version",
      `the verification plugin must have at least version ${minimum}; this does the work of ${EMULATED_VERSION}`,
    );
  }
}

/**
 * A pre-release comes before its release and ours is a release, so the three numbers decide.
 *
 * @see https://semver.org/#spec-item-11
 */
function isNewer(wanted: readonly string[]): boolean {
  for (const [index, ours] of EMULATED_VERSION.split(".").entries()) {
    const difference = BigInt(wanted[index] ?? 0) - BigInt(ours);
    if (difference !== 0n) return difference > 0n;
  }
  return false;
}
