import { type Partition } from "../../aws";
import { type Statement } from "../iam";

/** Service control policies bind principals, resource control policies bind resources. */
export type GuardrailKind = "SCP" | "RCP";

/** What the guardrails of an organization depend on. */
export interface GuardrailContext {
  readonly partition: Partition;
  readonly organizationId: string;
  /** ARN patterns of the roles that no service control policy binds. */
  readonly exemptRoleArns: readonly string[];
  /**
   * Accounts whose registries and repositories are kept.
   *
   * @default - those of every account that the guardrails are attached to
   */
  readonly registryAccountIds?: readonly string[];
  /** IAM path of the roles that may push images, such as `/supply-chain/push/`. */
  readonly pushRolePath?: string;
}

/** One thing that nobody in the organization can do, except the exempt roles. */
export interface Guardrail {
  /** Stable, kebab-case id. */
  readonly id: string;
  /** What it keeps, as one sentence. */
  readonly description: string;
  readonly kind: GuardrailKind;
  /** The denying statement; none where the context gives it nothing to do. */
  readonly statement: (context: GuardrailContext) => Statement | undefined;
}

/** Denies actions of every principal but the exempt ones, which are given as patterns of ARNs. */
export function denyExceptFor(
  exempt: readonly string[],
  statement: Omit<Statement, "effect" | "principals">,
): Statement {
  return {
    resources: ["*"],
    ...statement,
    effect: "Deny",
    conditions: { ...statement.conditions, ArnNotLike: { "aws:PrincipalArn": exempt } },
  };
}
