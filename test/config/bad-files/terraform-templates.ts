import { ROOT_CERTIFICATE } from "../certificates";
import { type BadFile, type Edit } from "./base";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const OUTSIDE = "666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent";

const suppressed = (texts: string): Edit[] => [
  [
    "signing:\n",
    `inspector: { suppressions: { jndi: { vulnerabilities: [CVE-2021-44228], ${texts}, expires: 2026-03-31 } } }\nsigning:\n`,
  ],
];
const verification = (text: string): Edit[] => [["signing:\n", `verification: { ${text} }\nsigning:\n`]];
const HINT = "allowed: text without ${ and %{; remove the sign before {, or put a space between the two";

/** Texts that Terraform would not keep as they are. */
export const BAD_TERRAFORM_TEMPLATES: readonly BadFile[] = [
  [
    "a reason that Terraform cannot read",
    suppressed('reason: "Lookups such as ${jndi:ldap://x} are off", owner: me'),
    [
      `organization.yaml:20:81 inspector.suppressions.jndi.reason: is "Lookups such as \${jndi:ldap://x} are off", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
    ],
  ],
  [
    "a reason that reads a file, and an owner that is escaped",
    suppressed(`reason: 'Seen in \${file("/etc/hostname")} only', owner: "$\${me}"`),
    [
      `organization.yaml:20:81 inspector.suppressions.jndi.reason: is "Seen in \${file("/etc/hostname")} only", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
      `organization.yaml:20:129 inspector.suppressions.jndi.owner: is "$\${me}", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
    ],
  ],
  [
    "a reason with a directive, and an owner that CDKTF takes for a token",
    suppressed('reason: "All but %{ if true }", owner: "#{TfToken[TOKEN.0]}"'),
    [
      `organization.yaml:20:81 inspector.suppressions.jndi.reason: is "All but %{ if true }", in which Terraform would evaluate what follows %{; ${HINT} [terraform-template]`,
      `organization.yaml:20:112 inspector.suppressions.jndi.owner: is "#{TfToken[TOKEN.0]}", in which Terraform would evaluate what follows #{TfToken[; ${HINT} [terraform-template]`,
    ],
  ],
  [
    "the description of a lifecycle rule",
    [
      [
        "{ pull: [shop] }",
        '{ keep: { rules: [{ description: "Older than ${days}", tagStatus: untagged, countType: imageCountMoreThan, countNumber: 5 }] } }',
      ],
    ],
    [
      `organization.yaml:27:48 registry.repositories.shop/api.keep.rules[0].description: is "Older than \${days}", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
    ],
  ],
  [
    "the reason of an exception",
    verification(
      `exceptions: { agent: { image: "public.ecr.aws/datadog/agent@${DIGEST}", accounts: [shop], reason: "the vendor \${says} so", owner: platform, expires: 2026-03-31 } }`,
    ),
    [
      `organization.yaml:20:177 verification.exceptions.agent.reason: is "the vendor \${says} so", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
    ],
  ],
  [
    "the identity of a publisher",
    verification(
      `publishers: { partner: { repositories: [${OUTSIDE}], accounts: [shop], identities: ["x509.subject: C=US, ST=WA, O=\${path.cwd}"], certificates: [${JSON.stringify(ROOT_CERTIFICATE)}] } }`,
    ),
    [
      `organization.yaml:20:149 verification.publishers.partner.identities[0]: is "x509.subject: C=US, ST=WA, O=\${path.cwd}", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
    ],
  ],
  [
    "a template beside another mistake",
    [
      ...suppressed('reason: "Lookups such as ${jndi} are off", owner: me'),
      ["attachTo: [production]", "attachTo: [production]\n  firewall: true"],
    ],
    [
      `organization.yaml:20:81 inspector.suppressions.jndi.reason: is "Lookups such as \${jndi} are off", in which Terraform would evaluate what follows \${; ${HINT} [terraform-template]`,
      "organization.yaml:38:3 guardrails.firewall: unknown key; allowed: attachTo, exemptRoles; remove it [unknown-key]",
    ],
  ],
];
