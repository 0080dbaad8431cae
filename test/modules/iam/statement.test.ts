import { Lazy } from "cdktf";
import { type Statement, policyDocument } from "../../../modules/iam";

function resourcesOf(resources: readonly string[]): unknown {
  const statement: Statement = { actions: ["sqs:SendMessage"], resources };
  const { Statement: rendered } = JSON.parse(policyDocument([statement])) as {
    readonly Statement: readonly { readonly Resource: unknown }[];
  };
  return rendered[0]?.Resource;
}

/** ARNs that Terraform computes; enough, that the numbers in their texts get a digit longer on the way. */
function computed(many: number): string[] {
  return Array.from({ length: many }, (_, at) => Lazy.stringValue({ produce: () => `arn:${String(at)}` }));
}

test("values are sorted and stand once", () => {
  expect(resourcesOf(["arn:b", "arn:a", "arn:b"])).toEqual(["arn:a", "arn:b"]);
});

test("a single value is no list", () => {
  expect(resourcesOf(["arn:a", "arn:a"])).toBe("arn:a");
});

test("what Terraform computes keeps its order, whatever numbers its tokens have", () => {
  const arns = computed(1_100);
  expect([...arns].sort()).not.toEqual(arns);
  expect(resourcesOf(arns)).toEqual(arns);
});

test("known values stand before computed ones", () => {
  const [arn] = computed(1) as [string];
  expect(resourcesOf([arn, "arn:b", "arn:a"])).toEqual(["arn:a", "arn:b", arn]);
});

test.each<[string, Statement]>([
  ["Action", { sid: "Some", actions: [], resources: ["*"] }],
  ["NotAction", { sid: "Some", effect: "Deny", notActions: [], resources: ["*"] }],
  ["Resource", { sid: "Some", actions: ["sqs:SendMessage"], resources: [] }],
  ["NotResource", { sid: "Some", actions: ["sqs:SendMessage"], notResources: [] }],
  [
    "Principal.AWS",
    { sid: "Some", actions: ["sqs:SendMessage"], principals: { aws: [], service: ["sqs.amazonaws.com"] } },
  ],
  ["Principal", { sid: "Some", actions: ["sqs:SendMessage"], principals: {} }],
  [
    "Condition.ArnEquals.aws:PrincipalArn",
    {
      sid: "Some",
      actions: ["sqs:SendMessage"],
      conditions: { StringEquals: { "aws:SourceAccount": "1" }, ArnEquals: { "aws:PrincipalArn": [] } },
    },
  ],
  [
    "Principal.Service",
    { sid: "Some", actions: ["sqs:SendMessage"], principals: { aws: ["arn:a"], service: [] } },
  ],
])("an empty %s, which IAM refuses, is an error of ours", (element, statement) => {
  expect(() => policyDocument([statement])).toThrow(new Error(`the statement Some has an empty ${element}`));
});

test("a statement is told by its Sid where it has one", () => {
  expect(() => policyDocument([{ actions: [], resources: ["*"] }])).toThrow(
    new Error("the statement without a Sid has an empty Action"),
  );
});

test("a document without a statement is an error of ours", () => {
  expect(() => policyDocument([])).toThrow(new Error("a policy document needs a statement"));
});
