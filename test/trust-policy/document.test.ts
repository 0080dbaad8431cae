import { trustPolicyDocument, type TrustPolicyProps } from "../../trust-policy";
import { rejectionOf } from "../support/rejection";

const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const PARTNER = "arn:aws:signer:eu-central-1:444444444444:/signing-profiles/partner_5e6f7a8b";
const REGISTRY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
const API = `${REGISTRY}/shop/api`;
const WEB = `${REGISTRY}/shop/web`;

function rejected(profiles: TrustPolicyProps["profiles"], trustStore?: string) {
  return rejectionOf(() => trustPolicyDocument({ profiles, trustStore }));
}

/** A valid statement with one part replaced. */
function statement(part: Partial<TrustPolicyProps["profiles"][number]>) {
  return { name: "release", profileArns: [RELEASE], registryScopes: [API], ...part };
}

describe("trustPolicyDocument", () => {
  test("trusts exactly the profiles named for exactly the repositories named", () => {
    const profiles = [
      { name: "release", profileArns: [RELEASE], registryScopes: [WEB, API, WEB] },
      { name: "tools", profileArns: [PARTNER, RELEASE, PARTNER], registryScopes: [`${REGISTRY}/tools`] },
    ];
    expect(trustPolicyDocument({ profiles })).toEqual({
      version: "1.0",
      trustPolicies: [
        {
          name: "release",
          registryScopes: [API, WEB],
          signatureVerification: { level: "strict" },
          trustStores: ["signingAuthority:aws-signer-ts"],
          trustedIdentities: [RELEASE],
        },
        {
          name: "tools",
          registryScopes: [`${REGISTRY}/tools`],
          signatureVerification: { level: "strict" },
          trustStores: ["signingAuthority:aws-signer-ts"],
          trustedIdentities: [RELEASE, PARTNER],
        },
      ],
    });
  });

  test("takes the trust store of AWS GovCloud for its profiles", () => {
    const profileArns = ["arn:aws-us-gov:signer:us-gov-west-1:333333333333:/signing-profiles/release"];
    const { trustPolicies } = trustPolicyDocument({ profiles: [statement({ profileArns })] });
    expect(trustPolicies[0]?.trustStores).toEqual(["signingAuthority:aws-us-gov-signer-ts"]);
  });

  test("takes a trust store of one's own", () => {
    const { trustPolicies } = trustPolicyDocument({
      profiles: [statement({})],
      trustStore: "signingAuthority:notationCerts",
    });
    expect(trustPolicies[0]?.trustStores).toEqual(["signingAuthority:notationCerts"]);
  });

  test("knows registries with a port and repositories of one part", () => {
    const registryScopes = ["localhost:5000/shop", "registry-1.example.com/a/b-c/d"];
    const { trustPolicies } = trustPolicyDocument({ profiles: [statement({ registryScopes })] });
    expect(trustPolicies[0]?.registryScopes).toEqual(registryScopes);
  });
});

describe("trustPolicyDocument rejects", () => {
  test("no statement", () => {
    expect(rejected([])).toEqual([
      "trustPolicies: a trust policy without statements trusts nobody and refuses every image; name at least one profile with its repositories [empty-trust-policy]",
    ]);
  });

  test("a name given twice, or none", () => {
    expect(rejected([statement({}), statement({ registryScopes: [WEB] })])).toEqual([
      "trustPolicies: two statements have the name release; allowed: a name of its own for every statement [duplicate-trust-policy]",
    ]);
    expect(rejected([statement({ name: "" })])).toEqual([
      "trustPolicies: a statement has no name; allowed: a name of its own for every statement [duplicate-trust-policy]",
    ]);
  });

  test("a statement without profiles", () => {
    expect(rejected([statement({ profileArns: [] })])).toEqual([
      "trustPolicies.release: no signing profile is trusted [trust-policy-without-profiles]",
    ]);
  });

  test.each(["*", `${RELEASE}/Abcdefghij`, "x509.subject: C=DE, ST=BE, O=Example"])(
    "the identity %s",
    (identity) => {
      expect(rejected([statement({ profileArns: [identity] })])).toEqual([
        `trustPolicies.release: "${identity}" is not the ARN of a signing profile; allowed: arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>; give the ARN of the profile, not of one of its versions [invalid-profile-arn]`,
      ]);
    },
  );

  test.each(["C=US, O=Partner", "ST=WA, O=Partner", "C=US, ST=WA", "O=*"])(
    "a publisher whose name is too short for a verifier: %s",
    (name) => {
      const publisher = {
        name: "partner",
        identities: [`x509.subject: ${name}`],
        trustStores: ["ca:partner"],
        registryScopes: [`${REGISTRY}/agent`],
      };
      const document = () => trustPolicyDocument({ profiles: [statement({})], publishers: [publisher] });
      expect(rejectionOf(document)).toEqual([
        `trustPolicies.partner: ["x509.subject: ${name}","ca:partner"] does not say whose certificates are trusted; allowed: identities x509.subject: with a distinguished name that has C, ST and O, and trust stores ca:<name> and tsa:<name> [invalid-publisher]`,
      ]);
    },
  );

  test("a statement without repositories", () => {
    expect(rejected([statement({ registryScopes: [] })])).toEqual([
      "trustPolicies.release: no repository is named [trust-policy-without-scopes]",
    ]);
  });

  test.each([
    "*",
    `${REGISTRY}/*`,
    `${REGISTRY}/shop/api:1.0`,
    `${REGISTRY}/shop/api@sha256:abc`,
    `https://${API}`,
    "shop",
    `${REGISTRY}/`,
    "/shop",
    "",
  ])("the scope %j", (scope) => {
    expect(rejected([statement({ registryScopes: [scope] })])).toEqual([
      `trustPolicies.release: "${scope}" is not the address of a repository; allowed: <registry>/<repository> without scheme, tag, digest or wildcard [invalid-registry-scope]`,
    ]);
  });

  test("a repository in two statements", () => {
    const partner = statement({ name: "partner", profileArns: [PARTNER], registryScopes: [WEB, API] });
    expect(rejected([statement({}), partner])).toEqual([
      `trustPolicies.partner: ${API} is in the statement release already; name the profiles of both statements in one [scope-in-two-statements]`,
    ]);
  });

  test("profiles of several partitions", () => {
    const profileArns = [
      "arn:aws-us-gov:signer:us-gov-west-1:333333333333:/signing-profiles/release",
      RELEASE,
    ];
    expect(rejected([statement({ profileArns })])).toEqual([
      "trustPolicies: the profiles are of the partitions aws and aws-us-gov; signatures never cross them; make one trust policy for each partition [trust-across-partitions]",
    ]);
  });

  test("a partition without a root certificate", () => {
    const profileArns = ["arn:aws-cn:signer:cn-north-1:333333333333:/signing-profiles/release"];
    expect(rejected([statement({ profileArns })])).toEqual([
      "trustPolicies: AWS publishes no root certificate of Signer for the partition aws-cn; name a trust store of your own with trustStore [partition-without-trust-store]",
    ]);
  });

  test.each(["ca:aws-signer-ts", "aws-signer-ts", "signingAuthority:", "signingAuthority:../x", ""])(
    "the trust store %j",
    (store) => {
      expect(rejected([statement({})], store)).toEqual([
        `trustPolicies: "${store}" is not a trust store for AWS Signer; allowed: signingAuthority:<name> [invalid-trust-store]`,
      ]);
    },
  );
});
