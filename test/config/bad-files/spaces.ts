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
    "a no-break space before and behind a key in braces",
    [["{ pull: [shop] }", "{\u00a0pull: [shop], push\u00a0: [] }"]],
    [
      "organization.yaml:27:16 registry.repositories.shop/api.\\u{a0}pull: unknown key, where U+00A0 looks like a space and is none; allowed: signedBy, trustedProfiles, droppedProfiles, push, pull, lambdaPull, verify, downstreams, keep, encryption, mutableTags, tags, events; write `pull`, with ordinary spaces around it [unknown-key]",
      "organization.yaml:27:31 registry.repositories.shop/api.push\\u{a0}: unknown key, where U+00A0 looks like a space and is none; allowed: signedBy, trustedProfiles, droppedProfiles, push, pull, lambdaPull, verify, downstreams, keep, encryption, mutableTags, tags, events; write `push`, with ordinary spaces around it [unknown-key]",
    ],
  ],
  [
    "a no-break space behind a colon in braces",
    [['id: "222222222222", role: security', 'id: "222222222222", role:\u00a0security']],
    [
      "organization.yaml:9:3 accounts.security.role: is missing; allowed: management, security, registry, pipeline or workload, or a list; add it, like `role: management` [missing-key]",
      "organization.yaml:9:35 accounts.security.role:\\u{a0}security: unknown key, where U+00A0 looks like a space and is none; allowed: id, role, organizationalUnit, regions, deploymentRole, networks, clusters; put a space behind the colon: `role: security` [unknown-key]",
    ],
  ],
  [
    "a no-break space behind a value in braces, and one between words",
    [
      ["{ pull: [shop] }", "{ pull: organization\u00a0}"],
      ["validity: 135 months", "validity: 135\u00a0months"],
    ],
    [
      'organization.yaml:22:26 signing.profiles.release.validity: is "135\\u{a0}months", where U+00A0 looks like a space and is none; allowed: a number and days, months or years; write it like 135 months, or remove the key [invalid-value]',
      'organization.yaml:27:23 registry.repositories.shop/api.pull: is "organization\\u{a0}", where U+00A0 looks like a space and is none; allowed: organization, or a list; did you mean `organization`? [invalid-value]',
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
