import { NotationError } from "../notation/error";
import { type JsonObject, type JsonValue, parseJson } from "../notation/json";

/** Members that readers know, lest one of them stands there in another case alone. */
const KNOWN = [
  "annotations",
  "architecture",
  "artifactType",
  "config",
  "digest",
  "layers",
  "manifests",
  "mediaType",
  "os",
  "platform",
  "size",
  "subject",
];
const BY_FOLDED = new Map(KNOWN.map((name) => [fold(name), name]));

/**
 * Why two readers may take a manifest for two things: of equal members some take the first and some the last, Go's
 * take a member whatever its case, and what is an index for one may be an image for another.
 *
 * @returns what it is, as in "it ...", or `undefined` where all of them read the same
 * @see https://pkg.go.dev/encoding/json#Unmarshal
 * @see https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh
 */
export function ambiguityOf(text: string): string | undefined {
  let manifest: JsonValue;
  try {
    manifest = parseJson(Buffer.from(text));
  } catch (error) {
    if (error instanceof NotationError) return `is not JSON that every reader takes: it ${error.message}`;
    throw error;
  }
  if (!(manifest instanceof Map)) return "is not an object of JSON";
  const root = manifest as JsonObject;
  if (root.has("manifests") && ["config", "layers", "fsLayers"].some((name) => root.has(name))) {
    return "is an index and an image at once";
  }
  return twoCases(manifest);
}

/** A member in two cases, or a known one in another case than its own, at any depth. */
function twoCases(value: JsonValue): string | undefined {
  if (Array.isArray(value)) return firstOf(value as readonly JsonValue[]);
  if (!(value instanceof Map)) return undefined;
  const object = value as JsonObject;
  const seen = new Map<string, string>();
  for (const name of object.keys()) {
    const other = seen.get(fold(name)) ?? BY_FOLDED.get(fold(name)) ?? name;
    if (other !== name) return `has the member ${shown(name)}, which some readers take for ${shown(other)}`;
    seen.set(fold(name), name);
  }
  // The names of annotations are free, and every reader takes them as they are.
  return firstOf([...object].filter(([name]) => name !== "annotations").map(([, member]) => member));
}

function firstOf(values: readonly JsonValue[]): string | undefined {
  for (const value of values) {
    const found = twoCases(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** First up, then down: letters such as the long s fold to their plain form. */
function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
