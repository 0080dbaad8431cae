import { ProblemError } from "../../problem";
import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type RescanSetting } from "./event";
import { type Inspector, type RescanState } from "./inspector";

/** What {@link applySetting} works with. */
export interface Surroundings {
  readonly inspector: Inspector;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long the whole may take. */
  readonly milliseconds: number;
}

interface Calls extends Pick<Surroundings, "clock" | "log"> {
  /** When everything has to be done, by the clock. */
  readonly deadline: number;
}

/** A policy that was just attached holds everywhere after some seconds. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html */
const PERMISSION_MILLISECONDS = 60_000;
const PERMISSION_PAUSE = 5_000;
/** Pauses between looking whether the change is done grow from the first to the second. */
const PAUSE = { first: 1_000, longest: 15_000, growth: 1.5 } as const;
const MESSAGE_LENGTH = 500;

/**
 * Sets how long Inspector scans images again and returns once Inspector says that it holds. Asking for what is set
 * already changes nothing.
 *
 * @throws ProblemError `rescan-duration-failed` when Inspector could not apply it, `rescan-duration-not-applied` when
 * it took too long, `inspector-call-failed` when Inspector refused a call or could not be reached
 */
export async function applySetting(setting: RescanSetting, surroundings: Surroundings): Promise<RescanState> {
  const { inspector, clock, log, milliseconds } = surroundings;
  const deadline = clock.now() + milliseconds;
  const calls: Calls = { clock, log, deadline };
  const read = () => call("GetConfiguration", () => inspector.read(), calls);

  const before = await read();
  if (holds(before, setting) && before.status === "SUCCESS") {
    log.info("is set already", { setting });
    return before;
  }
  if (holds(before, setting) && before.status === "PENDING") {
    log.info("is being set already", { setting });
  } else {
    log.info("sets", { setting, before });
    await call("UpdateConfiguration", () => inspector.update(setting), calls);
  }

  for (let pause: number = PAUSE.first; ; pause = Math.min(pause * PAUSE.growth, PAUSE.longest)) {
    const state = await read();
    if (holds(state, setting)) {
      if (state.status === "SUCCESS") return state;
      if (state.status === "FAILED" && isNews(state, before)) throw failed(setting);
    }
    log.info("waits", { state });
    if (clock.now() + pause > deadline) throw late(setting, state, milliseconds);
    await clock.sleep(pause);
  }
}

/** Whether a state says what was asked for; what was not asked for may be anything. */
function holds(
  state: RescanState,
  { rescanDuration, pullDateRescanDuration, pullDateRescanMode }: RescanSetting,
) {
  return (
    state.rescanDuration === rescanDuration &&
    (pullDateRescanDuration === undefined || state.pullDateRescanDuration === pullDateRescanDuration) &&
    (pullDateRescanMode === undefined || state.pullDateRescanMode === pullDateRescanMode)
  );
}

/** Whether a failure is more than what an earlier change left behind. */
function isNews(state: RescanState, before: RescanState): boolean {
  return before.status !== "FAILED" || state.updatedAt?.getTime() !== before.updatedAt?.getTime();
}

/** Calls Inspector; a permission that is missing is waited for, because it may be on its way. */
async function call<T>(
  operation: string,
  work: () => Promise<T>,
  { clock, log, deadline }: Calls,
): Promise<T> {
  const patience = Math.min(clock.now() + PERMISSION_MILLISECONDS, deadline);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const denied = (error as Partial<Error>).name === "AccessDeniedException";
      if (!denied || clock.now() + PERMISSION_PAUSE > patience) throw refused(operation, error);
      log.warn("may not call yet", { operation, error });
      await clock.sleep(PERMISSION_PAUSE);
    }
  }
}

function refused(operation: string, error: unknown): ProblemError {
  const { name = "", message = "" } = error as Partial<Error>;
  const [text = ""] = message.split("\n");
  return new ProblemError([
    {
      code: "inspector-call-failed",
      path: `inspector2:${operation}`,
      message: name === "AbortError" ? "did not answer in time" : `${name}: ${text.slice(0, MESSAGE_LENGTH)}`,
      change:
        name === "AccessDeniedException"
          ? "switch Inspector on first, in the account that administers it: a member of an organization cannot set this"
          : "apply again",
    },
  ]);
}

function failed(setting: RescanSetting): ProblemError {
  return new ProblemError([
    {
      code: "rescan-duration-failed",
      path: "rescanDuration",
      message: `Inspector could not apply ${JSON.stringify(setting)} and says FAILED`,
      change: "look at Inspector's ECR settings in the console, then apply again",
    },
  ]);
}

function late(setting: RescanSetting, state: RescanState, milliseconds: number): ProblemError {
  return new ProblemError([
    {
      code: "rescan-duration-not-applied",
      path: "rescanDuration",
      message: `Inspector has not applied ${JSON.stringify(setting)} after ${String(Math.round(milliseconds / 1_000))} seconds; it says ${JSON.stringify(state).slice(0, MESSAGE_LENGTH)}`,
      change: "apply again: a change that is under way is waited for",
    },
  ]);
}
