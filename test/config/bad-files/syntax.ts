import { type BadFile } from "./base";

export const BAD_SYNTAX: readonly BadFile[] = [
  [
    "an empty file",
    "",
    [
      "organization.yaml:1:1 the file holds no settings; begin with the starter file: `npx supply-chain init DIR` writes one [file-empty]",
    ],
  ],
  [
    "comments only",
    "# nothing yet\n",
    [
      "organization.yaml:1:1 the file holds no settings; begin with the starter file: `npx supply-chain init DIR` writes one [file-empty]",
    ],
  ],
  [
    "a document marker only",
    "---\n",
    [
      "organization.yaml:1:1 the file holds no settings; begin with the starter file: `npx supply-chain init DIR` writes one [file-empty]",
    ],
  ],
  [
    "a broken list",
    [["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, eu-west-1"]],
    [
      "organization.yaml:5:12 not valid YAML: the list that begins here has no closing ]; add it, and indent what is inside more than the key [yaml-syntax]",
    ],
  ],
  [
    "a broken quote",
    [['{ id: "111111111111", role', '{ id: "111111111111, role']],
    [
      'organization.yaml:8:21 not valid YAML: the quoted text that begins here has no closing "; add it [yaml-syntax]',
    ],
  ],
  [
    "wrong indentation",
    [["  root: r-ex4m", " root: r-ex4m"]],
    [
      "organization.yaml:3:1 not valid YAML: the indentation of this line matches no line above; indent it like the other keys of its map [yaml-syntax]",
      "organization.yaml:4:15 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
      "organization.yaml:6:1 not valid YAML: the indentation of this line matches no line above; indent it like the other keys of its map [yaml-syntax]",
    ],
  ],
  [
    "a tab as indentation",
    [["  root: r-ex4m", "\troot: r-ex4m"]],
    ["organization.yaml:3:1 not valid YAML: a tab indents this line; indent with spaces [yaml-syntax]"],
  ],
  [
    "a tab behind a space as indentation",
    [["  root: r-ex4m", " \troot: r-ex4m"]],
    ["organization.yaml:3:1 not valid YAML: a tab indents this line; indent with spaces [yaml-syntax]"],
  ],
  [
    "a tab before a key of an account",
    [['    id: "444444444444"', '\tid: "444444444444"']],
    ["organization.yaml:12:1 not valid YAML: a tab indents this line; indent with spaces [yaml-syntax]"],
  ],
  [
    "two lines that tabs indent, and a bracket that is open",
    [
      ["  root: r-ex4m", "\troot: r-ex4m"],
      ['    id: "444444444444"', '\tid: "444444444444"'],
      ["attachTo: [production]", "attachTo: [production"],
    ],
    [
      "organization.yaml:3:1 not valid YAML: a tab indents this line; indent with spaces [yaml-syntax]",
      "organization.yaml:12:1 not valid YAML: a tab indents this line; indent with spaces [yaml-syntax]",
    ],
  ],
  [
    "a NUL byte",
    [["r-ex4m", "r-ex\u0000m"]],
    [
      "organization.yaml:3:13 the character U+0000 is not allowed in YAML; remove it; if the file is UTF-16, save it with the encoding UTF-8 [yaml-control-character]",
    ],
  ],
  [
    "an escape character",
    [["r-ex4m", "\u001b[31mr-ex4m"]],
    ["organization.yaml:3:9 the character U+001B is not allowed in YAML; remove it [yaml-control-character]"],
  ],
  [
    "a lone surrogate",
    [["r-ex4m", "r-ex\ud800"]],
    [
      "organization.yaml:3:13 the character U+D800 is not allowed in YAML; remove it [yaml-control-character]",
    ],
  ],
  [
    "a lone carriage return",
    [["  root: r-ex4m\n", "  root: r-ex4m\r"]],
    [
      "organization.yaml:3:15 the character U+000D is not allowed in YAML; remove it, or let it be followed by a line feed [yaml-control-character]",
    ],
  ],
  [
    "a byte order mark in the middle",
    [["r-ex4m", "﻿r-ex4m"]],
    ["organization.yaml:3:9 the character U+FEFF is not allowed in YAML; remove it [yaml-control-character]"],
  ],
  [
    "a duplicate key",
    [["  root: r-ex4m", "  root: r-ex4m\n  id: o-exampleorg2"]],
    [
      "organization.yaml:4:3 organization.id: the key stands here a second time; keep this one or the one in line 2 [yaml-duplicate-key]",
    ],
  ],
  [
    "a duplicate account",
    [["  security: {", "  shop: {"]],
    [
      "organization.yaml:11:3 accounts.shop: the key stands here a second time; keep this one or the one in line 9 [yaml-duplicate-key]",
    ],
  ],
  [
    "two documents",
    [["accounts:", "---\naccounts:"]],
    [
      "organization.yaml:7:1 a second YAML document begins here; allowed: one document in one file; remove the line `---` or everything behind it [yaml-multiple-documents]",
    ],
  ],
  [
    "an anchor and its alias",
    [
      [
        'management: { id: "111111111111", role: management }',
        'management: &a { id: "111111111111", role: management }\n  other: *a',
      ],
    ],
    [
      "organization.yaml:8:18 accounts.management: the anchor &a is not read; remove it, and write the value out where an alias repeats it [yaml-anchor]",
      'organization.yaml:9:10 accounts.other: the alias *a is not read; write the value out; put it in quotes if it is text: "*a" [yaml-alias]',
    ],
  ],
  [
    "a merge key",
    [['security: { id: "222222222222", role: security }', "security: { <<: *defaults, role: security }"]],
    [
      'organization.yaml:9:19 accounts.security.<<: the alias *defaults is not read; write the value out; put it in quotes if it is text: "*defaults" [yaml-alias]',
    ],
  ],
  [
    "an unknown alias",
    [["[production]", "*units"]],
    [
      'organization.yaml:36:13 guardrails.attachTo: the alias *units is not read; write the value out; put it in quotes if it is text: "*units" [yaml-alias]',
    ],
  ],
  [
    "a JavaScript tag",
    [["r-ex4m", "!!js/function 'function () {}'"]],
    [
      "organization.yaml:3:23 organization.root: the tag !!js/function is not read; remove it, and put text that begins with ! in quotes [yaml-tag]",
    ],
  ],
  [
    "a custom tag",
    [["r-ex4m", "!secret root"]],
    [
      "organization.yaml:3:17 organization.root: the tag !secret is not read; remove it, and put text that begins with ! in quotes [yaml-tag]",
    ],
  ],
  [
    "a core tag",
    [["r-ex4m", "!!str r-ex4m"]],
    [
      "organization.yaml:3:15 organization.root: the tag !!str is not read; remove it, and put text that begins with ! in quotes [yaml-tag]",
    ],
  ],
  [
    "a YAML 1.1 binary",
    [["r-ex4m", "!!binary cm9vdA=="]],
    [
      "organization.yaml:3:18 organization.root: the tag !!binary is not read; remove it, and put text that begins with ! in quotes [yaml-tag]",
    ],
  ],
  [
    "the key __proto__",
    [["  root: r-ex4m", "  root: r-ex4m\n  __proto__: { polluted: true }"]],
    ["organization.yaml:4:3 organization: __proto__ cannot be a key; choose another name [yaml-key]"],
  ],
  [
    "the key constructor",
    [["  shop:\n", "  constructor:\n"]],
    ["organization.yaml:11:3 accounts: constructor cannot be a key; choose another name [yaml-key]"],
  ],
  [
    "a list as a key",
    [["  root: r-ex4m", "  root: r-ex4m\n  ? [a, b]\n  : c"]],
    [
      "organization.yaml:4:5 organization: a key must be plain text; write `key: value`, and put text that begins with { or [ in quotes [yaml-key]",
    ],
  ],
  [
    "an empty key",
    [["  root: r-ex4m", "  root: r-ex4m\n  : c"]],
    [
      "organization.yaml:4:1 organization: a key must be plain text; write `key: value`, and put text that begins with { or [ in quotes [yaml-key]",
    ],
  ],
  [
    "text instead of a map",
    "organization",
    [
      'organization.yaml:1:1 is "organization"; allowed: a map of keys and values; begin with the starter file: `npx supply-chain init DIR` writes one [invalid-value]',
    ],
  ],
  [
    "a list instead of a map",
    "- organization\n",
    [
      "organization.yaml:1:1 is a list of 1 entry; allowed: a map of keys and values; begin with the starter file: `npx supply-chain init DIR` writes one [invalid-value]",
    ],
  ],
  [
    "a number instead of a map",
    "42\n",
    [
      "organization.yaml:1:1 is the number 42; allowed: a map of keys and values; begin with the starter file: `npx supply-chain init DIR` writes one [invalid-value]",
    ],
  ],
  [
    "a directive of another version",
    [["organization:\n  id", "%YAML 3.0\norganization:\n  id"]],
    ["organization.yaml:2:1 not valid YAML: lines that begin with % are not read; remove them [yaml-syntax]"],
  ],
];
