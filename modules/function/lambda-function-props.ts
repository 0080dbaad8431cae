import { type Location } from "../../aws";

/** What a function needs to be told. */
export interface LambdaFunctionProps extends Location {
  /** Name of the function, unique in the account and region. */
  readonly name: string;
  /** What the function is for, shown in the Lambda and IAM consoles. */
  readonly description: string;
  /** Absolute path of the zip with the code, whose file `index.js` exports `handler`. */
  readonly zip: string;
  /**
   * Texts that the zip gets beside the code, by the names of their files: configuration that the SHA-256 of the code
   * covers. @default - none
   */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Whether each change is published as a version of its own, which nobody can change any more; `qualifiedArn` is
   * that of the newest. @default false
   */
  readonly publish?: boolean;
  /** Plain configuration, never secrets: everybody who may look at the function sees it. @default - no variables */
  readonly environment?: Readonly<Record<string, string>>;
  /** 1 to 900. @default 30 */
  readonly timeoutSeconds?: number;
  /** 128 to 10,240; a function gets computing power in proportion. @default 256 */
  readonly memoryMegabytes?: number;
  /**
   * How many run at the same time, taken from what the account's other functions may use.
   * @default - as many as the account has left
   */
  readonly reservedConcurrency?: number;
  /** How long an event of a rule or schedule waits to be handled, 60 to 21,600. @default 3600 */
  readonly maximumEventAgeSeconds?: number;
  /** How often an event of a rule or schedule is tried again after an error, 0 to 2. @default 2 */
  readonly maximumRetryAttempts?: number;
  /** KMS key of the logs, whose policy lets CloudWatch Logs use it. @default - AWS's own key */
  readonly logKeyArn?: string;
  /** Topic that is told of events which could not be handled. @default - the alarm is only shown */
  readonly alarmTopicArn?: string;
}
