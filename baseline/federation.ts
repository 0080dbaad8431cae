import { best, operatorOf, type Answer, worst } from "./condition";
import { type Statement } from "./policy";
import { holdsExpression } from "./reference";

/** What a trust policy for an identity provider must say. */
interface Claim {
  /** Ending of the condition keys, in lower case. */
  readonly key: RegExp;
  /** What a value must be like; a wildcard only behind what it names. */
  readonly value: RegExp;
  /** What the claim is, in a message. */
  readonly noun: string;
  readonly change: string;
}

/** No wildcard, no policy variable. */
const EXACT = /^[^*?$]+$/;

/**
 * How a subject begins: what stands before a wildcard names the repository, the project or the namespace, because
 * others can be made at any time. Subjects of providers that are not here have no wildcard.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 * @see https://docs.gitlab.com/ci/cloud_services/aws/
 * @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
 */
const SUBJECTS: readonly RegExp[] = [
  /^repo:[^*?$/:]+\/[^*?$/:]+:/,
  /^system:serviceaccount:[^*?$:]+:/,
  /^project_path:[^*?$:]+\/[^*?$:]+:/,
  /^organization:[^*?$:]+:project:[^*?$:]+:/,
];

const SAML: readonly Claim[] = [
  {
    key: /^saml:aud$/,
    value: EXACT,
    noun: "audience",
    change: "add a condition with StringEquals on SAML:aud",
  },
];
const COGNITO: readonly Claim[] = [
  {
    key: /^cognito-identity\.amazonaws\.com:aud$/,
    value: EXACT,
    noun: "audience",
    change: "add a condition with StringEquals on cognito-identity.amazonaws.com:aud, the identity pool",
  },
  {
    key: /^cognito-identity\.amazonaws\.com:amr$/,
    value: /^authenticated$/,
    noun: "guest",
    change:
      'add a condition with ForAnyValue:StringLike on cognito-identity.amazonaws.com:amr with "authenticated"',
  },
];
const OPENID: readonly Claim[] = [
  {
    key: /:sub$/,
    value: new RegExp([EXACT, ...SUBJECTS].map(({ source }) => source).join("|")),
    noun: "subject",
    change:
      "add a condition with StringEquals on the provider's sub key, naming repository, project or namespace before any wildcard",
  },
  {
    key: /:aud$/,
    value: EXACT,
    noun: "audience",
    change: "add a condition with StringEquals on the provider's aud key",
  },
];

function claimsOf(provider: string): readonly Claim[] {
  if (provider === "cognito-identity.amazonaws.com") return COGNITO;
  return /:saml-provider\/|^\$\{(?:data\.)?aws_iam_saml_provider\./.test(provider) ? SAML : OPENID;
}

function holds({ key, value }: Claim, { conditions }: Statement): Answer {
  return best(
    conditions
      .filter((condition) => key.test(condition.key.toLowerCase()))
      .map((condition): Answer => {
        const operator = operatorOf(condition.operator);
        if (!operator || condition.values.length === 0) return "no";
        return worst(
          condition.values.map((text) => {
            if (value.test(text)) return "yes";
            return holdsExpression(text) ? "undecided" : "no";
          }),
        );
      }),
  );
}

/** What a statement leaves open to identities of a provider, each with what to change. */
export function openClaims(statement: Statement): { message: string; change: string }[] {
  const providers = statement.principals.filter(({ kind }) => kind === "Federated");
  const claims = new Set(providers.flatMap(({ value }) => claimsOf(value)));
  return [...claims].flatMap((claim) => {
    const answer = holds(claim, statement);
    if (answer === "yes") return [];
    const { change, noun } = claim;
    return answer === "undecided"
      ? [
          {
            message: `limits the ${noun} of the identity provider in a way that could not be decided`,
            change,
          },
        ]
      : [{ message: `allows every ${noun} of the identity provider`, change }];
  });
}
