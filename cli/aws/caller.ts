import { ProblemError } from "../../problem";
import { type Called, failureOf } from "./failure";
import { type Sdk } from "./sdk";

/** Who asks, for how long at most, and with which settings of the clients. */
export interface Session {
  readonly sdk: Sdk;
  readonly settings: typeof CLIENT_SETTINGS;
  readonly signal: AbortSignal;
}

/** As much of a session as it takes to enter an account. */
export type StsSession = Pick<Session, "settings" | "signal"> & { readonly sdk: Pick<Sdk, "sts"> };

/**
 * What every client is made with. Throttling, errors of the server and broken connections are tried again by the SDK
 * with growing pauses of random length, at most 20 seconds each; no call hangs.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 6,
  retryMode: "standard",
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  },
};

/** Calls AWS; whatever goes wrong becomes a problem that says what to change. */
export async function call<T>(
  { signal }: Pick<Session, "signal">,
  place: Called,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    return await send({ abortSignal: signal });
  } catch (error) {
    throw failureOf(error, place, signal);
  }
}

/**
 * The account whose credentials are used. Asking for it needs no permission, so it tells bad credentials apart from
 * permissions that are missing.
 */
export async function callerAccount(session: StsSession, region: string): Promise<string> {
  return (await callerIdentity(session, region)).account;
}

/** The account and the ARN whose credentials are used. */
export async function callerIdentity(
  session: StsSession,
  region: string,
): Promise<{ readonly account: string; readonly arn: string }> {
  const { STSClient, GetCallerIdentityCommand } = await session.sdk.sts();
  const place = { action: "sts:GetCallerIdentity", account: "unknown", region };
  const client = new STSClient({ ...session.settings, region });
  const { Account, Arn = "unknown" } = await call(session, place, (options) =>
    client.send(new GetCallerIdentityCommand({}), options),
  );
  if (Account === undefined || !/^\d{12}$/.test(Account)) throw unreadable(place, "it names no account");
  return { account: Account, arn: Arn };
}

/** An answer of AWS whose shape nobody expects. */
export function unreadable({ action, region }: Called, message: string): ProblemError {
  return new ProblemError([
    {
      code: "unreadable-answer",
      path: `${action} ${region}`,
      message: `the answer cannot be read: ${message}`,
      change: "ask again later; if it stays so, look for a proxy between here and AWS",
    },
  ]);
}

/** A role of another account. */
export interface Role {
  readonly arn: string;
  readonly externalId?: string;
}

/** What a command does in other accounts. */
export interface Purpose {
  /** What CloudTrail calls the session. */
  readonly sessionName: string;
  /** All that the session of a role may do, whatever the role itself may. */
  readonly actions: readonly string[];
}

const WHERE: Purpose = {
  sessionName: "supply-chain-where",
  actions: ["ecr:BatchGetImage", "ecs:DescribeTasks", "ecs:ListTasks"],
};

function sessionPolicy({ actions }: Purpose): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });
}
/** Shortest session. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;

/** What signs requests. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Credentials for an account; `undefined` means the caller's own. */
export type CredentialsOf = (account: string) => Promise<Credentials | undefined>;

/**
 * Credentials by account: the caller's own in its own account and where no role is known, else those of a role,
 * narrowed to what the command reads there. A role is assumed once.
 */
export function credentialsOf(
  session: StsSession,
  caller: { readonly account: string; readonly region: string },
  roleOf: (account: string) => Role | undefined,
  purpose: Purpose = WHERE,
): CredentialsOf {
  const assumed = new Map<string, Promise<Credentials>>();
  return async (account) => {
    const role = account === caller.account ? undefined : roleOf(account);
    if (!role) return undefined;
    const known = assumed.get(account) ?? assumeRole(session, caller, role, purpose);
    assumed.set(account, known);
    return known;
  };
}

/** Credentials of a role, narrowed to what the command does with it. */
export async function assumeRole(
  session: StsSession,
  { account, region }: { readonly account: string; readonly region: string },
  { arn, externalId }: Role,
  purpose: Purpose,
): Promise<Credentials> {
  const { STSClient, AssumeRoleCommand } = await session.sdk.sts();
  const client = new STSClient({ ...session.settings, region });
  const place = { action: "sts:AssumeRole", account, region, resource: arn };
  const { Credentials: issued } = await call(session, place, (options) =>
    client.send(
      new AssumeRoleCommand({
        RoleArn: arn,
        RoleSessionName: purpose.sessionName,
        DurationSeconds: SESSION_SECONDS,
        Policy: sessionPolicy(purpose),
        ...(externalId === undefined ? {} : { ExternalId: externalId }),
      }),
      options,
    ),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw unreadable(place, "it has no credentials");
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
