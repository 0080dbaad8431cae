import { CA_EXTENSIONS, certify, named, privateKey, purposes, toPem } from "../../notation/support/pki";
import { INTERMEDIATE_CERTIFICATE, LEAF_CERTIFICATE, ROOT_CERTIFICATE } from "../certificates";
import { type BadFile, type Edit } from "./base";

const SHA1_ROOT = toPem(
  certify({
    name: named("old root"),
    key: privateKey("rsa2048", 8),
    hash: "sha1",
    serial: 1,
    extensions: CA_EXTENSIONS,
  }).certificate,
);
const IDLE_ROOT = toPem(
  certify({ name: named("idle root"), extensions: CA_EXTENSIONS.slice(0, 1), serial: 2 }).certificate,
);
const OUTSIDE = "666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent";

/** The section `verification` of a file. */
export const section = (text: string): Edit[] => [["signing:\n", `verification: { ${text} }\nsigning:\n`]];
const publisher = (changes: Readonly<Record<string, string>>): Edit[] => {
  const keys = {
    repositories: `[${OUTSIDE}]`,
    accounts: "[shop]",
    identities: '["x509.subject: C=US, ST=WA, O=Partners"]',
    certificates: `[${JSON.stringify(ROOT_CERTIFICATE)}]`,
    ...changes,
  };
  return section(
    `publishers: { partner: { ${Object.entries(keys)
      .map(([key, value]) => `${key}: ${value}`)
      .join(", ")} } }`,
  );
};

const NO_TIMESTAMPS = toPem(
  certify({
    name: named("other purpose"),
    serial: 3,
    extensions: [...CA_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.3"])],
  }).certificate,
);

/** Publishers that cannot be trusted as they are written. */
export const BAD_PUBLISHERS: readonly BadFile[] = [
  [
    "a publisher of every repository",
    publisher({ repositories: '["*"]' }),
    [
      'organization.yaml:20:57 verification.publishers.partner.repositories[0]: is "*"; allowed: the address of a repository of ECR without tag, digest and wildcard; write it like 666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent [invalid-value]',
    ],
  ],
  ...["registry.example/partner/agent", "666666666666.dkr.ecr.eu-west-1.amazonaws.com.cn/agent"].map(
    (address): BadFile => [
      `a publisher of images outside ECR: ${address}`,
      publisher({ repositories: `[${address}]` }),
      [
        `organization.yaml:20:57 verification.publishers.partner.repositories[0]: ${address} is in no private registry of ECR, and the verifiers read signatures there alone; allowed: addresses of ECR: <account>.dkr.ecr.<region>.amazonaws.com/<repository>; let single images in by their digests with verification.exceptions, or copy them into a repository with \`signedBy\` [publisher-outside-ecr]`,
      ],
    ],
  ),
  [
    "a publisher whose repository has the host name for IPv6",
    publisher({ repositories: "[666666666666.dkr-ecr.eu-west-1.on.aws/partner/agent]" }),
    [
      "organization.yaml:20:57 verification.publishers.partner.repositories[0]: 666666666666.dkr-ecr.eu-west-1.on.aws/partner/agent has the host name of ECR for IPv6 or FIPS, and trust policies know a repository by its plain one; allowed: 666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent; write 666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent: images are known by it, whichever host name a task definition has [publisher-by-other-host]",
    ],
  ],
  [
    "a publisher whose repository looks like one of ECR",
    publisher({ repositories: "[666666666666.dkr-ecr.eu-west-1.on.aws.evil.example/agent]" }),
    [
      "organization.yaml:20:57 verification.publishers.partner.repositories[0]: 666666666666.dkr-ecr.eu-west-1.on.aws.evil.example/agent is in no private registry of ECR, and the verifiers read signatures there alone; allowed: addresses of ECR: <account>.dkr.ecr.<region>.amazonaws.com/<repository>; let single images in by their digests with verification.exceptions, or copy them into a repository with `signedBy` [publisher-outside-ecr]",
    ],
  ],
  [
    "a publisher of the organization's own images",
    publisher({ repositories: "[333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api]" }),
    [
      "organization.yaml:20:57 verification.publishers.partner.repositories[0]: 333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api is in the organization's own registry, whose images the signing profiles sign; take it out, and set `signedBy` of the repository [publisher-of-own-registry]",
    ],
  ],
  [
    "two publishers of one repository",
    section(
      ["one", "two"]
        .map(
          (name) =>
            `${name}: { repositories: [${OUTSIDE}], accounts: [shop], identities: ["x509.subject: C=US, ST=WA, O=${name}"], certificates: [${JSON.stringify(ROOT_CERTIFICATE)}] }`,
        )
        .join(", ")
        .replace(/^/, "publishers: { ")
        .replace(/$/, " }"),
    ),
    [
      "organization.yaml:20:976 verification.publishers.two.repositories[0]: 666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent is one of one already, and a repository has one publisher; remove one of them [repeated-entry]",
    ],
  ],
  [
    "a publisher who is anybody",
    publisher({ identities: '["*"]' }),
    [
      'organization.yaml:20:149 verification.publishers.partner.identities[0]: is "*"; allowed: x509.subject: and the distinguished name of its certificate, at least its C, ST and O; write it like "x509.subject: C=US, ST=WA, O=Partner" [invalid-value]',
    ],
  ],
  ...["ST=WA, O=Partner", "C=US, O=Partner", "C=US, ST=WA, CN=O", "C=, ST=WA, O=Partner"].map(
    (name): BadFile => [
      `a publisher whose name says too little: ${name}`,
      publisher({ identities: `["x509.subject: ${name}"]` }),
      [
        `organization.yaml:20:149 verification.publishers.partner.identities[0]: is "x509.subject: ${name}"; allowed: x509.subject: and the distinguished name of its certificate, at least its C, ST and O; write it like "x509.subject: C=US, ST=WA, O=Partner" [invalid-value]`,
      ],
    ],
  ),
  [
    "a publisher by signing profile",
    publisher({ identities: '["arn:aws:signer:eu-west-1:666666666666:/signing-profiles/agent"]' }),
    [
      'organization.yaml:20:149 verification.publishers.partner.identities[0]: is "arn:aws:signer:eu-west-1:666666666666:/signing-profiles/agen… (61 characters)"; allowed: x509.subject: and the distinguished name of its certificate, at least its C, ST and O; write it like "x509.subject: C=US, ST=WA, O=Partner" [invalid-value]',
    ],
  ],
  [
    "a publisher without certificates",
    publisher({ certificates: "[]" }),
    [
      "organization.yaml:20:205 verification.publishers.partner.certificates: is an empty list; allowed: at least 1 entry; write entries that begin with `- ` below it [invalid-value]",
    ],
  ],
  [
    "a publisher whose certificate is none",
    publisher({ certificates: '["-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----"]' }),
    [
      "organization.yaml:20:206 verification.publishers.partner.certificates[0]: cannot be read as one certificate in PEM; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher whose certificate is a word",
    publisher({ certificates: "[root.pem]" }),
    [
      "organization.yaml:20:206 verification.publishers.partner.certificates[0]: cannot be read as one certificate in PEM; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher whose root may sign nothing",
    publisher({ certificates: `[${JSON.stringify(LEAF_CERTIFICATE)}]` }),
    [
      "organization.yaml:20:206 verification.publishers.partner.certificates[0]: is the certificate of C=US, O=Example Partner, CN=signing, which is no authority; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher with a timestamp authority that is no root",
    publisher({ timestampAuthorities: `[${JSON.stringify(INTERMEDIATE_CERTIFICATE)}]` }),
    [
      "organization.yaml:20:984 verification.publishers.partner.timestampAuthorities[0]: is the certificate of C=US, O=Example Partner, CN=signing, which another signed; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher whose root is signed with SHA-1",
    publisher({ certificates: `[${JSON.stringify(SHA1_ROOT)}]` }),
    [
      "organization.yaml:20:206 verification.publishers.partner.certificates[0]: is the certificate of C=US, ST=WA, O=Example, CN=old root, below which no signature is trusted: the signature algorithm 1.2.840.113549.1.1.5 is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher with a timestamp authority whose root is signed with SHA-1, beside a good one",
    publisher({
      timestampAuthorities: `[${JSON.stringify(ROOT_CERTIFICATE)}, ${JSON.stringify(SHA1_ROOT)}]`,
    }),
    [
      "organization.yaml:20:1738 verification.publishers.partner.timestampAuthorities[1]: is the certificate of C=US, ST=WA, O=Example, CN=old root, below which no signature is trusted: trust store tsa:partner: the signature algorithm 1.2.840.113549.1.1.5 is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher with a timestamp authority whose root is for something else",
    publisher({ timestampAuthorities: `[${JSON.stringify(NO_TIMESTAMPS)}]` }),
    [
      "organization.yaml:20:984 verification.publishers.partner.timestampAuthorities[0]: is the certificate of C=US, ST=WA, O=Example, CN=other purpose, below which no signature is trusted: it is for other purposes than timestamps, or has a critical extension that is not looked at; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
  [
    "a publisher whose root may sign no certificates",
    publisher({ certificates: `[${JSON.stringify(IDLE_ROOT)}]` }),
    [
      "organization.yaml:20:206 verification.publishers.partner.certificates[0]: is the certificate of C=US, ST=WA, O=Example, CN=idle root, below which no signature is trusted: it has no key usage; allowed: the certificate of a root: an authority that signed itself; put the root certificate of the chain here, in PEM [invalid-certificate]",
    ],
  ],
];
