import { parseSigningProfileArn } from "../../aws";
import { bodyOf } from "../superseded";
import { type TRUST_OUTPUTS } from "./trust";

/** Whether a value has a shape. */
type Shape<T> = (value: unknown) => value is T;

const isText: Shape<string> = (value) => typeof value === "string";
const isTexts = listOf(isText);
const isTextByName = mapOf(isText);
const isTextsByName = mapOf(isTexts);
const isAccountsByName = mapOf<"organization" | readonly string[]>(
  (value): value is "organization" | readonly string[] => value === "organization" || isTexts(value),
);

/**
 * Whether these are all that a registry's stack says of its trust: each output in its shape, and none that lacks what
 * another one names. What is damaged would otherwise read as trust in nobody, and its end would go unsaid.
 *
 * @param values values of the outputs, as they were found
 */
export function isWholeTrust(values: Readonly<Record<keyof typeof TRUST_OUTPUTS, unknown>>): boolean {
  const { generations, signing, profiles } = values;
  const { regions, cluster_accounts: clusterAccounts, accounts, publishers } = bodyOf(values.reach);
  if (!isTextsByName(generations) || !isTextByName(signing) || !isTextByName(profiles)) return false;
  if (!isTexts(regions) || !isTexts(clusterAccounts)) return false;
  if (!isAccountsByName(accounts) || !isTextsByName(publishers)) return false;
  const trusting = Object.keys(generations).filter((repository) => generations[repository]?.length !== 0);
  return (
    Object.entries(signing).every(([repository, signer]) => generations[repository]?.includes(signer)) &&
    Object.values(generations).every((signers) =>
      signers.every((signer) => Object.hasOwn(profiles, signer)),
    ) &&
    Object.values(profiles).every((arn) => parseSigningProfileArn(arn) !== undefined) &&
    [...trusting, ...Object.keys(publishers)].every((repository) => Object.hasOwn(accounts, repository))
  );
}

function listOf<T>(isItem: Shape<T>): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isItem);
}

function mapOf<T>(isItem: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isItem);
}
