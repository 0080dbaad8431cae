import * as inspector2 from "@aws-sdk/client-inspector2";
import { applySetting } from "../../../lambdas/inspector-rescan-duration/apply-setting";
import { type RescanSetting } from "../../../lambdas/inspector-rescan-duration/event";
import { inspectorOf, type RescanState } from "../../../lambdas/inspector-rescan-duration/inspector";
import { CLIENT_SETTINGS } from "../../../lambdas/shared/client-settings";
import { createLogger } from "../../../lambdas/shared/logger";
import { type Answers, type AwsServer, awsService, fault, hang, raw } from "../../support/aws-service";
import { StoppedClock } from "../clock";

type State = inspector2.EcrRescanDurationState;

const INSPECTOR = awsService("inspector2", inspector2);
const WANTED: RescanSetting = { rescanDuration: "DAYS_30" };
const OLD: State = {
  rescanDuration: "DAYS_14",
  status: "SUCCESS",
  updatedAt: new Date("2026-01-01T00:00:00Z"),
};
const PENDING: State = { ...WANTED, status: "PENDING" };
const DONE: State = { ...WANTED, status: "SUCCESS", updatedAt: new Date("2026-02-02T00:00:00Z") };
const FAILED: State = { ...WANTED, status: "FAILED", updatedAt: new Date("2026-02-02T00:00:00Z") };
const UPDATE = { UpdateConfiguration: () => ({}) };

let server: AwsServer | undefined;
let clock: StoppedClock;
let lines: Record<string, unknown>[];

beforeEach(() => {
  clock = new StoppedClock();
  lines = [];
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Answers with one state after the other, the last one for ever. */
function states(...all: readonly State[]): Pick<Answers<typeof inspector2>, "GetConfiguration"> {
  return {
    GetConfiguration: (_, count) => ({
      ecrConfiguration: { rescanDurationState: all[Math.min(count, all.length - 1)] ?? {} },
    }),
  };
}

async function apply(
  answers: Answers<typeof inspector2>,
  setting: RescanSetting = WANTED,
  { signal = AbortSignal.timeout(20_000), requestTimeout = 5_000 } = {},
): Promise<RescanState> {
  server = await INSPECTOR.serve(answers);
  const client = new inspector2.Inspector2Client({
    ...CLIENT_SETTINGS,
    requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout },
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    endpoint: server.endpoint,
  });
  try {
    return await applySetting(setting, {
      inspector: inspectorOf(client, signal),
      clock,
      log: createLogger((line) => lines.push(JSON.parse(line) as Record<string, unknown>)),
      milliseconds: 240_000,
    });
  } finally {
    client.destroy();
  }
}

/** What the one who applies reads; fails when it is applied. */
async function rejection(...args: Parameters<typeof apply>): Promise<string> {
  return apply(...args).then(
    (state) => Promise.reject(new Error(`applied: ${JSON.stringify(state)}`)),
    (error: unknown) => (error as Error).message,
  );
}

describe("sets what is not set", () => {
  test("and waits until Inspector has applied it", async () => {
    expect(await apply({ ...states(OLD, PENDING, PENDING, DONE), ...UPDATE })).toEqual(DONE);
    expect(server?.operations()).toEqual([
      "GetConfiguration",
      "UpdateConfiguration",
      "GetConfiguration",
      "GetConfiguration",
      "GetConfiguration",
    ]);
  });

  test("with pauses that grow up to 15 seconds", async () => {
    await apply({ ...states(OLD, ...Array.from({ length: 9 }, () => PENDING), DONE), ...UPDATE });
    expect(clock.slept.map(Math.round)).toEqual([1000, 1500, 2250, 3375, 5063, 7594, 11391, 15000, 15000]);
  });

  test("asking for no more than what was said", async () => {
    await apply({ ...states(OLD, DONE), ...UPDATE });
    expect(server?.calls[1]).toEqual({
      operation: "UpdateConfiguration",
      input: { ecrConfiguration: WANTED },
    });
  });

  test("with everything that can be said", async () => {
    const all = {
      rescanDuration: "LIFETIME",
      pullDateRescanDuration: "DAYS_90",
      pullDateRescanMode: "LAST_PULL_DATE",
    } as const;
    await apply({ ...states(OLD, { ...all, status: "SUCCESS" }), ...UPDATE }, all);
    expect(server?.calls[1]).toEqual({ operation: "UpdateConfiguration", input: { ecrConfiguration: all } });
  });

  test("when only the date that counts is another", async () => {
    const setting = { ...WANTED, pullDateRescanMode: "LAST_PULL_DATE" } as const;
    const before: State = { ...DONE, pullDateRescanMode: "LAST_IN_USE_AT" };
    await apply({ ...states(before, { ...DONE, ...setting }), ...UPDATE }, setting);
    expect(server?.operations()).toContain("UpdateConfiguration");
  });
});

describe("does nothing twice", () => {
  test("what is set already is not set again", async () => {
    expect(await apply(states(DONE))).toEqual(DONE);
    expect(server?.operations()).toEqual(["GetConfiguration"]);
  });

  test("what is being set already is only waited for", async () => {
    expect(await apply(states(PENDING, PENDING, DONE))).toEqual(DONE);
    expect(server?.operations()).toEqual(["GetConfiguration", "GetConfiguration", "GetConfiguration"]);
  });

  test("what failed before is tried again", async () => {
    expect(await apply({ ...states(FAILED, DONE), ...UPDATE })).toEqual(DONE);
    expect(server?.operations()).toContain("UpdateConfiguration");
  });
});

describe("does not believe", () => {
  test("a success of another setting", async () => {
    expect(await apply({ ...states(OLD, OLD, OLD, DONE), ...UPDATE })).toEqual(DONE);
    expect(clock.slept).toHaveLength(2);
  });

  test("a failure that an earlier change left behind", async () => {
    expect(await apply({ ...states(FAILED, FAILED, DONE), ...UPDATE })).toEqual(DONE);
  });

  test("a state without a status", async () => {
    expect(await apply({ ...states(OLD, WANTED, DONE), ...UPDATE })).toEqual(DONE);
  });
});

describe("fails", () => {
  test("when Inspector could not apply it", async () => {
    expect(await rejection({ ...states(OLD, PENDING, FAILED), ...UPDATE })).toBe(
      'rescanDuration: Inspector could not apply {"rescanDuration":"DAYS_30"} and says FAILED; look at Inspector\'s ECR settings in the console, then apply again [rescan-duration-failed]',
    );
  });

  test("when it fails again at another time", async () => {
    const again = { ...FAILED, updatedAt: new Date("2026-02-02T00:00:01Z") };
    expect(await rejection({ ...states(FAILED, again), ...UPDATE })).toMatch(/\[rescan-duration-failed\]$/);
  });

  test("when it takes too long, within its time", async () => {
    expect(await rejection({ ...states(OLD, PENDING), ...UPDATE })).toBe(
      'rescanDuration: Inspector has not applied {"rescanDuration":"DAYS_30"} after 240 seconds; it says {"rescanDuration":"DAYS_30","status":"PENDING"}; apply again: a change that is under way is waited for [rescan-duration-not-applied]',
    );
    const slept = clock.slept.reduce((sum, pause) => sum + pause, 0);
    expect(slept).toBeLessThanOrEqual(240_000);
    expect(slept).toBeGreaterThan(220_000);
  });

  test("when Inspector has a status that nobody knows", async () => {
    const state = JSON.stringify({
      ecrConfiguration: { rescanDurationState: { ...WANTED, status: "DONE" } },
    });
    expect(await rejection({ GetConfiguration: () => raw(state), ...UPDATE })).toBe(
      'rescanDuration: Inspector has not applied {"rescanDuration":"DAYS_30"} after 240 seconds; it says {"rescanDuration":"DAYS_30","status":"DONE"}; apply again: a change that is under way is waited for [rescan-duration-not-applied]',
    );
  });

  test.each([
    ["says nothing", () => ({})],
    ["answers with a list", () => raw("[]")],
    ["answers with null", () => raw('{"ecrConfiguration":null}')],
  ])("when Inspector %s", async (_, GetConfiguration) => {
    expect(await rejection({ GetConfiguration, ...UPDATE })).toBe(
      'rescanDuration: Inspector has not applied {"rescanDuration":"DAYS_30"} after 240 seconds; it says {}; apply again: a change that is under way is waited for [rescan-duration-not-applied]',
    );
  });

  test("when the answer is no JSON", async () => {
    expect(await rejection({ GetConfiguration: () => raw("<html>") })).toMatch(
      /^inspector2:GetConfiguration: SyntaxError: Unexpected token .*; apply again \[inspector-call-failed\]$/,
    );
  });

  test("when Inspector refuses the setting", async () => {
    const answers = {
      ...states(OLD),
      UpdateConfiguration: () => fault("ValidationException", "not here", { reason: "OTHER" }),
    };
    expect(await rejection(answers)).toBe(
      "inspector2:UpdateConfiguration: ValidationException: not here; apply again [inspector-call-failed]",
    );
  });
});

describe("tries again", () => {
  test("when it is throttled", async () => {
    const GetConfiguration = states(DONE).GetConfiguration;
    const answers: Answers<typeof inspector2> = {
      GetConfiguration: (input, count) =>
        count < 2 ? fault("ThrottlingException", "slow down") : (GetConfiguration?.(input, count) ?? {}),
    };
    expect(await apply(answers)).toEqual(DONE);
    expect(server?.operations()).toHaveLength(3);
  });

  test("when the server has an error", async () => {
    const answers: Answers<typeof inspector2> = {
      ...states(OLD, DONE),
      UpdateConfiguration: (_, count) => (count === 0 ? fault("InternalServerException", "oops") : {}),
    };
    expect(await apply(answers)).toEqual(DONE);
    expect(server?.operations().filter((name) => name === "UpdateConfiguration")).toHaveLength(2);
  });

  test("when an answer is too slow", async () => {
    const answers: Answers<typeof inspector2> = {
      GetConfiguration: (_, count) =>
        count === 0 ? hang() : { ecrConfiguration: { rescanDurationState: DONE } },
    };
    expect(await apply(answers, WANTED, { requestTimeout: 200 })).toEqual(DONE);
  });

  test("five times and not more", async () => {
    const answers = { GetConfiguration: () => fault("InternalServerException", "oops") };
    expect(await rejection(answers)).toBe(
      "inspector2:GetConfiguration: InternalServerException: oops; apply again [inspector-call-failed]",
    );
    expect(server?.operations()).toHaveLength(5);
  });

  test("until a permission that was just given holds", async () => {
    const answers: Answers<typeof inspector2> = {
      ...states(OLD, DONE),
      UpdateConfiguration: (_, count) => (count < 3 ? fault("AccessDeniedException", "not yet") : {}),
    };
    expect(await apply(answers)).toEqual(DONE);
    expect(clock.slept).toEqual([5_000, 5_000, 5_000]);
    expect(lines.filter(({ level }) => level === "WARN")).toHaveLength(3);
  });

  test("for a minute when the permission does not come", async () => {
    const answers = { GetConfiguration: () => fault("AccessDeniedException", "no") };
    expect(await rejection(answers)).toBe(
      "inspector2:GetConfiguration: AccessDeniedException: no; switch Inspector on first, in the account that administers it: a member of an organization cannot set this [inspector-call-failed]",
    );
    expect(clock.slept).toEqual(Array.from({ length: 12 }, () => 5_000));
  });
});

test("ends when its time is over, even in the middle of a call", async () => {
  const signal = AbortSignal.timeout(300);
  expect(await rejection({ GetConfiguration: () => hang() }, WANTED, { signal })).toBe(
    "inspector2:GetConfiguration: did not answer in time; apply again [inspector-call-failed]",
  );
});

test("a server that is not there is an error that says so", async () => {
  server = await INSPECTOR.serve({});
  const { endpoint } = server;
  await server.close();
  server = undefined;
  const client = new inspector2.Inspector2Client({
    ...CLIENT_SETTINGS,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    endpoint,
  });
  const inspector = inspectorOf(client, AbortSignal.timeout(20_000));
  const log = createLogger(() => undefined);
  await expect(applySetting(WANTED, { inspector, clock, log, milliseconds: 240_000 })).rejects.toThrow(
    /^inspector2:GetConfiguration: .*ECONNREFUSED.*; apply again \[inspector-call-failed\]$/,
  );
});
