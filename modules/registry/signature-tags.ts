/**
 * Tags under which clients without the referrers API keep the signatures and attestations of an image.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
 * @see https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
 */
const SUFFIXES = ["", ".att", ".sbom", ".sig"];
const HEX_DIGITS = "0123456789abcdef";

/** A signature tag, each position as the characters it may hold. */
function signatureTag(suffix: string): string[] {
  return [..."sha256-", ...Array.from({ length: 64 }, () => HEX_DIGITS), ...suffix];
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

/**
 * Whether a rule with these patterns could select an image only because of its signature tag.
 *
 * ECR wants all patterns matched, each by some tag of the image; a signature has one tag, so it is selected
 * when that tag can match every pattern.
 */
export function couldSelectSignatureTag(patterns: readonly string[]): boolean {
  return SUFFIXES.some((suffix) => {
    const shape = signatureTag(suffix);
    return patterns.every((pattern) => canMatch(pattern, shape));
  });
}
