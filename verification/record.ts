import { type AdmissionCode, type JudgedImage } from "./outcome";
import { type Answerable, type Mode } from "./settings";

/** Who decides. */
export const DECISION_SOURCES = ["ecs-deployment", "ecs-task", "ecs-schedule", "eks-admission"] as const;

/** One of {@link DECISION_SOURCES}. */
export type DecisionSource = (typeof DECISION_SOURCES)[number];

/** What is done about an image. */
export const DECISION_ACTIONS = ["allow", "deny", "wait", "stop", "tell"] as const;

/** One of {@link DECISION_ACTIONS}. */
export type DecisionAction = (typeof DECISION_ACTIONS)[number];

/** What comes of an image. */
export const DECISION_OUTCOMES = ["trusted", "admitted", "refused", "undecided"] as const;

/** One decision about one image of one workload; the same for ECS and EKS. */
export interface DecisionRecord {
  readonly version: 1;
  /** RFC 3339. */
  readonly at: string;
  readonly source: DecisionSource;
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  readonly cluster: string;
  readonly mode: Mode;
  /** Whether the settings name the cluster. */
  readonly known: boolean;
  /** What runs the image, as far as it is known. */
  readonly workload: {
    readonly service?: string;
    readonly task?: string;
    readonly taskDefinition?: string;
    /** Of a pod. */
    readonly namespace?: string;
    /** What a pod belongs to, or itself, as `Deployment/api`. */
    readonly owner?: string;
    /** Name of the container. */
    readonly container?: string;
  };
  readonly image: JudgedImage;
  readonly outcome: (typeof DECISION_OUTCOMES)[number];
  readonly action: DecisionAction;
  /** Of an outcome that is not `trusted`. */
  readonly code?: AdmissionCode | string;
  readonly message?: string;
  /** Check of notation/ that failed. */
  readonly check?: string;
  /** ARN of the version of the signing profile that is trusted. */
  readonly profileVersionArn?: string;
  readonly answerable?: Answerable;
  /** Ids by which the decision is found in other logs: the request, the service deployment, the event. */
  readonly correlation: Readonly<Record<string, string>>;
}
