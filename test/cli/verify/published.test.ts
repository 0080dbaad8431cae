import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, NOTATION_VERDICT } from "../../support/tools";
import { parseEnvelope, parsePayload } from "../../../notation";
import { GO, moduleFolder, notationGo } from "../../notation/support/notation-go";
import { policyText, statement } from "../../notation/support/policy";
import { Disk } from "./support";

const LEVELS = ["strict", "permissive", "audit"] as const;
const STORES = ["ca:x", "signingAuthority:x"];
const NOTHING = { mediaType: "none", digest: `sha256:${"0".repeat(64)}`, size: 0 };

describeWith([NOTATION_VERDICT, GO], "the envelopes that notation-go publishes", () => {
  test("get its verdict from one batch, each at every level, out of files", async () => {
    const disk = new Disk();
    const module = moduleFolder("github.com/notaryproject/notation-go");
    const cases = [join(module, "internal", "mock", "testdata"), join(module, "internal", "testdata")]
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .filter((path) => /sig_env[^/]*$|_signature\.sig$/.test(path))
      .flatMap((path, index) => {
        const signature = readFileSync(path);
        const { mediaType, root, subject } = partsOf(signature);
        const trustStore = disk.path(`stores-${String(index)}`);
        for (const type of ["ca", "signingAuthority"]) {
          disk.write(`stores-${String(index)}/x509/${type}/x/root.crt`, root);
        }
        const reference = `registry.example/shop/api@${subject.digest}`;
        return LEVELS.map((level) => {
          const policy = policyText(statement({ signatureVerification: { level }, trustStores: STORES }));
          return {
            line: {
              signature: path,
              subject,
              policy: disk.write(`${level}.json`, policy),
              trustStore,
              reference,
            },
            asked: {
              signature,
              mediaType,
              subject,
              reference,
              policy,
              trustStore: Object.fromEntries(STORES.map((name) => [name, [root]])),
            },
          };
        });
      });
    const { status, verdicts } = await disk.batch(cases.map(({ line }) => line));
    const theirs = notationGo(cases.map(({ asked }) => asked));
    expect(cases).toHaveLength(19 * LEVELS.length);
    expect(verdicts.map(({ trusted }) => trusted)).toEqual(theirs.map(({ accepted }) => accepted));
    expect(new Set(theirs.map(({ accepted }) => accepted))).toEqual(new Set([true, false]));
    expect(status).toBe(0);
    disk.remove();
  });
});

/** Parts of an envelope, read without any check where it is a JWS: some of them are broken on purpose. */
function partsOf(signature: Buffer) {
  if (signature[0] !== 0x7b) {
    const { mediaType, certificates, payload } = parseEnvelope(signature);
    return { mediaType, root: certificates.at(-1) ?? Buffer.of(), subject: subjectOf(payload) };
  }
  const { payload, header } = JSON.parse(signature.toString()) as {
    payload: string;
    header: { x5c: string[] };
  };
  return {
    mediaType: "application/jose+json",
    root: Buffer.from(header.x5c.at(-1) ?? "", "base64"),
    subject: subjectOf(Buffer.from(payload, "base64url")),
  };
}

function subjectOf(payload: Uint8Array) {
  try {
    const { mediaType, digest, size } = parsePayload(payload);
    return { mediaType, digest, size };
  } catch {
    return NOTHING;
  }
}
