import { cpSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Edit, RegistrySynths } from "./registry-synths";

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
