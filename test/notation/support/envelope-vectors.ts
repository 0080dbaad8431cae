import {
  cose,
  type EnvelopeOptions,
  encodeCose,
  epoch,
  jws,
  signCose,
  signJws,
  signJwsText,
  SUBJECT,
  Tagged,
} from "./envelope";
import { CA_EXTENSIONS, certify, type Identity, type Name, named, privateKey, YEAR } from "./pki";

import { AUTHORITY, type OwnVector, type VectorMaker } from "./vector-maker";
const SCHEME = "io.cncf.notary.signingScheme";
const TIME = "io.cncf.notary.signingTime";
const EXPIRY = "io.cncf.notary.expiry";

/** Headers, envelopes, payloads and policies, good and bad. */
export function envelopeVectors({ now, valid, leaf, signing, add, both, signedBy }: VectorMaker): void {
  const stranger = certify({
    name: named("root"),
    key: privateKey("p256", 9),
    extensions: CA_EXTENSIONS,
    ...valid,
  });
  // Headers.
  const edit = (
    name: string,
    change: NonNullable<EnvelopeOptions["edit"]>,
    more: Partial<OwnVector> = {},
    options: Partial<EnvelopeOptions> = {},
  ) => {
    both(name, { ...options, edit: change }, more);
  };
  edit("no scheme", (h) => h.delete(SCHEME));
  edit("no time", (h) => h.delete(TIME));
  edit(
    "no authentic time",
    (h) => h.delete("io.cncf.notary.authenticSigningTime"),
    {},
    { scheme: AUTHORITY },
  );
  add(
    "both times",
    jws({
      signer: leaf,
      ...signing,
      edit: (h) => h.set("io.cncf.notary.authenticSigningTime", "2026-01-01T00:00:00Z"),
    }),
  );
  add(
    "both times",
    cose({ signer: leaf, ...signing, edit: (h) => h.set("io.cncf.notary.authenticSigningTime", epoch(now)) }),
    {
      difference:
        "the specification forbids authenticSigningTime under notary.x509; notation-go looks in a JWS only",
    },
  );
  both("another scheme", { scheme: "notary.x509.other" });
  both("an expiry to come", { expiry: now + YEAR });
  both("an expiry that is over", { signingTime: now - YEAR / 2, expiry: now - 1_000 });
  both("an expiry before the time of signing", { signingTime: now, expiry: now - 10_000 });
  edit(
    "crit without the scheme",
    (h) => h.set(h.has("crit") ? "crit" : 2, ["x"]),
    {},
    { attributes: { x: "1" } },
  );
  edit(
    "crit without the expiry",
    (h) => h.set(h.has("crit") ? "crit" : 2, [SCHEME]),
    {},
    { expiry: now + YEAR },
  );
  edit("an empty crit", (h) => h.set(h.has("crit") ? "crit" : 2, []));
  both("crit with what is missing", { critical: ["x"] });
  both("an attribute that is not critical", { attributes: { x: "1" } });
  both(
    "a critical attribute that nobody knows",
    { attributes: { x: "1" }, critical: ["x"] },
    {
      difference: "what is critical must be understood; without a plugin notation-go does not look",
    },
  );
  both("a plugin that nobody has", {
    attributes: { "io.cncf.notary.verificationPlugin": "x" },
    critical: ["io.cncf.notary.verificationPlugin"],
  });
  add(
    "a content type of something else",
    jws({ signer: leaf, ...signing, edit: (h) => h.set("cty", "text/plain") }),
  );
  add(
    "a content type of something else",
    cose({ signer: leaf, ...signing, edit: (h) => h.set(3, "text/plain") }),
  );
  add("a name twice in the header", signJwsDuplicate(leaf, now), {
    difference: "a name twice means two things to two readers; notation-go takes the last",
  });
  for (const [name, time] of [
    ["without tag", 1_700_000_000],
    ["with tag 0", new Tagged(0, "2026-01-01T00:00:00Z")],
  ] as const) {
    add(`a time ${name}`, cose({ signer: leaf, ...signing, edit: (h) => h.set(TIME, time) }));
  }
  add("a time with an offset", jws({ signer: leaf, edit: (h) => h.set(TIME, "2026-01-01T08:00:00+08:00") }));
  add("a time without seconds", jws({ signer: leaf, edit: (h) => h.set(TIME, "2026-01-01T08:00Z") }));
  add(
    "an expiry in another case",
    jws({ signer: leaf, ...signing, edit: (h) => h.set("io.cncf.notary.Expiry", "2099-01-01T00:00:00Z") }),
  );

  add("a time in lower case", jws({ signer: leaf, edit: (h) => h.set(TIME, "2026-01-01t00:00:00z") }));
  const isNull = { difference: "the specification wants a time; notation-go takes null for none" };
  const noExpiry = { signer: leaf, ...signing, edit: (h: Map<unknown, unknown>) => h.set(EXPIRY, null) };
  add("an expiry that is null", jws(noExpiry), isNull);
  add("an expiry that is null", cose(noExpiry));
  edit("an expiry that is null and critical", (h) =>
    h.set(EXPIRY, null).set(h.has("crit") ? "crit" : 2, [SCHEME, EXPIRY]),
  );
  edit("an authentic time that is null", (h) => h.set("io.cncf.notary.authenticSigningTime", null), isNull);

  // Envelopes.
  const change = (
    name: string,
    by: (envelope: Record<string, unknown>) => void,
    more: Partial<OwnVector> = {},
  ) => {
    const envelope = { ...signJws({ signer: leaf, ...signing }) };
    by(envelope as Record<string, unknown>);
    add(name, Buffer.from(JSON.stringify(envelope)), more);
  };
  const go = (what: string) => ({
    difference: `the specification allows four members as they are written; notation-go ${what}`,
  });
  change("another member", (e) => (e["more"] = 1), go("ignores others"));
  change(
    "a member in another case",
    (e) => {
      e["Payload"] = e["payload"];
      Reflect.deleteProperty(e, "payload");
    },
    go("takes any case"),
  );
  change("certificates in another case", (e) => (e["header"] = { ...(e["header"] as object), X5C: [] }));
  change("a name in both headers", (e) => (e["header"] = { ...(e["header"] as object), alg: "none" }), {
    difference: "RFC 7515 section 7.2.1 allows a name in one header only; notation-go does not look",
  });
  const noToken = { "io.cncf.notary.timestampSignature": null };
  change("a timestamp that is null", (e) => (e["header"] = { ...(e["header"] as object), ...noToken }), {
    difference: "the specification wants a token in base64; notation-go takes null for none",
  });
  change("no signature", (e) => (e["signature"] = ""));
  change("a padded signature", (e) => (e["signature"] = `${String(e["signature"])}==`));
  const message = signCose({ signer: leaf, ...signing });
  add("no signature", encodeCose({ ...message, signature: Buffer.of() }));
  add("a lone certificate", encodeCose({ ...message, unprotected: new Map([[33, leaf.certificate]]) }), {});
  add(
    "a chain in the protected header",
    encodeCose({
      ...signCose({ signer: leaf, ...signing, edit: (h) => h.set(33, leaf.chain) }),
      unprotected: new Map(),
    }),
  );
  add("no tag", encodeCose(message).subarray(1), {});

  // Payloads.
  both("another size", { payload: { targetArtifact: { ...SUBJECT, size: 1 } } });
  both("another media type", { payload: { targetArtifact: { ...SUBJECT, mediaType: "x/y" } } });
  both("another digest", { payload: { targetArtifact: { ...SUBJECT, digest: `sha256:${"0".repeat(64)}` } } });
  both("annotations", { payload: { targetArtifact: { ...SUBJECT, annotations: { a: "b" } } } });
  both(
    "annotations that are null",
    { payload: { targetArtifact: { ...SUBJECT, annotations: null } } },
    { difference: "the specification wants an object; notation-go takes null for none" },
  );
  const nested = (levels: number) => {
    const inner = `${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}`;
    return Buffer.from(`{"targetArtifact":${JSON.stringify(SUBJECT)},"more":${inner}}`);
  };
  both("a payload of 32 levels", { payload: nested(32) });
  both(
    "a payload of 40 levels",
    { payload: nested(40) },
    { difference: "a bound of time and memory: JSON has 32 levels here; notation-go takes 10,000" },
  );
  both("an empty payload", { payload: Buffer.of() });

  // Identities, levels and stores.
  const identity = (name: string, text: string, by: Name = named("leaf")) => {
    signedBy(name, { name: by }, { policy: { trustedIdentities: [`x509.subject:${text}`] } });
  };
  identity("a part of the name", "C=US, ST=WA, O=Example");
  identity("S for ST", "C=US,S=WA,O=Example,CN=leaf");
  identity("another value", "C=US,ST=WA,O=example");
  identity("an attribute more", "C=US,ST=WA,O=Example,OU=x");
  identity("a value with a comma", "C=US,ST=WA,O=a\\, b", [
    ["C", "US"],
    ["ST", "WA"],
    ["O", "a, b"],
  ]);
  identity("a value with spaces around", "C=US,ST=WA,O=\\ a\\ ", [
    ["C", "US"],
    ["ST", "WA"],
    ["O", " a "],
  ]);
  identity("letters beyond ASCII", "C=US,ST=WA,O=\\c3\\a4😀", [
    ["C", "US"],
    ["ST", "WA"],
    ["O", "ä😀"],
  ]);
  identity("two values in the signer's name", "C=US,ST=WA,O=Example", [...named("leaf"), ["O", "x"]]);
  identity("an empty value twice in the signer's name", "C=US,ST=WA,O=Example", [
    ...named("leaf"),
    ["OU", ""],
    ["OU", ""],
  ]);
  identity("a value and none in the signer's name", "C=US,ST=WA,O=Example", [...named("leaf"), ["O", ""]]);
  identity("an address in the signer's name", "C=US,ST=WA,O=Example", [...named("leaf"), ["E", "x"]]);
  identity("no O in the signer's name", "C=US,ST=WA,O=Example", [
    ["C", "US"],
    ["ST", "WA"],
  ]);
  for (const level of ["permissive", "audit"]) {
    const policy = { signatureVerification: { level } };
    both(
      `an expired signature at level ${level}`,
      { signingTime: now - YEAR / 2, expiry: now - 1_000 },
      { policy },
    );
    both(`a stranger at level ${level}`, {}, { policy, root: stranger });
    both(
      `another subject at level ${level}`,
      { payload: { targetArtifact: { ...SUBJECT, size: 1 } } },
      { policy },
    );
  }
  both("only a store of the other type", {}, { policy: { trustStores: ["signingAuthority:release"] } });
  both("a store that is missing", {}, { policy: { trustStores: ["ca:other"] } });
}

function signJwsDuplicate(signer: Identity, now: number): Buffer {
  const options = { signer, signingTime: now - 1_000 };
  const header = Buffer.from(signJws(options).protected, "base64url").toString();
  return Buffer.from(JSON.stringify(signJwsText(options, header.replace("{", '{"alg":"ES256",'))));
}
