import { ManagedSigning, SigningWatch, type SigningWatchProps } from "../../../modules/signing";
import { synthStack, type SynthesizedStack } from "../../support/synth";

export const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;
export const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
export const PARTNER = "arn:aws:signer:eu-central-1:444444444444:/signing-profiles/partner_5e6f7a8b";
export const RULES = [
  { profileArn: RELEASE, repositories: ["shop/web", "shop/api"] },
  { profileArn: PARTNER, repositories: ["shop/api"] },
];

/** A stack with a watch over these rules. */
export function watchWith(props: Partial<SigningWatchProps> = {}): SynthesizedStack {
  return synthStack((stack) => {
    const signing = new ManagedSigning(stack, "signing", { ...REGISTRY, rules: RULES });
    new SigningWatch(stack, "watch", { ...REGISTRY, signing, ...props });
  });
}
