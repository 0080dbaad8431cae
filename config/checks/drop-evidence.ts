import { daysBetween, parseImageArn, parseSigningProfileArn } from "../../aws";
import { generationId, generationOf, isProfileNameOf } from "../../names";
import { firstNames, ROTATION_RUNBOOK } from "../../problem";
import { EVIDENCE_DAYS, type Evidence } from "../evidence";
import { clusterPlaces, lookUp, placeText, registryHome } from "../lookup";
import { type Organization } from "../schema/organization";
import { repositoriesTrusting, trustedProfiles } from "../signers";
import { type Finding } from "./check";

/** What is trusted for what. */
export interface TrustScope {
  /** Key of the profile. */
  readonly profile: string;
  /** @default - every generation */
  readonly generation?: number;
  /** @default - every repository */
  readonly repository?: string;
}

/** Trust that ends on a day. */
type DroppedTrust = TrustScope & { readonly droppedOn: string };

/** What evidence has against a drop. */
export type EvidenceFinding = Pick<Finding, "code" | "message" | "change"> & {
  /** Whether it counts on the day of the drop alone. @default - for ever */
  readonly onThatDay?: true;
};

/** What evidence has against a drop. */
export function judgeEvidence(
  evidence: Evidence,
  drop: DroppedTrust,
  organization: Organization,
): EvidenceFinding[] {
  const elsewhere = foreign(evidence, drop, organization);
  if (elsewhere !== undefined) {
    return [
      {
        code: "evidence-elsewhere",
        message: `the evidence is about ${elsewhere}`,
        change: `name the evidence about ${drop.generation === undefined ? "" : `generation ${String(drop.generation)} of `}${drop.profile}${drop.repository === undefined ? "" : `, of a drill while ${drop.repository} still trusted it`}`,
      },
    ];
  }
  return [
    ...outdated(evidence, drop),
    ...stillSigning(evidence, drop),
    ...notLookedAt(evidence, drop, organization),
    ...needing(evidence, drop, organization),
  ];
}

function outdated({ at }: Evidence, { droppedOn }: DroppedTrust): EvidenceFinding[] {
  const day = at.slice(0, "2026-03-31".length);
  const age = daysBetween(day, droppedOn);
  if (age >= 0 && age <= EVIDENCE_DAYS) return [];
  return [
    {
      code: "evidence-outdated",
      message: `the evidence is of ${day}, ${age < 0 ? "after" : `${String(age)} days before`} \`droppedOn\`, ${droppedOn}`,
      change: `run the drill again at most ${String(EVIDENCE_DAYS)} days before it is dropped`,
    },
  ];
}

/** What is pushed while it signs carries its signature alone, so a drill of then knows nothing of what came after it. */
function stillSigning(
  { repositories }: Evidence,
  { profile, generation, repository }: DroppedTrust,
): EvidenceFinding[] {
  const signed = Object.entries(repositories).flatMap(([name, signer]) => {
    const isSigner =
      generation === undefined
        ? generationOf(signer).profile === profile
        : signer === generationId(profile, generation);
    return isSigner && [undefined, name].includes(repository) ? [name] : [];
  });
  if (signed.length === 0) return [];
  const what =
    generation === undefined ? `profile ${profile}` : `generation ${String(generation)} of ${profile}`;
  return [
    {
      code: "evidence-too-early",
      message: `when the drill ran, ${what} still signed ${firstNames(signed)}: what was pushed since then may carry its signature alone`,
      change: `run it again after another one signs, or write \`reason\` and \`owner\` instead: ${ROTATION_RUNBOOK}`,
    },
  ];
}

/** What the file has and the drill did not look at: what is added later never trusted what was dropped. */
function notLookedAt(
  { regions, places, repositories }: Evidence,
  { profile, generation }: DroppedTrust,
  organization: Organization,
): EvidenceFinding[] {
  const clusters = clusterPlaces(organization);
  const asked = new Set(regions);
  const known = new Set(places);
  const needed = [
    organization.organization.homeRegion,
    ...organization.registry.replication,
    ...clusters.map(({ region }) => region),
  ];
  const trusting = generation === undefined ? [] : repositoriesTrusting(organization, profile);
  const drilled = new Set(Object.keys(repositories));
  const missing = [
    ...needed.filter((region) => !asked.has(region)),
    ...clusters.filter((place) => asked.has(place.region) && !known.has(placeText(place))).map(placeText),
    ...trusting.filter((name) => !drilled.has(name)),
  ];
  if (missing.length === 0) return [];
  return [
    {
      code: "evidence-partial",
      onThatDay: true,
      message: `the drill did not look at ${firstNames([...new Set(missing)])}, which this file has`,
      change: `run it again with what this file has and the profile still trusted, or write \`reason\` and \`owner\` instead: ${ROTATION_RUNBOOK}`,
    },
  ];
}

function needing(evidence: Evidence, drop: DroppedTrust, organization: Organization): EvidenceFinding[] {
  const found: EvidenceFinding[] = [];
  const images = evidence.images.filter(
    ({ image }) => drop.repository === undefined || repositoryOf(image) === drop.repository,
  );
  const needs = images.filter(({ image, verdict, signers }) => {
    const alive = aliveFor(repositoryOf(image), drop, organization);
    const refused = signers.some((names) => names.length > 0 && !names.some(alive));
    return verdict === "refused" || refused;
  });
  const unknown = images.filter(
    ({ verdict, signers }) =>
      verdict === "unknown" || (verdict !== "refused" && signers.some((names) => names.length === 0)),
  );
  if (needs.length > 0) {
    const without = `${drop.generation === undefined ? "profile" : `generation ${String(drop.generation)} of`} ${drop.profile}`;
    found.push({
      code: "images-need-generation",
      message: `${counted(needs)} in use ${needs.length === 1 ? "carries" : "carry"} no signature that is trusted without ${without}: ${imagesListed(needs)}`,
      change: `deploy what another one signed and run the drill again, or write \`reason\` and \`owner\` instead: ${ROTATION_RUNBOOK}`,
    });
  }
  const forgotten = images.filter(({ image, signers }) => {
    const known = knownFor(repositoryOf(image), organization);
    const alive = aliveFor(repositoryOf(image), drop, organization);
    return signers.some((names) => names.some(alive) && !names.some((name) => alive(name) && known(name)));
  });
  if (forgotten.length > 0) {
    found.push({
      code: "evidence-of-other-trust",
      onThatDay: true,
      message: `of ${counted(forgotten)} in use it relies on a signature that this file neither trusts nor drops: ${imagesListed(forgotten)}`,
      change: `run the drill again with what this file trusts, or write \`reason\` and \`owner\` instead: ${ROTATION_RUNBOOK}`,
    });
  }
  if (unknown.length > 0 || !evidence.complete) {
    found.push({
      code: "images-unknown",
      message:
        unknown.length > 0
          ? `of ${counted(unknown)} in use nobody knows which generations signed ${unknown.length === 1 ? "it" : "them"}: ${imagesListed(unknown)}`
          : "the drill did not get an answer to everything it asked",
      change: `mend what the drill says and run it again, or write \`reason\` and \`owner\` instead: ${ROTATION_RUNBOOK}`,
    });
  }
  return found;
}

/** What another generation signed is safe only as long as that one is trusted. */
function aliveFor(
  repository: string | undefined,
  { profile, generation, droppedOn }: DroppedTrust,
  { signing, registry }: Organization,
): (signer: string) => boolean {
  const ended = (entry: object | { readonly droppedOn: string }) =>
    !("droppedOn" in entry) || daysBetween(entry.droppedOn, droppedOn) >= 0;
  const droppedProfiles = new Set(
    (lookUp(registry.repositories, repository ?? "")?.droppedProfiles ?? [])
      .filter(ended)
      .map((entry) => entry.profile),
  );
  return (signer) => {
    const { profile: key, generation: number } = generationOf(signer);
    if (key === profile && (generation === undefined || Number(number) === generation)) return false;
    const dropped = lookUp(signing.profiles, key)?.droppedGenerations ?? [];
    const isDropped = dropped.some((entry) => entry.generation === Number(number) && ended(entry));
    return !isDropped && !droppedProfiles.has(key);
  };
}

/** What the file says of a signer: that it is trusted, or by an entry that it is not. Whoever left without is nobody. */
function knownFor(repository: string | undefined, organization: Organization): (signer: string) => boolean {
  const { signing, registry } = organization;
  const there = lookUp(registry.repositories, repository ?? "");
  // What is gone from the file ended by an entry of its own.
  if (there === undefined) return () => true;
  const dropped = new Set(there.droppedProfiles.map((entry) => entry.profile));
  const trusted = new Set(trustedProfiles(organization, there));
  return (signer) => {
    const { profile: key, generation: number } = generationOf(signer);
    if (dropped.has(key)) return true;
    const profile = lookUp(signing.profiles, key);
    if (profile === undefined || !trusted.has(key)) return false;
    return [profile, ...profile.trustedGenerations, ...profile.droppedGenerations].some(
      ({ generation }) => generation === Number(number),
    );
  };
}

/** `shop/api` of the ARN of an image in it. */
function repositoryOf(image: string): string | undefined {
  return parseImageArn(image)?.repository;
}

/** What the evidence is about, unless it is about this. */
function foreign(
  evidence: Evidence,
  { profile, generation, repository }: DroppedTrust,
  organization: Organization,
): string | undefined {
  const { id } = organization.organization;
  if (evidence.organization !== id) return `organization ${evidence.organization}`;
  if (evidence.profile !== profile || (generation !== undefined && evidence.generation !== generation)) {
    return `generation ${String(evidence.generation)} of ${evidence.profile}`;
  }
  if (repository !== undefined && !Object.hasOwn(evidence.repositories, repository)) {
    return `other repositories than ${repository}`;
  }
  const at = parseSigningProfileArn(evidence.arn);
  const home = registryHome(organization);
  const isOurs =
    home !== undefined &&
    at?.partition === home.partition &&
    at.region === home.region &&
    at.accountId === home.accountId &&
    isProfileNameOf(profile, at.name);
  if (!isOurs) return evidence.arn;
  return evidence.images.find(({ image }) => parseImageArn(image)?.accountId !== home.accountId)?.image;
}

function counted({ length }: Evidence["images"]): string {
  return length === 1 ? "1 image" : `${String(length)} images`;
}

function imagesListed(some: Evidence["images"]): string {
  return firstNames(some.map(({ image }) => image));
}
