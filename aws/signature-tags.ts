/**
 * Tags under which clients without the referrers API keep the signatures and attestations of an image.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
const SUFFIXES = ["", ".att", ".sbom", ".sig"];
const HEX_DIGITS = "0123456789abcdef";
/** Stands for a digit that no literal character is sure to match. */
const ANY_DIGIT = "?";

const TAG = /^sha256-[0-9a-f]{64}(\.(att|sbom|sig))?$/;

/** Whether clients keep something about an image under a tag, and no image. */
export function isSignatureTag(tag: string): boolean {
  return TAG.test(tag);
}

/** A signature tag, each position as the characters it may hold. */
function signatureTag(suffix: string, digit: string): string[] {
  return [..."sha256-", ...Array.from({ length: 64 }, () => digit), ...suffix];
}

/** Whether a pattern matches at least one text of the given shape; `*` is any run of characters. */
function canMatch(pattern: string, shape: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const character of pattern) {
    const next = new Set<number>();
    for (const position of reachable) {
      if (character === "*") {
        for (let end = position; end <= shape.length; end += 1) next.add(end);
      } else if (shape[position]?.includes(character)) {
        next.add(position + 1);
      }
    }
    reachable = next;
  }
  return reachable.has(shape.length);
}

/** Whether a tag pattern matches every tag that another one matches; `*` is any run of characters. */
export function coversTagPattern(pattern: string, other: string): boolean {
  return canMatch(pattern, [...other]);
}

/**
 * Whether a rule with these patterns could select an image only because of its signature tag.
 *
 * ECR wants all patterns matched, each by some tag of the image; a signature has one tag, so it is selected
 * when that tag can match every pattern.
 */
export function couldSelectSignatureTag(patterns: readonly string[]): boolean {
  return SUFFIXES.some((suffix) => {
    const shape = signatureTag(suffix, HEX_DIGITS);
    return patterns.every((pattern) => canMatch(pattern, shape));
  });
}

/** Whether a rule with these patterns selects every signature tag there can be. */
export function selectsEverySignatureTag(patterns: readonly string[]): boolean {
  return SUFFIXES.every((suffix) =>
    patterns.every((pattern) => canMatch(pattern, signatureTag(suffix, ANY_DIGIT))),
  );
}
