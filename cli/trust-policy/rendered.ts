import { type AdmissionEngine } from "../../aws";
import { type Organization, regionsOf } from "../../config";
import { type ClusterFacts, type Deployment, verifierTrustPolicies } from "../../plan";
import { type TrustPolicyDocument, trustPolicyManifest, trustPolicyText } from "../../trust-policy";
import { toJson } from "../terminal";

/** Who reads a trust policy. */
export const FORMATS = ["notation", "ecs", "eks"] as const;

/** Who reads a trust policy. */
export type Format = (typeof FORMATS)[number];

/** An account in one region that asks for signatures. */
export interface Place {
  readonly account: { readonly key: string; readonly id: string };
  readonly region: string;
  /** What its clusters may run; for an account without clusters that ask for signatures, what it verifies. */
  readonly document: TrustPolicyDocument;
  /** What it verifies beside that. @default - nothing else */
  readonly verified?: TrustPolicyDocument;
  /** Clusters that ask for signatures. */
  readonly clusters: readonly ClusterFacts[];
}

/** The trust policy of a place as one reader takes it. */
export interface Rendered extends Omit<Place, "verified"> {
  readonly engine?: AdmissionEngine;
  readonly text: string;
}

/**
 * Every account and region whose clusters ask for signatures, in the order of the plan, and behind them the other
 * accounts that verify, in each of their regions.
 */
export function placesOf(organization: Organization, deployments: readonly Deployment[]): Place[] {
  const verifiers = verifierTrustPolicies(organization);
  const asking = deployments.flatMap(({ account, region, layer }): Place[] => {
    if (layer.kind !== "workload" || layer.trustPolicy === undefined) return [];
    const verified = verifiers.get(account.key);
    const clusters = layer.clusters.filter(({ signatures }) => signatures !== "off");
    return [{ account, region, document: layer.trustPolicy, ...(verified ? { verified } : {}), clusters }];
  });
  const known = new Set(asking.map(({ account }) => account.key));
  const others = [...verifiers].flatMap(([key, document]): Place[] => {
    const account = organization.accounts[key];
    if (account === undefined || known.has(key)) return [];
    const place = { account: { key, id: account.id }, document, clusters: [] };
    return regionsOf(organization, account).map((region) => ({ ...place, region }));
  });
  return [...asking, ...others];
}

/** The trust policy of a place: one text, for EKS one for each admission controller in use, or none. */
export function render({ verified, ...place }: Place, format: Format): Rendered[] {
  const { clusters } = place;
  if (format === "notation") {
    const document = verified ?? place.document;
    return [{ ...place, document, text: trustPolicyText(document) }];
  }
  if (format === "ecs") {
    const used = clusters.some(({ type }) => type === "ecs");
    return used ? [{ ...place, text: trustPolicyText(place.document) }] : [];
  }
  const engines = new Set(clusters.flatMap(({ type, engine }) => (type === "eks" && engine ? [engine] : [])));
  return [...engines]
    .sort()
    .map((engine) => ({ ...place, engine, text: toJson(trustPolicyManifest(engine, place.document)) }));
}
