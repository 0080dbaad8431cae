import { type Pace } from "../../backfill";
import { CLIENT_SETTINGS, type Credentials } from "../aws/caller";
import { installed } from "../aws/sdk";

const PACKAGES = ["ecr", "sts", "cloudtrail", "inspector2", "signer", "cloudwatch-logs"];

/** The clients of the AWS SDK that signing after the fact needs; each is loaded when it is needed. */
export const SDK = {
  ecr: () => installed(() => import("@aws-sdk/client-ecr"), PACKAGES),
  sts: () => installed(() => import("@aws-sdk/client-sts"), PACKAGES),
  cloudtrail: () => installed(() => import("@aws-sdk/client-cloudtrail"), PACKAGES),
  inspector2: () => installed(() => import("@aws-sdk/client-inspector2"), PACKAGES),
  signer: () => installed(() => import("@aws-sdk/client-signer"), PACKAGES),
  logs: () => installed(() => import("@aws-sdk/client-cloudwatch-logs"), PACKAGES),
};

/** Like the `Session` of other commands, with the clients that signing needs, and a pace. */
export interface PacedSession {
  readonly sdk: typeof SDK;
  readonly settings: typeof CLIENT_SETTINGS;
  readonly signal: AbortSignal;
  readonly pace: Pace;
}

/** @param seconds how long the whole may take */
export function pacedSession(seconds: number, pace: Pace): PacedSession {
  return { sdk: SDK, settings: CLIENT_SETTINGS, signal: AbortSignal.timeout(seconds * 1_000), pace };
}

/** As much of a client of the SDK as it takes to slow it down. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: (args: never) => Promise<unknown>) => (args: never) => Promise<unknown>,
      options: { readonly step: "finalizeRequest"; readonly name: string; readonly priority: "low" },
    ): void;
  };
}

/** Makes a client wait for its turn before every attempt: what is tried again counts, too. */
export function paced<C extends object>(client: C, pace: Pick<Pace, "turn">): C {
  (client as unknown as Client).middlewareStack.add(
    (next) => async (args) => {
      await pace.turn();
      return next(args);
    },
    { step: "finalizeRequest", name: "pace", priority: "low" },
  );
  return client;
}

/** Settings of a client in one region, with credentials of a role where there are some. */
export function clientSettings(
  { settings }: PacedSession,
  region: string,
  credentials: Credentials | undefined,
) {
  return { ...settings, region, ...(credentials ? { credentials } : {}) };
}
