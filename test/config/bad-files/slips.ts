import { type BadFile } from "./base";

/** Slips of the pen that YAML does not forgive. */
export const BAD_SLIPS: readonly BadFile[] = [
  [
    "a key without a colon",
    [["  root: r-ex4m", "  root r-ex4m"]],
    [
      "organization.yaml:3:3 not valid YAML: a key has no colon with a space behind it; write `key: value`, with a space behind the colon [yaml-syntax]",
    ],
  ],
  [
    "a last key without a colon",
    "organization:\n  id: o-exampleorg1\n  root\n",
    [
      "organization.yaml:3:3 not valid YAML: a key has no colon with a space behind it; write `key: value`, with a space behind the colon [yaml-syntax]",
    ],
  ],
  [
    "a key without a space behind its colon",
    [["  root: r-ex4m", "  root:r-ex4m"]],
    [
      "organization.yaml:3:3 not valid YAML: a key has no colon with a space behind it; write `key: value`, with a space behind the colon [yaml-syntax]",
    ],
  ],
  [
    "two keys in one line",
    [["  root: r-ex4m", "  root: id: r-ex4m"]],
    [
      "organization.yaml:3:9 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
    ],
  ],
  [
    "a key that is indented too far",
    [["  root: r-ex4m", "    root: r-ex4m"]],
    [
      "organization.yaml:2:7 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
    ],
  ],
  [
    "a key among the entries of a list",
    [["    networks:\n", "    networks:\n      vpc: x\n"]],
    [
      "organization.yaml:17:1 not valid YAML: the entries of a list and the keys of a map are mixed; begin every entry of the list with `- `, and indent it like the others [yaml-syntax]",
    ],
  ],
  [
    "an entry among the keys of a map",
    [["  root: r-ex4m", "  root: r-ex4m\n  - id"]],
    [
      "organization.yaml:4:1 not valid YAML: the entries of a list and the keys of a map are mixed; begin every entry of the list with `- `, and indent it like the others [yaml-syntax]",
    ],
  ],
  [
    "an entry of a list that is indented less",
    "accounts:\n  - a: 1\n    b: 2\n   c: 3\n",
    [
      "organization.yaml:4:1 not valid YAML: the entries of a list and the keys of a map are mixed; begin every entry of the list with `- `, and indent it like the others [yaml-syntax]",
    ],
  ],
  [
    "a list that begins behind its key",
    [["[eu-central-1, eu-west-1]", "- eu-central-1"]],
    [
      "organization.yaml:5:12 not valid YAML: a list begins in the line of its key; begin it in the next line, or write it in [ ] [yaml-syntax]",
    ],
  ],
  [
    "a map that is not closed",
    [["role: security }", "role: security"]],
    [
      "organization.yaml:9:13 not valid YAML: the map that begins here has no closing }; add it, and indent what is inside more than the key [yaml-syntax]",
    ],
  ],
  [
    "a list over lines that begin too far left",
    [["[eu-central-1, eu-west-1]", "[\neu-central-1\n]"]],
    [
      "organization.yaml:5:12 not valid YAML: the list that begins here has no closing ]; add it, and indent what is inside more than the key [yaml-syntax]",
    ],
  ],
  [
    "a text in single quotes that does not end",
    [["root: r-ex4m", "root: 'r-ex4m"]],
    [
      "organization.yaml:3:9 not valid YAML: the quoted text that begins here has no closing '; add it [yaml-syntax]",
    ],
  ],
  [
    "a text in double quotes in the last line",
    'organization: "o-ex',
    [
      'organization.yaml:1:15 not valid YAML: the quoted text that begins here has no closing "; add it [yaml-syntax]',
    ],
  ],
  [
    "text behind a quoted text",
    [["root: r-ex4m", 'root: "r-ex4m" root']],
    [
      "organization.yaml:3:18 not valid YAML: something follows a value that has ended; put the whole value in quotes, or begin a new line [yaml-syntax]",
    ],
  ],
  [
    "a comma that is missing between keys",
    [["{ type: ecs }", "{ type: ecs signatures: block }"]],
    [
      "organization.yaml:18:20 not valid YAML: a comma is missing between entries in [ ] or { }; put a comma between them and no `- ` before them [yaml-syntax]",
    ],
  ],
  [
    "a comma that is missing between entries",
    [["[eu-central-1, eu-west-1]", '["eu-central-1" "eu-west-1"]']],
    [
      "organization.yaml:5:28 not valid YAML: a comma is missing between entries in [ ] or { }; put a comma between them and no `- ` before them [yaml-syntax]",
    ],
  ],
  [
    "a hyphen in brackets",
    [["[eu-central-1, eu-west-1]", "[- eu-central-1]"]],
    [
      "organization.yaml:5:13 not valid YAML: a comma is missing between entries in [ ] or { }; put a comma between them and no `- ` before them [yaml-syntax]",
    ],
  ],
  [
    "a comma too many",
    [["[eu-central-1, eu-west-1]", "[eu-central-1,, eu-west-1]"]],
    ["organization.yaml:5:26 not valid YAML: there is a comma too many; remove it [yaml-syntax]"],
  ],
  [
    "a bracket too many",
    [["[eu-central-1, eu-west-1]", "[eu-central-1]]"]],
    [
      "organization.yaml:5:26 not valid YAML: this bracket closes nothing; remove it, or add the bracket that it closes [yaml-syntax]",
    ],
  ],
  [
    "a brace too many",
    [["{ type: ecs }", "{ type: ecs }}"]],
    [
      "organization.yaml:18:25 not valid YAML: this bracket closes nothing; remove it, or add the bracket that it closes [yaml-syntax]",
    ],
  ],
  [
    "a star without quotes",
    [["  replication:", "  scanning: { onPush: [*] }\n  replication:"]],
    [
      "organization.yaml:24:24 not valid YAML: text cannot begin with this sign; put it in quotes [yaml-syntax]",
    ],
  ],
  [
    "a pattern without quotes",
    [["  replication:", "  scanning: { onPush: [*/api] }\n  replication:"]],
    [
      'organization.yaml:24:24 registry.scanning.onPush[0]: the alias */api is not read; write the value out; put it in quotes if it is text: "*/api" [yaml-alias]',
    ],
  ],
  [
    "an at sign without quotes",
    [["root: r-ex4m", "root: @root"]],
    [
      "organization.yaml:3:9 not valid YAML: text cannot begin with this sign; put it in quotes [yaml-syntax]",
    ],
  ],
  [
    "a version constraint without quotes",
    [["signing:\n", "terraform: { awsProvider: >= 6.25 }\nsigning:\n"]],
    [
      "organization.yaml:20:27 not valid YAML: text cannot begin with this sign; put it in quotes [yaml-syntax]",
    ],
  ],
  [
    "a version constraint without quotes in a line of its own",
    [["signing:\n", "terraform:\n  awsProvider: >= 6.25\nsigning:\n"]],
    [
      "organization.yaml:21:17 not valid YAML: text follows | or >; begin the text in the next line, or put all of it in quotes [yaml-syntax]",
    ],
  ],
  [
    "a comment that directly follows a list",
    [["[eu-central-1, eu-west-1]", "[eu-central-1]# home"]],
    [
      "organization.yaml:5:26 not valid YAML: a # directly follows a value; put a space before it [yaml-syntax]",
    ],
  ],
  [
    "a backslash in double quotes",
    [["root: r-ex4m", 'root: "r\\dex4m"']],
    [
      "organization.yaml:3:11 not valid YAML: this is no escape sequence; write \\\\ for \\, or put the text in single quotes [yaml-syntax]",
    ],
  ],
  [
    "text behind the sign of a long text",
    [["root: r-ex4m", "root: |r-ex4m"]],
    [
      "organization.yaml:3:10 not valid YAML: text follows | or >; begin the text in the next line, or put all of it in quotes [yaml-syntax]",
    ],
  ],
  [
    "an unresolved conflict",
    [["  root: r-ex4m\n", "<<<<<<< HEAD\n  root: r-ex4m\n=======\n  root: r-ex4n\n>>>>>>> main\n"]],
    [
      "organization.yaml:3:1 not valid YAML: a conflict of two branches is not resolved; keep one side [yaml-syntax]",
      "organization.yaml:5:1 not valid YAML: a conflict of two branches is not resolved; keep one side [yaml-syntax]",
      "organization.yaml:7:1 not valid YAML: a conflict of two branches is not resolved; keep one side [yaml-syntax]",
    ],
  ],
  [
    "keys behind a document marker",
    "--- organization: x\n",
    [
      "organization.yaml:1:5 not valid YAML: something follows --- in its line; begin a new line [yaml-syntax]",
    ],
  ],
  [
    "a directive",
    "%YAML 1.2\norganization: x\n",
    ["organization.yaml:2:1 not valid YAML: lines that begin with % are not read; remove them [yaml-syntax]"],
  ],
  [
    "two anchors",
    [["root: r-ex4m", "root: &a &b r-ex4m"]],
    [
      "organization.yaml:3:12 not valid YAML: anchors (&) and tags (!) are not read; remove them; put text that begins with & or ! in quotes [yaml-syntax]",
    ],
  ],
  [
    "an anchor of an alias",
    [["root: r-ex4m", "root: &a *b"]],
    [
      "organization.yaml:3:12 not valid YAML: anchors (&) and tags (!) are not read; remove them; put text that begins with & or ! in quotes [yaml-syntax]",
    ],
  ],
  [
    "a template",
    [["root: r-ex4m", "root: {{ .Values.root }}"]],
    [
      "organization.yaml:3:10 organization.root: a key must be plain text; write `key: value`, and put text that begins with { or [ in quotes [yaml-key]",
    ],
  ],
  [
    "a template of another kind",
    [["root: r-ex4m", "root: {% root %}"]],
    [
      "organization.yaml:3:10 not valid YAML: text cannot begin with this sign; put it in quotes [yaml-syntax]",
    ],
  ],
  [
    "a file that ends in a list",
    "organization:\n  regions: [eu-central-1, eu",
    [
      "organization.yaml:2:12 not valid YAML: the list that begins here has no closing ]; add it, and indent what is inside more than the key [yaml-syntax]",
    ],
  ],
  [
    "a file that ends in a key",
    "organization:\n  id: o-exampleorg1\naccounts:\n  man",
    [
      "organization.yaml:1:1 organization.root: is missing; allowed: the id of a root; add it, like `root: r-ex4m` [missing-key]",
      "organization.yaml:1:1 organization.homeRegion: is missing; allowed: an AWS region listed in docs/organization-reference.md; add it, like `homeRegion: eu-central-1` [missing-key]",
      "organization.yaml:1:1 organization.regions: is missing; allowed: a list; add it, like `regions: [eu-central-1]` [missing-key]",
      'organization.yaml:4:3 accounts: is "man"; allowed: a map of keys and values; write lines like `KEY: …` below it [invalid-value]',
    ],
  ],
  [
    "Terraform's language",
    'variable "region" {\n  type = string\n}\n',
    [
      'organization.yaml:1:1 is "variable "region" { type = string }"; allowed: a map of keys and values; begin with the starter file: `npx supply-chain init DIR` writes one [invalid-value]',
    ],
  ],
  [
    "six lines that are wrong",
    "a: b: c\nd: e: f\ng: h: i\nj: k: l\nm: n: o\np: q: r\n",
    [
      "organization.yaml:1:4 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
      "organization.yaml:2:4 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
      "organization.yaml:3:4 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
      "organization.yaml:4:4 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
      "organization.yaml:5:4 not valid YAML: a key stands in the value of another key; put text that holds `: ` in quotes; indent keys of one map by the same number of spaces [yaml-syntax]",
    ],
  ],
];
