import { parseOrganization } from "../../config";
import { type Note, notes } from "../../plan";
import { formatProblem } from "../../problem";

/** What a test changes in an organization that needs no note. */
export interface Change {
  readonly regions?: string;
  readonly security?: string;
  readonly images?: string;
  readonly management?: string;
  readonly shop?: string;
  readonly builds?: string;
  readonly profiles?: string;
  readonly registry?: string;
  readonly pipelines?: string;
  readonly attachTo?: string;
}

/** The notes on a small organization with that change. */
export function allNotesOf(change: Change = {}): Note[] {
  const text = `organization:
  id: o-exampleorg1
  root: r-ex4m
  homeRegion: eu-central-1
  regions: ${change.regions ?? "[eu-central-1]"}
  organizationalUnits: { infrastructure: ou-ex4m-infra001 }
accounts:
  management: { id: "111111111111", role: ${change.management ?? "management"} }
  security: { id: "222222222222", role: security${change.security ?? ""} }
  images: { id: "333333333333", role: ${change.images ?? "[registry, pipeline]"} }
  shop: { id: "444444444444", role: workload, clusters: ${change.shop ?? '{ shop: { type: ecs, signatures: "off" } }'} }
${change.builds ?? ""}
signing: { profiles: ${change.profiles ?? "{ release: }"} }
registry: ${change.registry ?? "{ repositories: { shop/api: } }"}
pipelines: ${change.pipelines ?? "{ api: { source: { github: example/api }, image: shop/api } }"}
guardrails: { attachTo: ${change.attachTo ?? "[root]"} }
`;
  return notes(parseOrganization(text, "organization.yaml"));
}

/** What comes with the default of `keep`, with a pipeline and with a role of any path; their own tests tell them. */
const USUAL = ["untagged-signatures", "topic-trusts-eventbridge", "pushers-outside-path"];

/** The notes without those that a usual file brings along. */
export function notesOf(change: Change = {}): string[] {
  return allNotesOf(change)
    .filter(({ code }) => !USUAL.includes(code))
    .map(formatProblem);
}
