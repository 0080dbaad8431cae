import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy";
import { OrganizationsPolicyAttachment } from "@cdktf/provider-aws/lib/organizations-policy-attachment";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type Problem } from "../../problem";
import { throwProblems } from "../checks";
import { type GuardrailContext, type GuardrailKind } from "./guardrail";
import { GUARDRAILS } from "./guardrail-catalogue";
import { guardrailProblems } from "./guardrail-checks";
import { packPolicies, type PackedPolicy, POLICIES_PER_TARGET, POLICY_LENGTH } from "./pack-policies";

/** The root, an organizational unit or an account that guardrails are attached to. */
export interface GuardrailTarget {
  /** Short name, unique among the targets; becomes part of the construct's id. */
  readonly name: string;
  /** Id of the root (`r-…`), the unit (`ou-…`) or the account. */
  readonly id: string;
}

/** What {@link Guardrails} needs to be told. */
export interface GuardrailsProps extends GuardrailContext {
  /** Where the guardrails hold. */
  readonly targets: readonly GuardrailTarget[];
  /** What must be there first: the policy types, enabled in the root. @default - nothing in this stack */
  readonly after?: readonly ITerraformDependable[];
}

const POLICY_TYPES = { SCP: "SERVICE_CONTROL_POLICY", RCP: "RESOURCE_CONTROL_POLICY" } as const;

/**
 * Policies of the organization that keep the supply chain's controls from being switched off.
 *
 * The exempt roles must exist already, or be made by one of them: the guardrails keep everybody else from making
 * a role of that name.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html
 */
export class Guardrails extends Construct {
  /** The policies, service control policies first. */
  readonly policies: readonly OrganizationsPolicy[];

  /**
   * @throws ProblemError `invalid-partition`
   * @throws ProblemError `no-targets`, `target-named-twice`, `target-attached-twice`, `invalid-target-id`,
   * `no-exempt-roles`, `invalid-role-pattern`, `invalid-role-path`, `invalid-organization-id`,
   * `no-registry-accounts`, `invalid-account-id`, `guardrail-too-long`, `too-many-guardrails`
   */
  constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    const problems = guardrailProblems(props, this.node.path);
    throwProblems(problems);
    const packed = (["SCP", "RCP"] as const).map((kind) => ({ kind, policies: pack(kind, props) }));
    const tooBig = packed.flatMap(({ kind, policies }) => sizeProblems(kind, policies, this.node.path));
    throwProblems(tooBig);

    this.policies = packed.flatMap(({ kind, policies }) =>
      policies.map((policy, index) => this.makePolicy(kind, index + 1, policy, props)),
    );
  }

  private makePolicy(
    kind: GuardrailKind,
    number: number,
    { document, statements }: PackedPolicy,
    { targets, after = [] }: GuardrailsProps,
  ): OrganizationsPolicy {
    const name = `${kind.toLowerCase()}-${String(number)}`;
    const policy = new OrganizationsPolicy(this, name, {
      name: `supply-chain-${name}`,
      description: statements.map(({ sid }) => sid).join(", "),
      type: POLICY_TYPES[kind],
      content: document,
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
    for (const target of targets) {
      new OrganizationsPolicyAttachment(this, `${name}-${target.name}`, {
        policyId: policy.id,
        targetId: target.id,
      });
    }
    return policy;
  }
}

function pack(kind: GuardrailKind, context: GuardrailContext): PackedPolicy[] {
  return packPolicies(
    GUARDRAILS.filter((guardrail) => guardrail.kind === kind).flatMap(
      ({ statement }) => statement(context) ?? [],
    ),
  );
}

function sizeProblems(kind: GuardrailKind, policies: readonly PackedPolicy[], path: string): Problem[] {
  const long = policies.find(({ document }) => document.length > POLICY_LENGTH);
  if (long) {
    return [
      {
        code: "guardrail-too-long",
        path,
        message: `the guardrail ${long.statements[0]?.sid ?? ""} has ${String(long.document.length)} characters`,
        allowed: `${String(POLICY_LENGTH)} characters`,
        change: "exempt fewer roles, or write them as patterns",
      },
    ];
  }
  if (policies.length <= POLICIES_PER_TARGET) return [];
  return [
    {
      code: "too-many-guardrails",
      path,
      message: `the guardrails need ${String(policies.length)} ${kind}s`,
      allowed: `${String(POLICIES_PER_TARGET)} besides FullAWSAccess`,
      change: "exempt fewer roles, or write them as patterns",
    },
  ];
}
