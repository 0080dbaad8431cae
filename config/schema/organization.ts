import { z } from "zod";
import { type Problem } from "../../problem";
import { account } from "./accounts";
import { key } from "./common";
import { deployment } from "./deployment";
import { guardDuty } from "./guardduty";
import { guardrails } from "./guardrails";
import { organization } from "./identity";
import { inspector } from "./inspector";
import { pipelines } from "./pipelines";
import { registry } from "./registry";
import { securityHub } from "./securityhub";
import { signing } from "./signing";
import { state } from "./state";
import { tags } from "./tags";
import { terraform } from "./terraform";
import { verification } from "./verification";

/** The one schema of `organization.yaml`; types, defaults, JSON Schema and key reference come from it. */
export const organizationSchema = z.strictObject({
  organization,
  accounts: z.record(key, account).describe("The accounts that take part, by key."),
  deployment,
  terraform,
  state,
  tags,
  signing,
  registry: registry.prefault({}).describe("The registry of the registry account, in the home region."),
  pipelines,
  inspector,
  guardDuty,
  securityHub,
  guardrails,
  verification,
});

/** A validated `organization.yaml` with every default filled in. */
export type Organization = z.output<typeof organizationSchema> & {
  /**
   * What stands against an entry of `droppedGenerations`, `droppedProfiles` or `verification.dropped` while the trust
   * has not ended yet: a `droppedOn` long ago, evidence that did not look at all that the file has. A file alone does
   * not show when trust ended; an earlier synth does. @default - nothing
   */
  readonly dropDoubts?: ReadonlyMap<object, readonly Problem[]>;
};
export type Account = Organization["accounts"][string];
export type Cluster = Account["clusters"][string];
export type Network = Account["networks"][number];
/** What only a cluster of ECS has. */
export type EcsCluster = Extract<Cluster, { readonly type: "ecs" }>;
export type Verification = Organization["verification"];
export type Repository = Organization["registry"]["repositories"][string];
export type Pipeline = Organization["pipelines"][string];
export type State = Organization["state"];
