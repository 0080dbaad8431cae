import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { problemsOf, rejectionOf } from "../support/rejection";
import { type Edit, RegistrySynths } from "./registry-synths";

const API = "    api: { validity: 135 months }\n";
const SIGNED_BY_API = "      signedBy: api\n";
const REASON = "droppedOn: 2026-03-04, reason: it never signed anything, owner: platform";

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
});

afterEach(() => {
  synths.remove();
});

const rejected = (...edits: readonly Edit[]) =>
  rejectionOf(() => {
    synths.run(...edits);
  });
const remove = () => `if the last synth was never applied, remove ${synths.stack} [trust-vanished]`;

describe("a generation that was trusted", () => {
  const profile = (written: string): Edit => [API, `    api: ${written}\n`];
  const vanished = (generation: number) =>
    `signing.profiles.api: generation ${String(generation)} was trusted at the last synth, for shop/api, and is neither trusted nor dropped; add it to \`trustedGenerations\`, or drop it: \`droppedGenerations: [{ generation: ${String(generation)}, droppedOn: DAY, evidence: FILE }]\`, with \`reason\` and \`owner\` instead of \`evidence\` where it never signed anything (docs/signing-rotation.md); ${remove()}`;

  test.each([
    ["that never signed", "{ trustedGenerations: [2] }"],
    ["that signed", "{ generation: 2, trustedGenerations: [1] }"],
  ])("may not go from the file by going back to a lower one: %s", (_, before) => {
    synths.run(profile(before));
    const file = readFileSync(synths.file, "utf8");
    expect(rejected(profile("{}"))).toEqual([vanished(2)]);
    expect(readFileSync(synths.file, "utf8")).toBe(file);
  });

  test("may not become another profile by another validity", () => {
    synths.run();
    expect(rejected(profile("{ validity: 12 months }"))).toEqual([
      `signing.profiles.api: generation 1 would be another profile of AWS Signer, arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_d1868180, than at the last synth: nobody would trust the one that signed so far, and Terraform refuses to replace it; put back what changed of it (its validity, the home region, the id of the registry's account or of the organization), and give that to the next generation (docs/signing-rotation.md#a-new-validity); ${remove()}`,
    ]);
  });

  test("may not become that of another account of the registry", () => {
    synths.run();
    const moved = problemsOf(() => synths.run(["333333333333", "888888888888"]));
    expect(moved.map(({ code }) => code)).toContain("trust-vanished");
    expect(moved.map(({ message }) => message).join()).toContain(
      "generation 1 would be another profile of AWS Signer, arn:aws:signer:eu-central-1:888888888888:/signing-profiles/",
    );
  });

  test("may be dropped with a reason", () => {
    synths.run(profile("{ trustedGenerations: [2] }"));
    synths.run(profile(`{ droppedGenerations: [{ generation: 2, ${REASON} }] }`));
  });

  test("may be taken back when its synth was never applied", () => {
    synths.run(profile("{ trustedGenerations: [2] }"));
    rmSync(synths.stack, { recursive: true });
    synths.run(profile("{}"));
  });

  test("is not asked for twice: the next synth goes by the last one", () => {
    synths.run(profile("{ trustedGenerations: [2] }"));
    synths.run(profile(`{ droppedGenerations: [{ generation: 2, ${REASON} }] }`));
    synths.run(profile("{}"));
  });
});

describe("a profile that a repository trusted", () => {
  const MOVED: Edit = [SIGNED_BY_API, "      signedBy: web\n      trustedProfiles: [api]\n"];
  const vanished = (change: string) =>
    `registry.repositories.shop/api: profile api was trusted at the last synth, for shop/api, and is neither trusted nor dropped; ${change} \`trustedProfiles: [api]\` to it, or drop it: \`droppedProfiles: [{ profile: api, droppedOn: DAY, evidence: FILE }]\`, or \`reason\` and \`owner\` instead of \`evidence\` (docs/signing-rotation.md); ${remove()}`;
  const NOT_SIGNED = "      signedBy: web\n";
  const DROPPED = `${NOT_SIGNED}      droppedProfiles: [{ profile: api, ${REASON} }]\n`;

  beforeEach(() => {
    synths.run([SIGNED_BY_API, `${SIGNED_BY_API}      trustedProfiles: [web]\n`]);
  });

  test("may not go because another one signs", () => {
    expect(rejected([SIGNED_BY_API, NOT_SIGNED])).toEqual([vanished("add")]);
  });

  test("may not go after another one signed", () => {
    synths.run(MOVED);
    expect(rejected([SIGNED_BY_API, NOT_SIGNED])).toEqual([vanished("add")]);
  });

  test("may not go with the profile", () => {
    synths.run(MOVED);
    expect(rejected([SIGNED_BY_API, NOT_SIGNED], [API, ""])).toEqual([
      vanished("put the profile back and add"),
    ]);
  });

  test("may be dropped with a reason, and the profile with it", () => {
    synths.run(MOVED);
    synths.run([SIGNED_BY_API, DROPPED]);
    synths.run([SIGNED_BY_API, DROPPED], [API, ""]);
  });

  test("is dropped at once with its profile when the file says so", () => {
    synths.run(MOVED);
    synths.run([SIGNED_BY_API, DROPPED], [API, ""]);
  });
});

test("of several repositories the first are named", () => {
  const web: Edit = ["      signedBy: web\n", "      signedBy: web\n      trustedProfiles: [api]\n"];
  const reports: Edit = [
    "      signedBy: reports\n",
    "      signedBy: reports\n      trustedProfiles: [api]\n",
  ];
  synths.run(web, reports);
  expect(rejected()).toEqual([
    `registry.repositories: profile api was trusted at the last synth, for shop/web, data/reports, and is neither trusted nor dropped; add \`trustedProfiles: [api]\` to each, or drop it: \`droppedProfiles: [{ profile: api, droppedOn: DAY, evidence: FILE }]\`, or \`reason\` and \`owner\` instead of \`evidence\` (docs/signing-rotation.md); ${remove()}`,
  ]);
});

test.each([
  ["no trust", "{}"],
  [
    "trust of somebody's own making",
    '{ "provider": { "aws": [{ "allowed_account_ids": ["333333333333"] }] }, "output": { "trusted_generations": { "value": { "shop/api": 1 } } } }',
  ],
  ["accounts of somebody's own making", '{ "provider": { "aws": [{ "allowed_account_ids": 1 }, 2] } }'],
  ["providers of somebody's own making", '{ "provider": 1 }'],
])("an earlier synth that says %s keeps nobody from anything", (_, text) => {
  synths.run();
  writeFileSync(synths.file, text);
  synths.run([API, "    api: { generation: 2, trustedGenerations: [1] }\n"]);
});

test("a synth of another organization's registry in the same folder is none", () => {
  synths.run();
  const { unknownTrust } = synths.run(
    ["o-exampleorg1", "o-exampleorg2"],
    ['"333333333333"', '"777777777777"'],
    [API, "    api: { generation: 2, trustedGenerations: [1] }\n"],
  );
  expect(unknownTrust).toEqual(["registry-images-eu-central-1"]);
});

describe("a home region that was a replica", () => {
  const MOVED: readonly Edit[] = [
    ["  homeRegion: eu-central-1\n", "  homeRegion: eu-west-1\n"],
    ["  replication: [eu-west-1]\n", "  replication: [eu-central-1]\n"],
  ];
  const replaced = (key: string) =>
    expect.stringMatching(
      RegExp(
        `^signing\\.profiles\\.${key}: generation 1 would be another profile of AWS Signer, arn:aws:signer:eu-west-1:333333333333:/signing-profiles/${key}_[0-9a-f]+, than at the last synth: .*\\[trust-vanished\\]$`,
      ),
    ) as string;

  beforeEach(() => {
    synths.regions = ["eu-central-1", "eu-west-1"];
    synths.run();
  });

  test("is held against the former one", () => {
    expect(rejected(...MOVED)).toEqual([replaced("api"), replaced("web"), replaced("reports")]);
  });

  test("is held against the former one where its stack is all that there is", () => {
    rmSync(synths.stackIn("eu-west-1"), { recursive: true });
    expect(rejected(...MOVED)).toHaveLength(3);
  });

  test("is the home once the stack of the former one is removed, whatever stays of others", () => {
    rmSync(synths.stack, { recursive: true });
    synths.run(...MOVED);
    expect(rejected([API, "    api: { validity: 12 months }\n"], ...MOVED)).toHaveLength(1);
  });
});

describe("an earlier synth of which somebody took an output", () => {
  test.each(["trusted_generations", "signing_generations", "signing_profiles", "trust_reach"])(
    "is not all of the past: %s",
    (output) => {
      synths.run();
      synths.rewrite((stack) => {
        stack.output = Object.fromEntries(Object.entries(stack.output).filter(([name]) => name !== output));
      });
      expect(synths.run().unknownTrust).toEqual(["registry-images-eu-central-1"]);
    },
  );

  test("is no past without any of them, because it has profiles", () => {
    synths.run();
    synths.rewrite((stack) => {
      stack.output = {};
    });
    expect(synths.run().unknownTrust).toEqual(["registry-images-eu-central-1"]);
  });
});
