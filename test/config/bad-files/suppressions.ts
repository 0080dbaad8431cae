import { type BadFile, type Edit } from "./base";

const suppressed = (text: string): Edit[] => [
  ["signing:\n", `inspector: { suppressions: ${text} }\nsigning:\n`],
];
const WHO = 'reason: not linked, owner: security, expires: "2026-03-31"';

/** Suppressions that nobody answers for, that never end or that hide too much. */
export const BAD_SUPPRESSIONS: readonly BadFile[] = [
  [
    "a suppression without a reason",
    suppressed("{ xz: { vulnerabilities: [CVE-2024-3094], owner: security, expires: 2026-03-31 } }"),
    [
      "organization.yaml:20:30 inspector.suppressions.xz.reason: is missing; allowed: one line of text; add it, like `reason: nothing in these images links it` [missing-key]",
    ],
  ],
  [
    "a suppression without an owner and an end",
    suppressed("{ xz: { vulnerabilities: [CVE-2024-3094], reason: not linked } }"),
    [
      "organization.yaml:20:30 inspector.suppressions.xz.owner: is missing; allowed: one line of text; add it, like `owner: security@example.com` [missing-key]",
      'organization.yaml:20:30 inspector.suppressions.xz.expires: is missing; allowed: a day; add it, like `expires: "2026-03-31"` [missing-key]',
    ],
  ],
  [
    "a suppression that ends on no day",
    suppressed(
      "{ xz: { vulnerabilities: [CVE-2024-3094], reason: not linked, owner: me, expires: 2026-02-30 } }",
    ),
    [
      'organization.yaml:20:110 inspector.suppressions.xz.expires: is "2026-02-30"; allowed: a day; write it like "2026-03-31" [invalid-value]',
    ],
  ],
  [
    "a suppression that ends in words",
    suppressed("{ xz: { vulnerabilities: [CVE-2024-3094], reason: not linked, owner: me, expires: never } }"),
    [
      'organization.yaml:20:110 inspector.suppressions.xz.expires: is "never"; allowed: a day; write it like "2026-03-31" [invalid-value]',
    ],
  ],
  [
    "a suppression whose reason is empty",
    suppressed('{ xz: { vulnerabilities: [CVE-2024-3094], reason: " ", owner: "", expires: 2026-03-31 } }'),
    [
      'organization.yaml:20:78 inspector.suppressions.xz.reason: is " "; allowed: one line of text; write it like nothing in these images links it [invalid-value]',
      'organization.yaml:20:90 inspector.suppressions.xz.owner: is ""; allowed: one line of text; write it like security@example.com [invalid-value]',
    ],
  ],
  [
    "a suppression whose reason says nothing",
    suppressed(
      "{ xz: { vulnerabilities: [CVE-2024-3094], reason: not there, owner: me, expires: 2026-03-31 } }",
    ),
    [
      'organization.yaml:20:78 inspector.suppressions.xz.reason: is "not there"; allowed: at least 10 characters; write it like nothing in these images links it [invalid-value]',
    ],
  ],
  [
    "a suppression of everything",
    suppressed(`{ all: { ${WHO} } }`),
    [
      "organization.yaml:20:30 inspector.suppressions.all: names neither vulnerabilities nor packages, so it would hide everything, also what is found later; allowed: `vulnerabilities`, or `packages` with `repositories` named in full; list in `vulnerabilities` the ones that were looked at [suppression-too-broad]",
    ],
  ],
  [
    "a suppression of everything in a repository",
    suppressed(`{ all: { repositories: [shop/api], ${WHO} } }`),
    [
      "organization.yaml:20:30 inspector.suppressions.all: names neither vulnerabilities nor packages, so it would hide everything, also what is found later; allowed: `vulnerabilities`, or `packages` with `repositories` named in full; list in `vulnerabilities` the ones that were looked at [suppression-too-broad]",
    ],
  ],
  [
    "a suppression of a package everywhere",
    suppressed(`{ ssl: { packages: [openssl], ${WHO} } }`),
    [
      "organization.yaml:20:30 inspector.suppressions.ssl: names no vulnerabilities, so it would hide everything in openssl, also what is found later, in every image; allowed: `vulnerabilities`, or `packages` with `repositories` named in full; list in `vulnerabilities` the ones that were looked at [suppression-too-broad]",
    ],
  ],
  [
    "a suppression of a package in repositories to come",
    suppressed(`{ ssl: { packages: [openssl], repositories: [data/reports, shop/*], ${WHO} } }`),
    [
      "organization.yaml:20:30 inspector.suppressions.ssl: names no vulnerabilities, so it would hide everything in openssl, also what is found later, in whatever repositories shop/* match; allowed: `vulnerabilities`, or `packages` with `repositories` named in full; list in `vulnerabilities` the ones that were looked at [suppression-too-broad]",
    ],
  ],
  [
    "a suppression of vulnerabilities by wildcard",
    suppressed(`{ old: { vulnerabilities: ["CVE-2019-*"], ${WHO} } }`),
    [
      'organization.yaml:20:55 inspector.suppressions.old.vulnerabilities[0]: is "CVE-2019-*"; allowed: the id of one vulnerability, without wildcards; write it like CVE-2024-3094 [invalid-value]',
    ],
  ],
  [
    "a suppression in every repository, said by wildcard",
    suppressed(`{ xz: { vulnerabilities: [CVE-2024-3094], repositories: ["*"], ${WHO} } }`),
    [
      'organization.yaml:20:85 inspector.suppressions.xz.repositories[0]: is "*"; allowed: the name of a repository, or what several begin with and /*; write it like shop/* [invalid-value]',
    ],
  ],
  [
    "suppressions where images are not scanned",
    [
      [
        "signing:\n",
        `inspector: { autoEnable: [ec2], suppressions: { xz: { vulnerabilities: [CVE-2024-3094], ${WHO} } } }\nsigning:\n`,
      ],
      ["registry:\n", "registry:\n  scanning: { mode: basic }\n"],
    ],
    [
      "organization.yaml:20:33 inspector.suppressions: hides findings about images, but autoEnable lacks ecr; add ecr to autoEnable, or remove it [key-without-effect]",
    ],
  ],
];
