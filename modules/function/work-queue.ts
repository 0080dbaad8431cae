import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { throwProblems } from "../checks";
import { denyWithoutTls, type Grantee, policyDocument } from "../iam";
import { queueProblems, type QueueProps, redrivenQueue, takeInBatches } from "./queue-parts";

/** What a {@link WorkQueue} needs to be told. */
export type WorkQueueProps = QueueProps;

/**
 * Work that functions of the account leave to another: it waits in an encrypted queue, comes in batches, and what is
 * not done comes again after a pause.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class WorkQueue extends Construct {
  readonly resource: SqsQueue;

  /** @throws ProblemError `out-of-range` */
  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    throwProblems(queueProblems(this.node.path, props));
    this.resource = redrivenQueue(this, props);
    new SqsQueuePolicy(this, "Policy", {
      queueUrl: this.resource.url,
      policy: policyDocument([denyWithoutTls(["sqs:*"], [this.resource.arn])]),
    });
    takeInBatches(this, props.function, this.resource);
  }

  /** Lets a role leave work, one message or ten. */
  grantSend(grantee: Grantee, sid = "LeaveWork"): void {
    grantee.allow({ sid, actions: ["sqs:SendMessage"], resources: [this.resource.arn] });
  }
}
