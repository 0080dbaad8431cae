import { type ImageOutcome } from "../../../verification";

export const PLACE = { partition: "aws", region: "eu-central-1", accountId: "444444444444" } as const;
export const HOOK = {
  versionArn: "arn:aws:lambda:eu-central-1:444444444444:function:supply-chain-ecs-image-verifier:7",
  codeSha256: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
};
export const REGISTRY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
/** GuardDuty's registry in eu-central-1. */
export const GUARDDUTY = "323658145986.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate";

/** A digest that one can tell from others. */
export function digestOf(name: string): string {
  return `sha256:${Buffer.from(name).toString("hex").padEnd(64, "0").slice(0, 64)}`;
}

/** An image of ours, by digest. */
export function imageOf(name: string): string {
  return `${REGISTRY}/shop/${name}@${digestOf(name)}`;
}

/** ARN of something in ECS. */
export const arnOf = (kind: string, path: string) => `arn:aws:ecs:eu-central-1:444444444444:${kind}/${path}`;

/** What comes of an image. */
export type Outcome = ImageOutcome extends infer O
  ? O extends { image: unknown }
    ? Omit<O, "image">
    : never
  : never;

/** What comes of an image, with the digest that was verified where it is not the one that the reference names. */
export type Told = Outcome & { readonly verified?: string | undefined };

export const TRUSTED: Outcome = { outcome: "trusted", signature: { digest: digestOf("signature") } };
export const UNSIGNED: Outcome = { outcome: "refused", code: "unsigned", message: "it has no signature" };
export const SLOW: Outcome = {
  outcome: "undecided",
  code: "too-slow",
  message: "there was no decision in time",
  transient: true,
};
