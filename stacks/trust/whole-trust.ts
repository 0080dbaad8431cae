import { z } from "zod";
import { parseSigningProfileArn } from "../../aws";
import { type TRUST_OUTPUTS } from "./trust";

const text = z.string();
const texts = z.array(text);

const outputs = z.object({
  generations: z.record(text, texts),
  signing: z.record(text, text),
  profiles: z.record(
    text,
    text.refine((arn) => parseSigningProfileArn(arn) !== undefined),
  ),
  reach: z.object({
    regions: texts,
    cluster_accounts: texts,
    accounts: z.record(text, z.union([z.literal("organization"), texts])),
    publishers: z.record(text, texts),
  }),
});

/**
 * Whether these are all that a registry's stack says of its trust: each output in its shape, and none that lacks what
 * another one names. What is damaged would otherwise read as trust in nobody, and its end would go unsaid.
 *
 * @param values values of the outputs, as they were found
 */
export function isWholeTrust(values: Readonly<Record<keyof typeof TRUST_OUTPUTS, unknown>>): boolean {
  const { data } = outputs.safeParse(values);
  if (data === undefined) return false;
  const { generations, signing, profiles, reach } = data;
  const trusting = Object.keys(generations).filter((repository) => generations[repository]?.length !== 0);
  return (
    Object.entries(signing).every(([repository, signer]) => generations[repository]?.includes(signer)) &&
    Object.values(generations)
      .flat()
      .every((signer) => Object.hasOwn(profiles, signer)) &&
    [...trusting, ...Object.keys(reach.publishers)].every((name) => Object.hasOwn(reach.accounts, name))
  );
}
