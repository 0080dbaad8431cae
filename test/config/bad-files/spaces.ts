import { type BadFile } from "./base";

/** Spaces that are missing, and signs that only look like one. */
export const BAD_SPACES: readonly BadFile[] = [
  [
    "a no-break space where a line begins",
    [["  homeRegion: eu-central-1", "\u00a0 homeRegion: eu-central-1"]],
    [
      "organization.yaml:4:15 not valid YAML: the line begins with U+00A0, which looks like a space and is none; indent with ordinary spaces [yaml-syntax]",
    ],
  ],
  [
    "a no-break space behind a colon",
    [["  homeRegion: eu-central-1", "  homeRegion:\u00a0eu-central-1"]],
    [
      "organization.yaml:4:3 not valid YAML: a colon is followed by U+00A0, which looks like a space and is none; write an ordinary space behind the colon [yaml-syntax]",
    ],
  ],
  [
    "a key in braces without a space behind its colon",
    [['id: "222222222222", role: security', 'id: "222222222222", role:security']],
    [
      "organization.yaml:9:3 accounts.security.role: is missing; allowed: management, security, registry, pipeline or workload, or a list; add it, like `role: management` [missing-key]",
      "organization.yaml:9:35 accounts.security.role:security: unknown key; allowed: id, role, organizationalUnit, regions, deploymentRole, networks, clusters; put a space behind the colon: `role: security` [unknown-key]",
    ],
  ],
];
