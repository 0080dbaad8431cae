import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Descriptor,
  parseEnvelope,
  parsePayload,
  TrustPolicy,
  TrustStore,
  Verifier,
} from "../../notation";
import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { GO, moduleFolder, notationGo } from "./support/notation-go";
import { policyText, statement } from "./support/policy";
import { problems } from "./support/verify";

/** What each published envelope comes to at level strict, with its own root trusted. */
const EXPECTED: Readonly<Record<string, string>> = {
  "ca_compatible_pluginver_sig_env_0.0.9.json": "criticalAttributes failed plugin-unsupported",
  "ca_compatible_pluginver_sig_env_1.0.0-alpha.beta.json": "criticalAttributes failed plugin-unsupported",
  "ca_compatible_pluginver_sig_env_1.0.0-alpha.json": "criticalAttributes failed plugin-unsupported",
  "ca_compatible_pluginver_sig_env_1.0.0.json": "criticalAttributes failed plugin-unsupported",
  "ca_expired_sig_env.json": "expiry failed signature-expired",
  "ca_incompatible_pluginver_sig_env_1.0.1.json": "criticalAttributes failed plugin-unsupported",
  "ca_incompatible_pluginver_sig_env_1.0.9.json": "criticalAttributes failed plugin-unsupported",
  "ca_incompatible_pluginver_sig_env_1.1.0-alpha.json": "criticalAttributes failed plugin-unsupported",
  "ca_incompatible_pluginver_sig_env_1.2.3.json": "criticalAttributes failed plugin-unsupported",
  "ca_invalid_sig_env.json": "envelope failed base64-malformed",
  "ca_plugin_sig_env.json": "criticalAttributes failed plugin-unsupported",
  "ca_valid_sig_env.json": "",
  "sa_expired_sig_env.json": "expiry failed signature-expired",
  "sa_invalid_sig_env.json": "envelope failed base64-malformed",
  "sa_plugin_sig_env.json": "criticalAttributes failed plugin-unsupported",
  "sa_valid_sig_env.json": "",
  "sig_env_with_metadata.json": "authenticTimestamp failed certificate-not-valid",
  "cose_signature.sig": "",
  "jws_signature.sig": "",
};
const LEVELS = ["strict", "permissive", "audit"] as const;

interface Case {
  readonly name: string;
  readonly level: (typeof LEVELS)[number];
  readonly signature: Uint8Array;
  readonly mediaType: string;
  readonly subject: Descriptor;
  readonly reference: string;
  readonly policy: string;
  readonly trustStore: Readonly<Record<string, readonly Uint8Array[]>>;
}

describeWith([NOTATION_VERDICT, GO], "the envelopes that notation-go publishes", () => {
  let cases: readonly Case[] = [];
  beforeAll(() => {
    cases = publishedCases();
  });

  test("are all there", () => {
    expect([...new Set(cases.map(({ name }) => name))].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  test("get the same verdict from notation-go and here, at every level", async () => {
    const theirs = notationGo(cases);
    const ours = await Promise.all(cases.map(verify));
    expect(ours.map(({ trusted }, index) => [cases[index]?.name, cases[index]?.level, trusted])).toEqual(
      theirs.map(({ accepted }, index) => [cases[index]?.name, cases[index]?.level, accepted]),
    );
  });

  test.each(Object.entries(EXPECTED))("%s comes to what it is named for", async (name, expected) => {
    const one = cases.find((candidate) => candidate.name === name && candidate.level === "strict");
    const [problem = ""] = one === undefined ? ["absent"] : problems(await verify(one));
    expect(problem.split(":")[0]).toBe(expected);
  });
});

function publishedCases(): Case[] {
  const module = moduleFolder("github.com/notaryproject/notation-go");
  const folders = [join(module, "internal", "mock", "testdata"), join(module, "internal", "testdata")];
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => ({ name, path: join(folder, name) })))
    .filter(({ name }) => /sig_env|_signature\.sig$/.test(name))
    .flatMap(({ name, path }) => {
      const signature = readFileSync(path);
      const { mediaType, root, payload } = partsOf(signature);
      const subject = subjectOf(payload);
      return LEVELS.map((level) => ({
        name,
        level,
        signature,
        mediaType,
        subject,
        reference: `registry.example/shop/api@${subject.digest}`,
        policy: policyText(
          statement({ signatureVerification: { level }, trustStores: ["ca:x", "signingAuthority:x"] }),
        ),
        trustStore: { "ca:x": [root], "signingAuthority:x": [root] },
      }));
    });
}

/** Parts of an envelope, read without any check: some of them are broken on purpose. */
function partsOf(signature: Buffer): { mediaType: string; root: Uint8Array; payload: Uint8Array } {
  if (signature[0] !== 0x7b) {
    const { mediaType, certificates, payload } = parseEnvelope(signature);
    return { mediaType, root: certificates.at(-1) ?? Buffer.of(), payload };
  }
  const { payload, header } = JSON.parse(signature.toString()) as {
    payload: string;
    header: { x5c: string[] };
  };
  return {
    mediaType: "application/jose+json",
    root: Buffer.from(header.x5c.at(-1) ?? "", "base64"),
    payload: Buffer.from(payload, "base64url"),
  };
}

function subjectOf(payload: Uint8Array): Descriptor {
  try {
    const { mediaType, digest, size } = parsePayload(payload);
    return { mediaType, digest, size };
  } catch {
    return { mediaType: "", digest: `sha256:${"0".repeat(64)}`, size: 0 };
  }
}

function verify({ policy, trustStore, signature, mediaType, subject, reference }: Case) {
  const verifier = new Verifier({
    policy: TrustPolicy.parse(Buffer.from(policy)),
    trustStore: new TrustStore(trustStore),
  });
  return verifier.verify({ signature, mediaType, subject, reference });
}
