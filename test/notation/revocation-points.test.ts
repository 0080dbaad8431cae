import { parseCertificate } from "../../notation";
import { certificateRevocationOver } from "../../notation/revocation/certificates";
import { certify, LEAF_EXTENSIONS, NOW, pki } from "./support/pki";
import { crl, crlsAt, issuedAt } from "./support/revocation";

const { intermediate } = pki();
const [GOOD, OTHER] = ["http://crl.example/good.crl", "http://crl.example/other.crl"];

async function statusAt(points: readonly (readonly string[])[], other: "good" | "revoked" | "silent") {
  const below = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, crlsAt(...points)] });
  const { serial: own } = parseCertificate(below.certificate);
  const port = certificateRevocationOver(
    ({ url }) => {
      if (url === GOOD) return Promise.resolve(crl({ issuer: intermediate }));
      if (other === "silent") return Promise.reject(new Error("hang"));
      return Promise.resolve(crl({ issuer: intermediate, serials: other === "revoked" ? [own] : [] }));
    },
    () => NOW,
  );
  return (await port({ chain: below.chain.map(parseCertificate), purpose: "codeSigning" })).status;
}

test.each([
  ["good", "good"],
  ["revoked", "revoked"],
  ["silent", "unknown"],
] as const)("every point has to answer: good and %s is %s", async (other, status) => {
  expect(await statusAt([[GOOD], [OTHER]], other)).toBe(status);
  expect(await statusAt([[OTHER], [GOOD]], other)).toBe(status);
});

test.each([
  ["good", "good"],
  ["revoked", "revoked"],
  ["silent", "good"],
] as const)("one address of a point is enough: good and %s is %s", async (other, status) => {
  expect(await statusAt([[GOOD, OTHER]], other)).toBe(status);
  expect(await statusAt([[OTHER, GOOD]], other)).toBe(status);
});

test("the list of one point is no answer of another, also where it comes from its address", async () => {
  const below = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, crlsAt([GOOD], [OTHER])] });
  const listFor = (url: string) => crl({ issuer: intermediate, extensions: [issuedAt(url)] });
  const statusBy = async (listAt: (url: string) => Buffer) => {
    const ask = certificateRevocationOver(
      ({ url }) => Promise.resolve(listAt(url)),
      () => NOW,
    );
    return (await ask({ chain: below.chain.map(parseCertificate), purpose: "codeSigning" })).status;
  };
  expect(await statusBy(listFor)).toBe("good");
  expect(await statusBy(() => listFor(GOOD))).toBe("unknown");
  expect(await statusBy(() => listFor(OTHER))).toBe("unknown");
});

test("five are asked, so that a sixth point leaves it unknown", async () => {
  const points = (count: number) => Array.from({ length: count }, () => [GOOD]);
  expect(await statusAt(points(5), "good")).toBe("good");
  expect(await statusAt(points(6), "good")).toBe("unknown");
});

test("a point without an address leaves it unknown", async () => {
  expect(await statusAt([[GOOD], []], "good")).toBe("unknown");
});
