import { trustPolicyDocument, trustPolicyManifest } from "../../trust-policy";

const DOCUMENT = trustPolicyDocument({
  profiles: ["api", "web"].map((name) => ({
    name,
    profileArns: ["arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d"],
    registryScopes: [`333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/${name}`],
  })),
});

test("Kyverno gets the document as a TrustPolicy", () => {
  expect(trustPolicyManifest("kyverno", DOCUMENT)).toEqual({
    apiVersion: "notation.nirmata.io/v1alpha1",
    kind: "TrustPolicy",
    metadata: { name: "supply-chain" },
    spec: DOCUMENT,
  });
});

test("Ratify gets the document in a Verifier, with each trust store once", () => {
  expect(trustPolicyManifest("gatekeeper", DOCUMENT)).toEqual({
    apiVersion: "config.ratify.deislabs.io/v1beta1",
    kind: "Verifier",
    metadata: { name: "supply-chain-notation" },
    spec: {
      name: "notation",
      artifactTypes: "application/vnd.cncf.notary.signature",
      parameters: {
        verificationCertStores: { signingAuthority: { "aws-signer-ts": ["aws-signer-ts"] } },
        trustPolicyDoc: DOCUMENT,
      },
    },
  });
});
