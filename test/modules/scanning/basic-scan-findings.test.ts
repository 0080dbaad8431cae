import { BasicScanFindings, type BasicScanFindingsProps } from "../../../modules/scanning";
import { violationsOf } from "../../baseline/support";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";

const PROPS: BasicScanFindingsProps = {
  accountId: "333333333333",
  region: "eu-central-1",
  partition: "aws",
};
const synth = (props: Partial<BasicScanFindingsProps> = {}) =>
  synthStack((stack) => new BasicScanFindings(stack, "findings", { ...PROPS, ...props }));

describe("BasicScanFindings", () => {
  test("looks at an image when it was scanned or deleted, and every day at all", () => {
    const rules = resourcesOf(synth(), "aws_cloudwatch_event_rule").map(
      ({ name, event_pattern: pattern, schedule_expression: schedule }) => [
        name,
        schedule ?? (JSON.parse(String(pattern)) as unknown),
      ],
    );
    expect(Object.fromEntries(rules)).toEqual({
      "supply-chain-basic-scan-findings-scanned": {
        source: ["aws.ecr"],
        "detail-type": ["ECR Image Scan"],
      },
      "supply-chain-basic-scan-findings-deleted": {
        source: ["aws.ecr"],
        "detail-type": ["ECR Image Action"],
        detail: { "action-type": ["DELETE"], result: ["SUCCESS"] },
      },
      "supply-chain-basic-scan-findings-daily": "rate(1 day)",
    });
  });

  test("may read scans and read and write its account's findings, and nothing else of these services", () => {
    const statements = statementsOf(resourceOf(synth(), "aws_iam_role_policy")["policy"]);
    expect(statements.filter(({ Sid }) => !["WriteLogs", "KeepDeadLetters"].includes(String(Sid)))).toEqual([
      {
        Sid: "ReadScans",
        Effect: "Allow",
        Action: ["ecr:DescribeImageScanFindings", "ecr:DescribeImages", "ecr:DescribeRepositories"],
        Resource: "arn:aws:ecr:eu-central-1:333333333333:repository/*",
      },
      {
        Sid: "ReadFindings",
        Effect: "Allow",
        Action: "securityhub:GetFindings",
        Resource: "arn:aws:securityhub:eu-central-1:333333333333:hub/default",
      },
      {
        Sid: "WriteFindings",
        Effect: "Allow",
        Action: "securityhub:BatchImportFindings",
        Resource: "arn:aws:securityhub:eu-central-1:333333333333:product/333333333333/default",
        Condition: { StringEquals: { "securityhub:TargetAccount": "333333333333" } },
      },
    ]);
  });

  test("tells the function where it is", () => {
    expect(resourceOf(synth(), "aws_lambda_function")["environment"]).toEqual({
      variables: { ACCOUNT_ID: "333333333333", PARTITION: "aws" },
    });
  });

  test("passes a key and a topic on", () => {
    const logKeyArn = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";
    const alarmTopicArn = "arn:aws:sns:eu-central-1:333333333333:alarms";
    const stack = synth({ logKeyArn, alarmTopicArn });
    expect(resourceOf(stack, "aws_cloudwatch_log_group")["kms_key_id"]).toBe(logKeyArn);
    const alarms = resourcesOf(stack, "aws_cloudwatch_metric_alarm");
    expect(alarms.map(({ alarm_actions: actions }) => actions)).toEqual([[alarmTopicArn], [alarmTopicArn]]);
  });

  test("raises an alarm when for three days no look said that it reached everything", () => {
    expect(resourcesOf(synth(), "aws_cloudwatch_metric_alarm")).toContainEqual(
      expect.objectContaining({
        alarm_name: "supply-chain-basic-scan-findings-no-complete-look",
        metric_query: [
          {
            id: "said",
            metric: {
              namespace: "SupplyChain/Scanning",
              metric_name: "CompleteLooks",
              dimensions: { Function: "supply-chain-basic-scan-findings" },
              period: 3_600,
              stat: "SampleCount",
            },
          },
          expect.objectContaining({ id: "count", expression: "FILL(said, 0)", return_data: true }),
        ],
        evaluation_periods: 72,
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        treat_missing_data: "breaching",
      }),
    );
  });

  test("holds the baseline", () => {
    const stack = { name: "own", account: PROPS.accountId, region: PROPS.region, terraform: synth() };
    expect(violationsOf(stack)).toEqual([]);
  });

  test("rejects a second owner", () => {
    expect(
      stackRejectionOf((stack) => {
        new BasicScanFindings(stack, "one", PROPS);
        new BasicScanFindings(stack, "two", PROPS);
      }),
    ).toEqual([
      "test/two: the import of basic scan findings of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
