import { Construct } from "constructs";
import { type Location, repositoryArn, repositoryUri } from "../../aws";
import { parseRoleArn, placeProblems, throwProblems } from "../checks";
import { LOGIN_ACTION, pushPermissions } from "../ecr";
import { type Grantee } from "../iam";
import { profileArnProblems } from "../profile-checks";
import { letSign } from "../signers";
import { PULL_ACTIONS, VERIFY_ACTIONS } from "./actions";
import { repositoryNameProblems } from "./checks";

/**
 * A repository that others push to and pull from, ours or one of another stack.
 *
 * A grant gives an identity what it needs in its own policy; where the repository is ours, its policy follows.
 * The same grant twice changes nothing.
 */
export interface IImageRepository {
  readonly repositoryArn: string;
  readonly repositoryName: string;
  /** Address without tag or digest: `333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api`. */
  readonly repositoryUri: string;
  /** Lets the identity push, and sign what it pushes. */
  grantPush(grantee: Grantee): void;
  /** Lets the identity pull images and read their signatures. */
  grantPull(grantee: Grantee): void;
  /** Lets the identity verify signatures: read manifests and signatures, and how far signing is. */
  grantVerify(grantee: Grantee): void;
}

/** What identifies a repository. */
export interface ImageRepositoryAttributes extends Location {
  /** Name of the repository, e.g. `shop/api`. */
  readonly name: string;
  /** Account of the registry. */
  readonly accountId: string;
  /**
   * ARNs of the signing profiles whose signature every pushed image gets, of the repository's region and never of a
   * profile version. ECR signs as the pusher, so the pusher needs `signer:SignPayload`. @default - images are not signed
   */
  readonly signingProfileArns?: readonly string[];
}

/** Names and grants of a repository; they need nothing but its identity. */
export class RepositoryIdentity implements IImageRepository {
  readonly repositoryArn: string;
  readonly repositoryName: string;
  readonly repositoryUri: string;

  constructor(private readonly attributes: ImageRepositoryAttributes) {
    const { name } = attributes;
    this.repositoryName = name;
    this.repositoryArn = repositoryArn(attributes, name);
    this.repositoryUri = repositoryUri(attributes, name);
  }

  grantPush(grantee: Grantee): void {
    const { name, signingProfileArns = [] } = this.attributes;
    for (const statement of pushPermissions(this.attributes, name, signingProfileArns)) {
      grantee.allow(statement);
    }
  }

  grantPull(grantee: Grantee): void {
    this.grantRead(grantee, PULL_ACTIONS);
  }

  grantVerify(grantee: Grantee): void {
    this.grantRead(grantee, VERIFY_ACTIONS);
  }

  private grantRead(grantee: Grantee, actions: readonly string[]): void {
    grantee.allow({ actions: [LOGIN_ACTION], resources: ["*"] });
    grantee.allow({ actions, resources: [this.repositoryArn] });
  }
}

/** A repository that another stack makes: its names and grants, and no resource. */
export class ImportedRepository extends Construct implements IImageRepository {
  readonly repositoryArn: string;
  readonly repositoryName: string;
  readonly repositoryUri: string;
  private readonly identity: RepositoryIdentity;

  constructor(
    scope: Construct,
    id: string,
    private readonly attributes: ImageRepositoryAttributes,
  ) {
    super(scope, id);
    throwProblems([
      ...repositoryNameProblems(this.node.path, attributes.name),
      ...placeProblems(this.node.path, attributes),
      ...profileArnProblems(this.node.path, attributes.signingProfileArns ?? []),
    ]);
    this.identity = new RepositoryIdentity(attributes);
    ({
      repositoryArn: this.repositoryArn,
      repositoryName: this.repositoryName,
      repositoryUri: this.repositoryUri,
    } = this.identity);
  }

  grantPush(grantee: Grantee): void {
    const { accountId, signingProfileArns = [] } = this.attributes;
    throwProblems(profileArnProblems(this.node.path, signingProfileArns, this.attributes));
    this.identity.grantPush(grantee);
    const role = parseRoleArn(grantee.arn);
    // Of which account a role is that the stack makes, nobody says.
    if (!role) return;
    const pusher = { arn: grantee.arn, accountId: role.accountId, name: grantee.arn };
    letSign({ owner: this, accountId, signingProfileArns }, pusher);
  }

  grantPull(grantee: Grantee): void {
    this.identity.grantPull(grantee);
  }

  grantVerify(grantee: Grantee): void {
    this.identity.grantVerify(grantee);
  }
}
