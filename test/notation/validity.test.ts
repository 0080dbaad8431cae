import { jws } from "./support/envelope";
import { CA_EXTENSIONS, certify, type CertificateOptions, named, NOW, privateKey, YEAR } from "./support/pki";
import { problems, type Setting, verify } from "./support/verify";
import { setting as timestamped, WITH_TSA } from "./support/timestamped";

const AUTHORITY = "notary.x509.signingAuthority";
const SECOND = 1_000;

type Validity = Pick<CertificateOptions, "notBefore" | "notAfter">;
type Links = Readonly<Partial<Record<"root" | "intermediate" | "leaf", Validity>>>;

/** A chain of three whose certificates are valid for two years around now, but for those that are told otherwise. */
function chainOf(links: Links) {
  const authority = { extensions: CA_EXTENSIONS };
  const root = certify({ ...authority, name: named("root"), key: privateKey("p256", 1), ...links.root });
  const intermediate = certify({
    ...authority,
    name: named("intermediate"),
    key: privateKey("p256", 2),
    issuer: root,
    ...links.intermediate,
  });
  return { root, signer: certify({ issuer: intermediate, ...links.leaf }) };
}

const LINKS = ["root", "intermediate", "leaf"] as const;

describe.each(LINKS)("the certificate %s", (link) => {
  const about = `is outside the validity of CN=${link},O=Example,ST=WA,C=US`;

  test("must not be over at the time of verification", async () => {
    const { root, signer } = chainOf({ [link]: { notAfter: NOW - SECOND } });
    const at = (time: number) => verify({ root }, jws({ signer }), { at: new Date(time) });
    expect((await at(NOW - SECOND)).trusted).toBe(true);
    const verdict = await at(NOW);
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([
      `authenticTimestamp failed certificate-not-valid: the time of verification 2026-06-15T12:00:00.000Z ${about}, 2025-06-15T12:00:00.000Z to 2026-06-15T11:59:59.000Z`,
    ]);
  });

  test("must have begun at the time of verification", async () => {
    const { root, signer } = chainOf({ [link]: { notBefore: NOW + SECOND } });
    const at = (time: number) => verify({ root }, jws({ signer }), { at: new Date(time) });
    expect((await at(NOW + SECOND)).trusted).toBe(true);
    expect(problems(await at(NOW))).toEqual([
      `authenticTimestamp failed certificate-not-valid: the time of verification 2026-06-15T12:00:00.000Z ${about}, 2026-06-15T12:00:01.000Z to 2027-06-15T12:00:00.000Z`,
    ]);
  });

  test("must not be over at the time that a signing authority states", async () => {
    const { root, signer } = chainOf({ [link]: { notAfter: NOW - SECOND } });
    const signed = (signingTime: number) => verify({ root }, jws({ signer, scheme: AUTHORITY, signingTime }));
    expect((await signed(NOW - SECOND)).trusted).toBe(true);
    const verdict = await signed(NOW);
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([
      `authenticTimestamp failed certificate-not-valid: the authentic time of signing 2026-06-15T12:00:00.000Z ${about}, 2025-06-15T12:00:00.000Z to 2026-06-15T11:59:59.000Z`,
    ]);
  });

  test("must have begun at the time that a signing authority states", async () => {
    const { root, signer } = chainOf({ [link]: { notBefore: NOW - YEAR / 2 } });
    const signed = (signingTime: number) => verify({ root }, jws({ signer, scheme: AUTHORITY, signingTime }));
    expect((await signed(NOW - YEAR / 2)).trusted).toBe(true);
    expect(problems(await signed(NOW - YEAR / 2 - SECOND))).toEqual([
      expect.stringContaining(`certificate-not-valid: the authentic time of signing`) as string,
    ]);
  });

  test("is valid to its last moment, after which a policy may ask for a timestamp", async () => {
    const { root, signer } = chainOf({ [link]: { notAfter: NOW } });
    const policy = {
      ...WITH_TSA,
      signatureVerification: { level: "strict", verifyTimestamp: "afterCertExpiry" },
    };
    const setting: Setting = { ...timestamped, root, policy };
    const at = (time: number) => verify(setting, jws({ signer }), { at: new Date(time) });
    expect((await at(NOW)).trusted).toBe(true);
    expect(problems(await at(NOW + 1))).toEqual([
      "authenticTimestamp failed timestamp-missing: the trust policy wants a timestamp and there is none",
    ]);
  });
});

test("a message and the facts hold the beginning of a long name", async () => {
  const root = certify({ name: named("root"), key: privateKey("p256", 1), extensions: CA_EXTENSIONS });
  const signer = certify({ name: named("x".repeat(14_000)), issuer: root, notAfter: NOW - SECOND });
  const verdict = await verify({ root }, jws({ signer }));
  const name = `CN=${"x".repeat(297)}`;
  expect(verdict.signature?.signer).toBe(name);
  expect(problems(verdict)).toEqual([
    `authenticTimestamp failed certificate-not-valid: the time of verification 2026-06-15T12:00:00.000Z is outside the validity of ${name}, 2025-06-15T12:00:00.000Z to 2026-06-15T11:59:59.000Z`,
  ]);
});
