import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { problemsOf, rejectionOf } from "../support/rejection";
import { type Edit, OFF, RegistrySynths } from "./registry-synths";

const API = "    api: { validity: 135 months }\n";
const ROTATED: Edit = [API, "    api: { trustedGenerations: [2] }\n"];
const MOVED: readonly Edit[] = [
  ["  homeRegion: eu-central-1\n", "  homeRegion: eu-west-1\n"],
  ["  replication: [eu-west-1]\n", "  replication: [eu-central-1]\n"],
];
const RENAMED: readonly Edit[] = [
  ["  images: {", "  store: {"],
  ["account: images,", "account: store,"],
];
const OTHER_ACCOUNT: Edit = ['"333333333333"', '"888888888888"'];
const OTHER_ORGANIZATION: Edit = ["o-exampleorg1", "o-exampleorg2"];
const NAME = "registry-images-eu-central-1";
const PROFILES = ["api", "web", "reports"];
/** What is said where each profile would be another one of AWS Signer. */
const REPLACED = PROFILES.map((key) => `trust-vanished signing.profiles.${key}`);

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
});

afterEach(() => {
  synths.remove();
});

/** What the folder holds without word of which of it the last synth wrote. */
function forgetLastSynth(): void {
  rmSync(join(dirname(dirname(synths.stack)), "manifest.json"));
}

const beside = (name: string) => join(dirname(synths.stack), name);

/** Takes the stack away, where it may be put back from. */
function setAside(): void {
  renameSync(synths.stack, beside("aside"));
}

test("of several stacks that tell of trust the one of this name is the past", () => {
  synths.run(ROTATED);
  setAside();
  synths.run();
  cpSync(beside("aside"), beside("registry-a-eu-central-1"), { recursive: true });
  forgetLastSynth();
  expect(() => synths.run()).not.toThrow();
});

test("of several stacks of other names the one of this region is the past", () => {
  synths.regions = ["eu-central-1", "eu-west-1"];
  synths.run();
  setAside();
  synths.run(...MOVED);
  rmSync(synths.stack, { recursive: true });
  cpSync(beside("aside"), synths.stack, { recursive: true });
  forgetLastSynth();
  expect(() => synths.run(...MOVED, ...RENAMED)).not.toThrow();
});

test("a folder without a stack in it is no past", () => {
  mkdirSync(synths.stack, { recursive: true });
  expect(synths.run(...OFF).unknownTrust).toEqual([]);
});

/** What is refused, by code and key, whatever it says of it. */
const refused = (...edits: readonly Edit[]) =>
  problemsOf(() => synths.run(...edits)).map(({ code, path }) => `${code} ${path}`);

/** Leaves of the last synth what Terraform's state has of it, beside nothing. */
function restoreFromState(): void {
  const { output } = JSON.parse(readFileSync(synths.file, "utf8")) as { output: object };
  rmSync(dirname(dirname(synths.stack)), { recursive: true });
  mkdirSync(synths.stack, { recursive: true });
  writeFileSync(synths.file, JSON.stringify({ output }));
}

/** Makes the last synth one of a version that did not tell whose registry it was. */
function forgetOrganization(): void {
  synths.rewrite(({ output }) => {
    delete output["organization_id"];
  });
}

describe("a registry that moves to another account", () => {
  const api = (written: string): Edit => [API, `    api: ${written}\n`];
  const DROPPED = "droppedOn: 2026-03-10, reason: nothing in use carries it, owner: platform";
  const NO_REPLICA: Edit = ["  replication: [eu-west-1]\n", ""];

  beforeEach(() => {
    synths.run();
  });

  test("is held against what it trusted before", () => {
    expect(rejectionOf(() => synths.run(OTHER_ACCOUNT, NO_REPLICA)).slice(2)).toEqual([
      `signing.profiles.reports: generation 1 would be another profile of AWS Signer, arn:aws:signer:eu-central-1:888888888888:/signing-profiles/reports_3f2eee8c, than at the last synth: nobody would trust the one that signed so far, and Terraform refuses to replace it; put back what changed of it (its validity, the home region, the id of the registry's account or of the organization), and give that to the next generation (docs/signing-rotation.md#a-new-validity); if the last synth was never applied, remove ${synths.stack} [trust-vanished]`,
      `registry.replication: at the last synth every image in eu-west-1 was trusted, and nothing says that this ends: what runs there is refused at its next start; put it back, or say under \`verification.dropped\`: \`{ regions: [eu-west-1], droppedOn: DAY, reason: WHY, owner: WHO }\` (docs/signing-rotation.md); if the last synth was never applied, remove ${synths.stack} [trust-vanished]`,
    ]);
  });

  test("with another validity of every profile", () => {
    const validities = ["web", "reports"].map((key): Edit => [
      `    ${key}:\n`,
      `    ${key}: { validity: 12 months }\n`,
    ]);
    expect(refused(OTHER_ACCOUNT, api("{ validity: 12 months }"), ...validities)).toEqual(REPLACED);
  });

  test("with a new generation of every profile", () => {
    const rotated = `{ generation: 2, droppedGenerations: [{ generation: 1, ${DROPPED} }] }`;
    const generations = ["web", "reports"].map((key): Edit => [`    ${key}:\n`, `    ${key}: ${rotated}\n`]);
    expect(refused(OTHER_ACCOUNT, api(rotated), ...generations)).toEqual(
      PROFILES.map((key) => `rotation-step-skipped signing.profiles.${key}.generation`),
    );
  });

  test("with another key of every profile", () => {
    const keys = [API, "    web:\n", "    reports:\n"].map((line): Edit => [
      line,
      line.replace(/\w+/, "new-$&"),
    ]);
    const signers = PROFILES.map((key): Edit => [`signedBy: ${key}\n`, `signedBy: new-${key}\n`]);
    const repositories = ["shop/api", "shop/web", "data/reports"].map(
      (name) => `registry.repositories.${name}`,
    );
    expect(refused(OTHER_ACCOUNT, ...keys, ...signers)).toEqual([
      ...repositories.map((path) => `rotation-step-skipped ${path}.signedBy`),
      ...repositories.map((path) => `trust-vanished ${path}`),
    ]);
  });

  test("whatever the key of the account is", () => {
    expect(refused(OTHER_ACCOUNT, ...RENAMED)).toEqual(REPLACED);
  });

  test("whatever the home region is", () => {
    synths.regions = ["eu-central-1", "eu-west-1"];
    expect(refused(OTHER_ACCOUNT, ...MOVED)).toEqual(REPLACED);
  });

  test("where the outputs in Terraform's state are all that is left", () => {
    restoreFromState();
    expect(refused(OTHER_ACCOUNT, ...RENAMED)).toEqual(REPLACED);
  });

  test("where somebody tried another organization in between", () => {
    synths.run(OTHER_ORGANIZATION, ['"333333333333"', '"777777777777"'], ...RENAMED);
    expect(refused(OTHER_ACCOUNT)).toEqual(REPLACED);
  });

  test.each([
    ["a manifest", () => undefined],
    ["none", forgetLastSynth],
  ])(
    "after a version that did not tell its organization, with %s, where the stack has its name",
    (_, then) => {
      forgetOrganization();
      then();
      expect(refused(OTHER_ACCOUNT)).toEqual(REPLACED);
      expect(synths.run(OTHER_ACCOUNT, ...RENAMED).unknownTrust).toEqual(["registry-store-eu-central-1"]);
    },
  );

  test.each([
    ["a manifest", () => undefined],
    ["none", forgetLastSynth],
  ])("together with the organization is another one, with %s", (_, then) => {
    then();
    expect(synths.run(OTHER_ACCOUNT, OTHER_ORGANIZATION).unknownTrust).toEqual([NAME]);
  });
});

test("a registry of another account that trusts nobody is no past by its name", () => {
  synths.run(...OFF);
  expect(synths.run(OTHER_ACCOUNT).unknownTrust).toEqual([NAME]);
});

describe("a registry whose organization has another id", () => {
  test.each([
    ["by the account of its provider", () => undefined],
    ["by the account of its profiles", restoreFromState],
  ])("is found %s", (_, then) => {
    synths.run();
    then();
    expect(refused(OTHER_ORGANIZATION)).toEqual(REPLACED);
  });
});
