import { CloudcontrolapiResource } from "@cdktf/provider-aws/lib/cloudcontrolapi-resource";
import { Construct } from "constructs";
import { type RegistrySigningRule, signingFilters } from "../../aws";
import { throwProblems } from "../checks";
import { protectFromDestroy } from "../protection";
import { contentsOf } from "../registry-contents";
import { enterSigningRules } from "../signers";
import { claimSingleton } from "../singleton";
import { unsignableProblems, warnOfUnsigned } from "./declared-repositories";
import { reachProblems } from "./filter-reach";
import { type ManagedSigningProps, type SigningRule, signingRuleProblems } from "./signing-rules";

/**
 * ECR's managed signing: every image pushed to these repositories is signed on behalf of its pusher.
 *
 * A registry has one signing configuration, and it is written as a whole.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export class ManagedSigning extends Construct {
  readonly resource: CloudcontrolapiResource;
  /** Account of the registry. */
  readonly accountId: string;
  /** Region of the registry. */
  readonly region: string;
  /** The rules as the registry gets them. */
  readonly rules: readonly RegistrySigningRule[];

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`
   * @throws ProblemError `singleton-owned-twice`, `no-signing-rules`, `too-many-profiles`,
   * `invalid-profile-arn`, `profile-in-other-region`, `profile-in-two-rules`,
   * `signing-rule-without-repositories`, `invalid-repository-name`, `cached-repository-signed`,
   * `too-many-signing-filters` and, at synth, of what the app declares: `cached-repository-signed`, `replica-signed`,
   * `signing-filter-too-wide`
   */
  constructor(scope: Construct, id: string, props: ManagedSigningProps) {
    super(scope, id);
    this.accountId = props.accountId;
    this.region = props.region;
    claimSingleton(this, "ECR signing configuration", props);
    const rules = [...props.rules].sort((a, b) => compare(a.profileArn, b.profileArn));
    const filters = rules.map((rule) => filtersOf(rule, props));
    const problems = signingRuleProblems(rules, filters, props, this.node.path);
    throwProblems(problems);

    this.rules = rules.map(({ profileArn }, index) => ({ profileArn, filters: filters[index] ?? [] }));
    this.node.addValidation({
      validate: () => {
        const { path } = this.node;
        // What a place declares that only Terraform knows may be of another registry, where it has the same name.
        const { own, seen } = contentsOf(this, props);
        throwProblems([
          ...unsignableProblems(path, rules, own),
          ...seen.flatMap((declared) => reachProblems(path, rules, filters, declared)),
        ]);
        warnOfUnsigned(this, rules, own);
        return [];
      },
    });
    this.resource = new CloudcontrolapiResource(this, "Resource", {
      typeName: "AWS::ECR::SigningConfiguration",
      desiredState: JSON.stringify({
        Rules: this.rules.map((rule) => ({
          SigningProfileArn: rule.profileArn,
          RepositoryFilters: rule.filters.map((Filter) => ({ Filter, FilterType: "WILDCARD_MATCH" })),
        })),
      }),
      lifecycle: protectFromDestroy(this),
    });
    enterSigningRules(
      this.resource,
      rules.map(({ profileArn }) => profileArn),
    );
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function filtersOf(rule: SigningRule, props: ManagedSigningProps): string[] {
  const signed = new Set(rule.repositories);
  const names = [
    ...(props.unsignedRepositories ?? []),
    ...props.rules.flatMap(({ repositories }) => repositories),
  ];
  return signingFilters(rule.repositories, {
    names: names.filter((name) => !signed.has(name)),
    prefixes: [...(props.excludedPrefixes ?? []), ...(props.createdPrefixes ?? [])],
  });
}
