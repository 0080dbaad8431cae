import {
  Inspector,
  InspectorRescanDuration,
  type InspectorRescanDurationProps,
} from "../../../modules/scanning";
import { violationsOf } from "../../baseline/support";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, synthStack } from "../../support/synth";

const PROPS: InspectorRescanDurationProps = {
  accountId: "333333333333",
  region: "eu-central-1",
  partition: "aws",
  rescanDuration: "DAYS_90",
};

function synth(props: Partial<InspectorRescanDurationProps> = {}) {
  return synthStack((stack) => new InspectorRescanDuration(stack, "rescan", { ...PROPS, ...props }));
}

describe("InspectorRescanDuration", () => {
  test("calls its function at every change and at the end", () => {
    const invocation = resourceOf(synth(), "aws_lambda_invocation");
    expect(invocation).toMatchObject({
      function_name: expect.stringMatching(
        /^\$\{aws_lambda_function\.rescan_Function_\w+\.function_name\}$/,
      ) as string,
      lifecycle_scope: "CRUD",
    });
    expect(JSON.parse(String(invocation["input"]))).toEqual({ rescanDuration: "DAYS_90" });
  });

  test("makes the invocation anew at every change, because the provider takes an update that failed for done", () => {
    const { input, triggers } = resourceOf(synth(), "aws_lambda_invocation");
    expect(triggers).toEqual({ input });
    expect(resourceOf(synth({ rescanDuration: "DAYS_30" }), "aws_lambda_invocation")["triggers"]).not.toEqual(
      triggers,
    );
  });

  test("says everything that is set and nothing else", () => {
    const stack = synth({ pullDateRescanDuration: "DAYS_60", pullDateRescanMode: "LAST_PULL_DATE" });
    expect(JSON.parse(String(resourceOf(stack, "aws_lambda_invocation")["input"]))).toEqual({
      rescanDuration: "DAYS_90",
      pullDateRescanDuration: "DAYS_60",
      pullDateRescanMode: "LAST_PULL_DATE",
    });
  });

  test("gives the function more time than it waits", () => {
    const { environment, timeout } = resourceOf(synth(), "aws_lambda_function");
    const { variables } = environment as { variables: { WAIT_SECONDS: string } };
    expect(variables).toEqual({ WAIT_SECONDS: "240" });
    expect(timeout).toBe(300);
  });

  test("lets the function look at the setting and change it", () => {
    const statements = statementsOf(resourceOf(synth(), "aws_iam_role_policy")["policy"]);
    expect(statements.filter(({ Sid }) => Sid === "SetRescanDuration")).toEqual([
      {
        Sid: "SetRescanDuration",
        Effect: "Allow",
        Action: ["inspector2:GetConfiguration", "inspector2:UpdateConfiguration"],
        Resource: "*",
      },
    ]);
  });

  test("waits for what switches Inspector on", () => {
    const stack = synthStack((scope) => {
      const inspector = new Inspector(scope, "inspector", {
        accountId: PROPS.accountId,
        region: PROPS.region,
        resourceTypes: ["ecr"],
      });
      new InspectorRescanDuration(scope, "rescan", { ...PROPS, after: [inspector.resource] });
    });
    expect(resourceOf(stack, "aws_lambda_invocation")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_inspector2_enabler\.inspector_\w+$/),
    ]);
  });

  test("tells a topic of events that it could not handle", () => {
    const alarmTopicArn = "arn:aws:sns:eu-central-1:333333333333:alarms";
    expect(resourceOf(synth({ alarmTopicArn }), "aws_cloudwatch_metric_alarm")["alarm_actions"]).toEqual([
      alarmTopicArn,
    ]);
  });

  test("holds the baseline", () => {
    const stack = { name: "own", account: PROPS.accountId, region: PROPS.region, terraform: synth() };
    expect(violationsOf(stack)).toEqual([]);
  });

  test("rejects values that Inspector does not have, all at once", () => {
    const wrong = {
      rescanDuration: "90",
      pullDateRescanDuration: "LIFETIME",
      pullDateRescanMode: "PUSH",
    } as unknown;
    expect(
      stackRejectionOf(
        (stack) =>
          new InspectorRescanDuration(stack, "rescan", {
            ...PROPS,
            ...(wrong as InspectorRescanDurationProps),
          }),
      ),
    ).toEqual([
      'test/rescan: rescanDuration is "90"; allowed: LIFETIME, DAYS_180, DAYS_90, DAYS_60, DAYS_30, DAYS_14, DAYS_7, DAYS_3 [invalid-rescan-duration]',
      'test/rescan: pullDateRescanDuration is "LIFETIME"; allowed: DAYS_180, DAYS_90, DAYS_60, DAYS_30, DAYS_14, DAYS_7, DAYS_3 [invalid-rescan-duration]',
      'test/rescan: pullDateRescanMode is "PUSH"; allowed: LAST_IN_USE_AT, LAST_PULL_DATE [invalid-rescan-duration]',
    ]);
  });

  test("rejects a second owner of the setting", () => {
    expect(
      stackRejectionOf((stack) => {
        new InspectorRescanDuration(stack, "rescan", PROPS);
        new InspectorRescanDuration(stack, "again", PROPS);
      }),
    ).toEqual([
      "test/again: the Inspector re-scan duration of an account and region has one owner, and test/rescan owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
