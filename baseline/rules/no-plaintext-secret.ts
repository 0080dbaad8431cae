import { presenceOf } from "../presence";
import { type Finding, type Rule } from "../rule";
import { SecretReader } from "../secret-reader";
import { type StackView } from "../stack";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";

/** Types whose secret Terraform keeps in the state, by the argument that encrypts it there, where there is one. */
const KEPT_IN_STATE: Readonly<Record<string, string>> = {
  aws_iam_access_key: "pgp_key",
  aws_iam_service_specific_credential: "",
  aws_iam_user_login_profile: "pgp_key",
};

/** Secrets that nobody writes, because AWS makes them and Terraform keeps them. */
function keptInState(stack: StackView): Finding[] {
  return Object.entries(KEPT_IN_STATE).flatMap(([type, encrypting]) =>
    stack
      .ofType(type)
      .filter(({ body }) => presenceOf(body[encrypting]) !== "set")
      .map((resource) => ({
        resource,
        message: "keeps its secret in the state",
        change: "use a role, whose credentials end by themselves",
      })),
  );
}

/** Nobody reads a secret in the Terraform JSON, the state or a repository. */
export const noPlaintextSecret: Rule = {
  id: "no-plaintext-secret",
  description:
    "No literal is a secret: no key, token or address with a password anywhere, scripts and JSON inside texts included, no literal in arguments and variables that hold passwords, and no long-lived credential that Terraform keeps in its state.",
  check: ({ stack }) => {
    const findings = keptInState(stack);
    for (const resource of stack.blocks) {
      const reader = new SecretReader(stack);
      reader.resource(resource);
      for (const message of reader.messages) findings.push({ resource, message, change: CHANGE });
    }
    return findings;
  },
};
