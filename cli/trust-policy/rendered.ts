import { type AdmissionEngine } from "../../aws";
import { type ClusterFacts, type Deployment, type WorkloadLayer } from "../../plan";
import { type TrustPolicyDocument, trustPolicyManifest, trustPolicyText } from "../../trust-policy";
import { toJson } from "../terminal";

/** Who reads a trust policy. */
export const FORMATS = ["notation", "ecs", "eks"] as const;

/** Who reads a trust policy. */
export type Format = (typeof FORMATS)[number];

/** An account in one region whose clusters ask for signatures. */
export interface Place {
  readonly account: { readonly key: string; readonly id: string };
  readonly region: string;
  readonly document: TrustPolicyDocument;
  /** Clusters that ask for signatures. */
  readonly clusters: readonly ClusterFacts[];
}

/** The trust policy of a place as one reader takes it. */
export interface Rendered extends Omit<Place, "clusters"> {
  readonly engine?: AdmissionEngine;
  readonly text: string;
}

/** Every account and region whose clusters ask for signatures, in the order of the plan. */
export function placesOf(deployments: readonly Deployment[]): Place[] {
  return deployments.flatMap(({ account, region, layer }) => {
    const { trustPolicy: document, clusters = [] } =
      layer.kind === "workload" ? layer : ({} as Partial<WorkloadLayer>);
    if (document === undefined) return [];
    return [
      { account, region, document, clusters: clusters.filter(({ signatures }) => signatures !== "off") },
    ];
  });
}

/** The trust policy of a place: one text, for EKS one for each admission controller in use, or none. */
export function render({ clusters, ...place }: Place, format: Format): Rendered[] {
  if (format === "notation") return [{ ...place, text: trustPolicyText(place.document) }];
  if (format === "ecs") {
    const used = clusters.some(({ type }) => type === "ecs");
    return used ? [{ ...place, text: trustPolicyText(place.document) }] : [];
  }
  const engines = new Set(clusters.flatMap(({ type, engine }) => (type === "eks" && engine ? [engine] : [])));
  return [...engines]
    .sort()
    .map((engine) => ({ ...place, engine, text: toJson(trustPolicyManifest(engine, place.document)) }));
}
