import { TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { ACCOUNT_ID, CACHE_PARTITION, type Partition } from "../../aws";
import { type Problem } from "../../problem";
import { accountIdProblems, organizationIdProblems, parseRoleArn, throwProblems } from "../checks";
import { type Grantee } from "../iam";
import { letSign, type Pusher } from "../signers";
import { pushedReplicaProblems, roleArnProblems } from "./checks";
import { type RepositoryAccess } from "./repository-policy";

/**
 * Whom a repository lets in by its policy: from the beginning by its properties, later by grants, each as often
 * as one likes.
 */
export class RepositorySharing {
  private readonly pullers = new Set<string>();
  private readonly verifiers = new Set<string>();
  private readonly lambdaAccountIds = new Set<string>();
  /** By the identity itself where it is one: every reading of its ARN may be another text until it is resolved. */
  private readonly pushers = new Map<Grantee | string, string>();
  private readonly downstreams = new Set<string>();
  private organizationId?: string;
  private downstreamOrganizationId?: string;

  constructor(
    private readonly owner: Construct,
    private readonly place: Pick<RepositoryAccess, "accountId" | "region" | "partition" | "replicaOf">,
    private readonly signingProfileArns: readonly string[],
  ) {}

  /** @throws ProblemError `invalid-grantee` */
  pull(name: string): void {
    throwProblems(granteeProblems(this.owner.node.path, name, this.place.partition));
    this.pullers.add(name);
  }

  /** @throws ProblemError `invalid-grantee` */
  verify(name: string): void {
    throwProblems(granteeProblems(this.owner.node.path, name, this.place.partition));
    this.verifiers.add(name);
  }

  /** @throws ProblemError `invalid-grantee`, `service-not-in-partition` */
  cache(name: string): void {
    throwProblems(downstreamProblems(this.owner.node.path, [name], this.place.partition));
    this.downstreams.add(name);
  }

  /** @throws ProblemError `organization-id-missing`, `invalid-organization-id`, `service-not-in-partition` */
  cacheByOrganization(organizationId: string | undefined): void {
    const { path } = this.owner.node;
    throwProblems([
      ...organizationProblems(path, organizationId, "downstreams"),
      ...downstreamProblems(path, "organization", this.place.partition),
    ]);
    this.downstreamOrganizationId = organizationId;
  }

  /** @throws ProblemError `invalid-account-id` */
  pullByLambda(accountId: string): void {
    throwProblems(accountIdProblems(this.owner.node.path, [accountId]));
    this.lambdaAccountIds.add(accountId);
  }

  /** @throws ProblemError `organization-id-missing`, `invalid-organization-id` */
  pullByOrganization(organizationId: string | undefined): void {
    throwProblems(organizationProblems(this.owner.node.path, organizationId));
    this.organizationId = organizationId;
  }

  /** Why nobody, or not this one, may push. */
  pushProblems(grantee: Grantee | string): Problem[] {
    const { path } = this.owner.node;
    return [
      ...(this.place.replicaOf ? pushedReplicaProblems(path, "grantPush") : []),
      ...(typeof grantee === "string" ? roleArnProblems(path, [grantee], this.place.partition) : []),
    ];
  }

  /** @throws ProblemError `invalid-pusher-arn`, `replica-with-pushers` */
  push(grantee: Grantee | string): void {
    throwProblems(this.pushProblems(grantee));
    const arn = typeof grantee === "string" ? grantee : grantee.arn;
    if (!this.pushers.has(grantee)) {
      const { owner, signingProfileArns } = this;
      letSign({ owner, signingProfileArns, accountId: this.place.accountId }, this.pusherOf(grantee, arn));
    }
    this.pushers.set(grantee, arn);
  }

  /** An identity is one of this stack, and so of the repository's account. */
  private pusherOf(grantee: Grantee | string, arn: string): Pusher {
    if (typeof grantee === "string") return { arn, accountId: parseRoleArn(arn)?.accountId, name: arn };
    const name = Construct.isConstruct(grantee) ? grantee.node.path : arn;
    return { arn, accountId: this.place.accountId, name };
  }

  /** What the policy says now. */
  access(): RepositoryAccess {
    return {
      ...this.place,
      ...(this.organizationId === undefined ? {} : { organizationId: this.organizationId }),
      pullers: [...this.pullers],
      verifiers: [...this.verifiers],
      lambdaAccountIds: [...this.lambdaAccountIds],
      pushers: [...this.pushers.values()],
      signingProfileArns: this.signingProfileArns,
      downstreams: {
        ...(this.downstreamOrganizationId === undefined
          ? {}
          : { organizationId: this.downstreamOrganizationId }),
        names: [...this.downstreams],
      },
    };
  }
}

/** An organization that pulls, and is not known or none. */
export function organizationProblems(
  path: string,
  organizationId: string | undefined,
  what: "pull" | "downstreams" = "pull",
): Problem[] {
  if (organizationId !== undefined) return organizationIdProblems(path, organizationId);
  return [
    {
      code: "organization-id-missing",
      path,
      message: `${what} is "organization", but there is no organizationId`,
      change: `pass organizationId, or list the accounts that ${what === "pull" ? "pull" : "cache"}`,
    },
  ];
}

/**
 * An identity of another stack, whose ARN this one could only read from that stack's state and whose account it
 * does not know.
 */
export function granteeStackProblems(owner: Construct, grantee: Grantee): Problem[] {
  if (!Construct.isConstruct(grantee)) return [];
  const [own, other] = [TerraformStack.of(owner), TerraformStack.of(grantee)];
  if (own === other) return [];
  return [
    {
      code: "grantee-of-another-stack",
      path: owner.node.path,
      message: `${grantee.node.path} belongs to the stack ${other.node.path}`,
      allowed: `identities of the stack ${own.node.path}`,
      change: "grant it there to ImageRepository.fromAttributes(), and here by its ARN, as text",
    },
  ];
}

/** Registries downstream that are none: pull-through caches are in one partition only, and copy within it. */
export function downstreamProblems(
  path: string,
  downstreams: "organization" | readonly string[],
  partition: Partition,
): Problem[] {
  if (downstreams.length === 0) return [];
  if (partition !== CACHE_PARTITION) {
    return [
      {
        code: "service-not-in-partition",
        path,
        message: `ECR has no pull-through cache in the partition ${partition}, so nothing can be downstream`,
        change: "leave downstreams out",
      },
    ];
  }
  if (downstreams === "organization") return [];
  return downstreams.flatMap((name) => granteeProblems(path, name, partition));
}

function granteeProblems(path: string, name: string, partition: Partition): Problem[] {
  if (Token.isUnresolved(name) || ACCOUNT_ID.test(name)) return [];
  if (parseRoleArn(name)?.partition === partition) return [];
  return [
    {
      code: "invalid-grantee",
      path,
      message: `"${name}" names neither an account nor one role of partition ${partition}`,
      allowed: `12 digits, or arn:${partition}:iam::ACCOUNT:role/NAME with its path and without wildcards`,
    },
  ];
}
