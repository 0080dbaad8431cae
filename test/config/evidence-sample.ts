import { type Evidence } from "../../config/evidence";
import { rejectionOf } from "../support/rejection";
import { textOf } from "./bad-files/base";

export const ARN = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0a1b2c3d";
export const IMAGE = `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/sha256:${"1f3a".repeat(16)}`;
export const image = (change: Partial<Evidence["images"][number]> = {}): Evidence["images"][number] => ({
  image: IMAGE,
  verdict: "not refused",
  signers: [["release/1", "release/2"]],
  ...change,
});

/** What a drill of generation 1 found. */
export function evidence(change: Partial<Evidence> = {}): Evidence {
  const images = change.images ?? [image()];
  const having = (verdict: string) => images.filter((one) => one.verdict === verdict).length;
  return {
    version: 1,
    organization: "o-exampleorg1",
    profile: "release",
    generation: 1,
    arn: ARN,
    at: "2026-03-02T05:06:07.000Z",
    account: "222222222222",
    regions: ["eu-central-1", "eu-west-1"],
    places: ["444444444444/eu-central-1", "444444444444/eu-west-1"],
    repositories: { "shop/api": "release/2" },
    complete: true,
    counts: {
      images: images.length,
      refused: having("refused"),
      unknown: having("unknown"),
      "not refused": having("not refused"),
    },
    ...change,
    images,
  };
}

export const FILE = "organization.yaml";
export const textWith = (droppedGenerations: string, generation = 2) =>
  textOf([
    [
      "{ validity: 135 months }",
      `{ generation: ${String(generation)}, droppedGenerations: [${droppedGenerations}] }`,
    ],
  ]);
export const ENTRY = "{ generation: 1, droppedOn: 2026-03-04, evidence: e.json }";
export const text = textWith(ENTRY);

export const EVIDENCE_AT =
  "organization.yaml:22:102 signing.profiles.release.droppedGenerations[0].evidence: ";
export const KEEP =
  "; keep beside this file what `supply-chain drill --evidence` wrote, as it is; the path starts at this file's folder [evidence-unreadable]";

/** The lines of a rejection, or none. */
export function linesOf(action: () => unknown): readonly string[] {
  try {
    action();
    return [];
  } catch (error) {
    return rejectionOf(() => {
      throw error;
    });
  }
}
