import { Token } from "cdktf";
import { ACCOUNT_ID, ORGANIZATIONAL_UNIT_ID, ROOT_ID } from "../../aws";
import { type Problem } from "../../problem";
import { accountIdProblems, organizationIdProblems, placeProblems, repeated } from "../checks";
import { isRolePath } from "../iam";
import { type GuardrailContext } from "./guardrail";

interface Checked extends GuardrailContext {
  readonly targets: readonly { readonly name: string; readonly id: string }[];
}

/** The mistakes in what guardrails were told; tokens are not looked at. */
export function guardrailProblems(props: Checked, path: string): Problem[] {
  return [
    ...placeProblems(path, { partition: props.partition }),
    ...targetProblems(props, path),
    ...roleProblems(props, path),
    ...organizationIdProblems(path, props.organizationId),
    ...registryProblems(props, path),
  ];
}

function registryProblems({ registryAccountIds }: Checked, path: string): Problem[] {
  if (registryAccountIds?.length === 0) {
    return [
      {
        code: "no-registry-accounts",
        path,
        message: "the list of accounts whose registries are kept is empty",
        change: "name them, or leave the list out to keep the registry of every account",
      },
    ];
  }
  return accountIdProblems(path, registryAccountIds ?? []);
}

function targetProblems({ targets }: Checked, path: string): Problem[] {
  if (targets.length === 0) {
    return [
      {
        code: "no-targets",
        path,
        message: "guardrails without a target bind nobody",
        change: "name the root, a unit or an account, or leave the guardrails out",
      },
    ];
  }
  const isTarget = (id: string) =>
    Token.isUnresolved(id) || [ROOT_ID, ORGANIZATIONAL_UNIT_ID, ACCOUNT_ID].some((form) => form.test(id));
  return [
    ...repeated(targets.map(({ name }) => name)).map((name) => ({
      code: "target-named-twice",
      path,
      message: `two targets are named "${name}"`,
      change: "give each a name of its own",
    })),
    ...repeated(targets.map(({ id }) => id)).map((id) => ({
      code: "target-attached-twice",
      path,
      message: `the target ${id} is named twice`,
      change: "name it once",
    })),
    ...targets
      .filter(({ id }) => !isTarget(id))
      .map(({ name, id }) => ({
        code: "invalid-target-id",
        path,
        message: `the id "${id}" of the target "${name}" is none that a policy can be attached to`,
        allowed: "the id of a root (r-…), an organizational unit (ou-…) or an account",
      })),
  ];
}

function roleProblems({ exemptRoleArns, partition, pushRolePath }: Checked, path: string): Problem[] {
  const form = new RegExp(`^arn:${partition}:iam::(?:\\d{12}|\\*):role/[\\w+=,.@*?/-]+$`);
  return [
    ...(exemptRoleArns.length === 0
      ? [
          {
            code: "no-exempt-roles",
            path,
            message: "guardrails that exempt no role bind those who deploy, too",
            change: "exempt the roles Terraform deploys with",
          },
        ]
      : []),
    ...exemptRoleArns
      .filter((arn) => !Token.isUnresolved(arn) && (!form.test(arn) || arn.endsWith(":role/*")))
      .map((arn) => ({
        code: "invalid-role-pattern",
        path,
        message: `"${arn}" is not a pattern that exempts a role`,
        allowed: `arn:${partition}:iam::<account or *>:role/<path and name, with * and ?>`,
        ...(arn.endsWith(":role/*") ? { change: "name the role: this exempts every role" } : {}),
      })),
    ...(pushRolePath === undefined || Token.isUnresolved(pushRolePath) || isRolePath(pushRolePath)
      ? []
      : [
          {
            code: "invalid-role-path",
            path,
            message: `"${pushRolePath}" is not the path of roles`,
            allowed: "a path such as /supply-chain/push/",
          },
        ]),
  ];
}
