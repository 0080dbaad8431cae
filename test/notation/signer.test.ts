import {
  certificateHashes,
  checkPluginVersion,
  parseCertificate,
  type RevocationPort,
  type SignerRevocationRequest,
} from "../../notation";
import { createHash } from "node:crypto";
import { type EnvelopeOptions, jws } from "./support/envelope";
import { NOW, pki } from "./support/pki";
import { refusal } from "./support/refusal";
import { problems, type Setting, verify } from "./support/verify";

// No genuine envelope of AWS Signer and no second implementation of its plugin is at hand: what these tests show is
// what the plugin's published source does, on envelopes made here in the shape that AWS's own samples print.

const { root, intermediate, leaf } = pki({}, "p384");
const PROFILE = "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release";
const VERSION = `${PROFILE}/0123456789`;
const JOB = "arn:aws:signer:eu-central-1:111111111111:/signing-jobs/11111111-2222-3333-4444-555555555555";
const PLUGIN = "io.cncf.notary.verificationPlugin";
const ATTRIBUTES = {
  [PLUGIN]: "com.amazonaws.signer.notation.plugin",
  "com.amazonaws.signer.signingProfileVersion": VERSION,
  "com.amazonaws.signer.signingJob": JOB,
};

function sign(attributes: Record<string, unknown> = {}, options: Partial<EnvelopeOptions> = {}): Buffer {
  return jws({
    signer: leaf,
    scheme: "notary.x509.signingAuthority",
    attributes: { ...ATTRIBUTES, ...attributes },
    critical: [PLUGIN],
    ...options,
  });
}

const setting = (trustedIdentities: readonly string[] = [PROFILE], revocation?: RevocationPort): Setting => ({
  root,
  policy: { trustedIdentities },
  revocation,
});

test("a signature of a trusted profile is trusted and told with profile and job", async () => {
  const verdict = await verify(setting(), sign());
  expect(verdict.trusted).toBe(true);
  expect(verdict.signature).toMatchObject({ signingProfileVersion: VERSION, signingJob: JOB });
});

test("its attributes may be critical or not", async () => {
  expect((await verify(setting(), sign({}, { critical: Object.keys(ATTRIBUTES) }))).trusted).toBe(true);
});

test("another attribute that is not critical is no reason to refuse, a critical one is", async () => {
  expect((await verify(setting(), sign({ x: 1 }))).trusted).toBe(true);
  expect(problems(await verify(setting(), sign({ x: 1 }, { critical: [PLUGIN, "x"] })))).toEqual([
    'criticalAttributes failed critical-attribute-unknown: the critical attribute "x" is not understood',
  ]);
});

test.each([
  ["the profile", [PROFILE], true],
  ["this version", [VERSION], true],
  ["another version", [`${PROFILE}/9876543210`], false],
  ["a profile whose name goes on", [PROFILE.slice(0, -1)], false],
  ["the profile in another account", [PROFILE.replace("111111111111", "222222222222")], false],
  ["the profile in another region", [PROFILE.replace("eu-central-1", "eu-west-1")], false],
  ["the profile in upper case", [PROFILE.replace("release", "RELEASE")], false],
  ["one of several", ["x509.subject:C=US,ST=WA,O=Example", PROFILE], true],
  ["only the subject of the signer", ["x509.subject:C=US,ST=WA,O=Example"], false],
])("with %s as identity", async (_, identities, trusted) => {
  const verdict = await verify(setting(identities), sign());
  expect(verdict.trusted).toBe(trusted);
  if (!trusted) {
    expect(problems(verdict)).toEqual([
      `trustedIdentity failed identity-untrusted: the signing profile ${VERSION} is not among the trusted identities`,
    ]);
  }
});

test("every AWS account is no identity", async () => {
  expect(problems(await verify(setting(["*"]), sign()))).toEqual([
    "trustedIdentity failed identity-untrusted: every AWS account signs below the same root: * is no identity for AWS Signer",
  ]);
});

test("what asks for a newer plugin is refused, what asks for an older one is not", async () => {
  const minimum = "io.cncf.notary.verificationPluginMinVersion";
  const asking = (version: string) =>
    verify(setting(), sign({ [minimum]: version }, { critical: [PLUGIN, minimum] }));
  expect((await asking("1.0.350")).trusted).toBe(true);
  expect(problems(await asking("1.0.351"))).toEqual([
    "criticalAttributes failed plugin-version: the verification plugin must have at least version 1.0.351; this does the work of 1.0.350",
  ]);
});

const NO_VERSION =
  "com.amazonaws.signer.signingProfileVersion is not the ARN of a version of a signing profile";
test.each<[string, Record<string, unknown>, string]>([
  ["no profile version", { "com.amazonaws.signer.signingProfileVersion": undefined }, NO_VERSION],
  ["a profile without version", { "com.amazonaws.signer.signingProfileVersion": PROFILE }, NO_VERSION],
  [
    "a profile version that is no text",
    { "com.amazonaws.signer.signingProfileVersion": [VERSION] },
    NO_VERSION,
  ],
  ["no job", { "com.amazonaws.signer.signingJob": undefined }, "com.amazonaws.signer.signingJob is missing"],
  ["an empty job", { "com.amazonaws.signer.signingJob": "" }, "com.amazonaws.signer.signingJob is missing"],
])("with %s it is refused", async (_, attributes, message) => {
  const verdict = await verify(setting(), sign(attributes));
  expect(verdict.trusted).toBe(false);
  expect(problems(verdict)).toEqual([
    `trustedIdentity failed signer-attributes: ${message}`,
    `revocation failed signer-attributes: ${message}`,
  ]);
});

test("under notary.x509 it is refused: the time would not be authentic", async () => {
  expect(problems(await verify(setting(), sign({}, { scheme: "notary.x509" })))[0]).toBe(
    "trustedIdentity failed signer-attributes: AWS Signer signs under notary.x509.signingAuthority only",
  );
});

describe("revocation", () => {
  test.each<[string, RevocationPort, boolean | null, string[]]>([
    [
      "nobody",
      {},
      null,
      ["revocation undecided revocation-unavailable: nobody was given to ask about revocation"],
    ],
    [
      "only somebody for certificates",
      { certificates: () => Promise.resolve({ status: "good" }) },
      null,
      ["revocation undecided revocation-unavailable: nobody was given to ask about revocation"],
    ],
    [
      "Signer, who says revoked",
      { signer: () => Promise.resolve({ status: "revoked", message: "the job is revoked" }) },
      false,
      ["revocation failed revoked: the job is revoked"],
    ],
    [
      "Signer, who does not know",
      { signer: () => Promise.resolve({ status: "unknown", message: "throttled" }) },
      null,
      ["revocation undecided revocation-unknown: throttled"],
    ],
    [
      "Signer, who may not be asked",
      { signer: () => Promise.resolve({ status: "denied", message: "not allowed" }) },
      null,
      ["revocation undecided revocation-denied: not allowed"],
    ],
  ])("asked of %s", async (_, port, trusted, expected) => {
    const verdict = await verify(setting([PROFILE], port), sign());
    expect(verdict.trusted).toBe(trusted);
    expect(problems(verdict)).toEqual(expected);
  });

  test("is asked in the region of the profile with what GetRevocationStatus needs", async () => {
    const asked: SignerRevocationRequest[] = [];
    const signer = (request: SignerRevocationRequest) => {
      asked.push(request);
      return Promise.resolve({ status: "good" } as const);
    };
    await verify(setting([PROFILE], { signer }), sign());
    const certificates = leaf.chain.map(parseCertificate);
    expect(asked).toEqual([
      {
        region: "eu-central-1",
        signatureTimestamp: NOW,
        platformId: "Notation-OCI-SHA384-ECDSA",
        profileVersionArn: VERSION,
        jobArn: JOB,
        certificateHashes: certificateHashes(certificates),
      },
    ]);
  });
});

test("nobody is asked of a whole chain where the trust store has its intermediate authority alone", async () => {
  const asked: SignerRevocationRequest[] = [];
  const signer = (request: SignerRevocationRequest) => {
    asked.push(request);
    return Promise.resolve({ status: "good" } as const);
  };
  const verdict = await verify({ ...setting([PROFILE], { signer }), root: intermediate }, sign());
  expect(verdict.trusted).toBeNull();
  expect(problems(verdict)).toEqual([
    "revocation undecided revocation-unknown: AWS Signer is asked about a whole chain, and the trust store has its intermediate authority and not its root",
  ]);
  expect(asked).toEqual([]);
});

test("the hash of a certificate is followed by the one of its issuer, the root by itself", () => {
  const certificates = leaf.chain.map(parseCertificate);
  const [a = "", b = "", c = ""] = certificates.map(({ tbs }) =>
    createHash("sha384").update(tbs).digest("hex"),
  );
  expect(certificateHashes(certificates)).toEqual([a + b, b + c, c + c]);
});

test.each([
  "0.0.9",
  "1.0.0-alpha",
  "1.0.349",
  "1.0.350",
  "1.0.350+x",
  "1.0.350-rc.1",
  "0.99999999999999999999.0",
])("the minimum version %s is met", (version) => {
  expect(
    refusal(() => {
      checkPluginVersion(version);
    }),
  ).toBe("accepted: undefined");
});

test.each(["1.0.351", "1.1.0-alpha", "2.0.0", "1.0.351-0", "99999999999999999999.0.0"])(
  "the minimum version %s is not met",
  (version) => {
    expect(
      refusal(() => {
        checkPluginVersion(version);
      }),
    ).toBe(
      `plugin-version: the verification plugin must have at least version ${version}; this does the work of 1.0.350`,
    );
  },
);

test.each(["", "1", "1.0", "v1.0.0", "1.0.0-", "01.0.0", "1.0.0-01", `1.0.0-${"a".repeat(300)}`])(
  "the minimum version %j is no version",
  (version) => {
    expect(
      refusal(() => {
        checkPluginVersion(version);
      }),
    ).toBe("plugin-version: the minimum version of the verification plugin is not SemVer");
  },
);
