import { cose, encodeCose, type EnvelopeOptions, epoch, jws, signCose, SUBJECT, Tagged } from "./envelope";
import { type VectorMaker } from "./vector-maker";

const TIME = "io.cncf.notary.signingTime";
const YEAR_ONE = Date.parse("0001-01-01T00:00:00Z");
const LISTED = {
  difference: "the specification wants data in base64; notation-go takes a list of bytes, too",
};
const OTHER_CASE = {
  difference: "it would mean nothing here and something there; notation-go takes any case",
};
const COUNTERSIGNED = {
  difference:
    "nothing verifies a countersignature, so one is refused; notation-go takes one of the right shape",
};

/** Members and labels that nothing here reads, in the right and the wrong types. */
export function typedVectors({ leaf, signing, add, both }: VectorMaker): void {
  const target = (name: string, member: object, more = {}) => {
    both(`a payload with ${name}`, { payload: { targetArtifact: { ...SUBJECT, ...member } } }, more);
  };
  target("everything a descriptor may have", {
    urls: ["https://images.example/a"],
    data: "e30=",
    artifactType: "a/b",
    platform: { architecture: "arm64", os: "linux", "os.version": "1", "os.features": ["x"], variant: "v8" },
  });
  target("no URLs", { urls: [] });
  target("URLs that are none", { urls: 5 });
  target("URLs that are numbers", { urls: [5] });
  target("a platform that is none", { platform: 5 });
  target("an architecture that is a number", { platform: { architecture: 5, os: "linux" } });
  target("features that are no list", { platform: { architecture: "a", os: "b", "os.features": "x" } });
  target("another member of the platform", { platform: { architecture: "a", os: "b", more: 5 } });
  target("an artifact type that is none", { artifactType: 5 });
  target("data that is not in base64", { data: "@@" });
  target("data in a list", { data: [1, 2] }, LISTED);
  target("URLs in another case", { URLS: [] }, OTHER_CASE);
  target("another member", { more: 5 });
  for (const name of ["urls", "platform", "artifactType", "data"]) target(`${name} null`, { [name]: null });

  // Go has no other word for no time than its first.
  add("a time of the year 1", jws({ signer: leaf, edit: (h) => h.set(TIME, "0001-01-01T00:00:00Z") }));
  add("a time of the year 1", cose({ signer: leaf, edit: (h) => h.set(TIME, epoch(YEAR_ONE)) }));
  add(
    "a time of the year 1",
    cose({ signer: leaf, edit: (h) => h.set(TIME, new Tagged(1, YEAR_ONE / 1_000)) }),
  );

  const header = (name: string, label: unknown, value: unknown, options: Partial<EnvelopeOptions> = {}) => {
    add(`${name}, signed`, cose({ signer: leaf, ...signing, edit: (h) => h.set(label, value), ...options }));
    const message = signCose({ signer: leaf, ...signing });
    message.unprotected.set(label, value);
    add(`${name}, beside`, encodeCose(message));
  };
  header("a key id", 4, Buffer.of(1));
  header("a key id that is text", 4, "key");
  header("an IV", 5, Buffer.of(1));
  header("an IV that is text", 5, "iv");
  header("a part of an IV", 6, Buffer.of(1));
  header("a part of an IV that is text", 6, "iv");
  add(
    "an IV and a part of one",
    cose({ signer: leaf, ...signing, edit: (h) => h.set(5, Buffer.of(1)).set(6, Buffer.of(1)) }),
  );
  header("a type", 16, "application/x");
  header("a type by its number", 16, 50);
  header("a type without a slash", 16, "x");
  header("a type that is bytes", 16, Buffer.of(1));
  for (const label of [7, 9, 11, 12]) header(`label ${String(label)} of countersignatures`, label, "x");
  for (const label of [9, 12]) {
    const message = signCose({ signer: leaf, ...signing });
    message.unprotected.set(label, Buffer.of(1));
    add(`a short countersignature with the label ${String(label)}`, encodeCose(message), COUNTERSIGNED);
  }
  header("an attribute that is no time", "x", new Tagged(0, "x"));
  header("an attribute that is a time", "x", new Tagged(0, "2026-01-01T00:00:00Z"));
  header("an attribute that is no number of seconds", "x", new Tagged(1, "x"));
  header("an attribute that is a number of seconds", "x", new Tagged(1, 5));
  header("an attribute that is no large number", "x", new Tagged(2, "x"));
  header("an attribute that is a large number", "x", new Tagged(2, Buffer.of(1)));
  header("an attribute with another tag", "x", new Tagged(99, "x"));
  for (const [name, value] of [
    ["the largest integer", 2n ** 63n - 1n],
    ["the smallest integer", -(2n ** 63n)],
    ["an integer that is too large", 2n ** 63n],
    ["a map by an integer that is too large", new Map([[2n ** 63n, 1]])],
  ] as const) {
    header(name, "x", value);
  }
  header("a list with what is no time", "x", [new Tagged(0, "x")]);
}
