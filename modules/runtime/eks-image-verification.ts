import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { Construct } from "constructs";
import { type AdmissionEngine, clusterArn, type Location, ROLE_NAME_LENGTH } from "../../aws";
import { fitName } from "../../names";
import { placeProblems, throwProblems } from "../checks";
import { Role } from "../iam";
import { verificationStatements } from "./verification-actions";

/** What {@link EksImageVerification} needs to be told. */
export interface EksImageVerificationProps extends Location {
  readonly clusterName: string;
  /**
   * Which {@link EksImageVerification.enforcementAction} an engine that is installed here is to have: with `block` it
   * refuses a pod whose images are not trusted, with `alert` it only tells. The construct verifies nothing itself.
   */
  readonly mode: "block" | "alert";
  readonly engine: AdmissionEngine;
  /**
   * Repositories whose images the cluster may run; 7,000 characters of ARNs are listed one by one, for more the
   * verifier may read the whole registries they are in.
   */
  readonly repositoryArns: readonly string[];
  /** Names the role; unique in the account. @default - the cluster's name */
  readonly name?: string;
}

/**
 * The service account under which each engine verifies, and its word for each mode.
 *
 * @see https://github.com/nirmata/kyverno-notation-aws
 * @see https://ratify.dev/docs/quickstarts/ratify-on-aws
 * @see https://kyverno.io/docs/policy-types/validating-policy/
 * @see https://open-policy-agent.github.io/gatekeeper/website/docs/violations
 */
const ENGINES = {
  kyverno: {
    namespace: "kyverno-notation-aws",
    serviceAccount: "kyverno-notation-aws",
    actions: { block: "Deny", alert: "Audit" },
  },
  gatekeeper: {
    namespace: "gatekeeper-system",
    serviceAccount: "ratify-admin",
    actions: { block: "deny", alert: "dryrun" },
  },
} as const;

/**
 * Where image verification attaches to an EKS cluster: the permissions of the admission controller that
 * verifies, given to its service account by EKS Pod Identity.
 *
 * It makes the place, not the controller: the engine is installed into the cluster with `namespace`,
 * `serviceAccount` and `enforcementAction`. The cluster needs the Pod Identity agent and nodes on EC2 or Auto
 * Mode; Pod Identity does not work on Fargate.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/image-verification.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 */
export class EksImageVerification extends Construct {
  readonly resource: EksPodIdentityAssociation;
  readonly role: Role;
  /** Namespace that the engine's verifier must run in. */
  readonly namespace: string;
  /** Service account that the engine's verifier must run with. */
  readonly serviceAccount: string;
  /** The engine's own word for the mode: Kyverno's validation action, Gatekeeper's enforcement action. */
  readonly enforcementAction: string;

  constructor(scope: Construct, id: string, props: EksImageVerificationProps) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    const { clusterName, accountId, region, mode, engine, repositoryArns } = props;
    const { namespace, serviceAccount, actions } = ENGINES[engine];
    this.namespace = namespace;
    this.serviceAccount = serviceAccount;
    this.enforcementAction = actions[mode];

    this.role = new Role(this, "Role", {
      name: fitName(`supply-chain-verify-${props.name ?? clusterName}-${region}`, ROLE_NAME_LENGTH),
      description: `Verifies the images of the EKS cluster ${clusterName}`,
      trust: [
        {
          actions: ["sts:AssumeRole", "sts:TagSession"],
          principals: { service: ["pods.eks.amazonaws.com"] },
          conditions: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnEquals: { "aws:SourceArn": clusterArn("eks", props, clusterName) },
          },
        },
      ],
    });
    for (const statement of verificationStatements(repositoryArns)) this.role.allow(statement);
    this.resource = new EksPodIdentityAssociation(this, "Resource", {
      clusterName,
      namespace,
      serviceAccount,
      roleArn: this.role.arn,
    });
  }
}
