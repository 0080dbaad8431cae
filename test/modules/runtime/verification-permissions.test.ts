import { awsManagedRepositories } from "../../../aws";
import { evaluate, identityPolicies, type Policy } from "../../support/iam";
import { statementsOf } from "../../support/statements";
import { resourcesOf } from "../../support/synth";
import { API_ARN, cluster, NAMES, PROPS, synthVerification, withArns } from "./verification-support";

const NOBODY = { version: "1.0", trustPolicies: [] } as const;
const [HOOK = "", TASKS = "", RECORDER = ""] = NAMES;
const stack = withArns(synthVerification());
const policies = identityPolicies(stack, "444444444444");
const roleArn = (name: string) => `arn:aws:iam::444444444444:role/supply-chain/${name}-eu-central-1`;
const ROLES = {
  hook: roleArn(HOOK),
  tasks: roleArn(TASKS),
  recorder: roleArn(RECORDER),
  call: roleArn("supply-chain-ecs-hook"),
};

const ecs = (rest: string) => `arn:aws:ecs:eu-central-1:444444444444:${rest}`;
const queue = (name: string) => `arn:aws:sqs:eu-central-1:444444444444:${name}`;
const lambda = (rest: string) => `arn:aws:lambda:eu-central-1:444444444444:function:${rest}`;
const PRODUCT = "arn:aws:securityhub:eu-central-1:444444444444:product/444444444444/default";
const TABLE = `arn:aws:dynamodb:eu-central-1:444444444444:table/${TASKS}-history`;
const LEADING_KEYS = "dynamodb:LeadingKeys";
const OWN_FINDING = { "securityhub:TargetAccount": "444444444444" };

function may(role: keyof typeof ROLES, action: string, resource: string, context = {}): boolean {
  const identity: readonly Policy[] = policies.get(ROLES[role]) ?? [];
  expect(identity).toHaveLength(1);
  const caller = { type: "role", arn: ROLES[role] } as const;
  const account = resource.split(":")[4];
  const request = {
    caller,
    action,
    resource,
    context,
    ...(account ? { resourceAccount: "444444444444" } : {}),
  };
  return evaluate(request, { identity }).allowed;
}

/** What each role may do on which resource; `ACTIONS` has every action. */
const ALLOWED: readonly (readonly [
  keyof typeof ROLES,
  string,
  string,
  Record<string, string | readonly string[]>?,
])[] = [
  ["hook", "ecr:BatchGetImage", API_ARN],
  ["hook", "ecr:GetDownloadUrlForLayer", API_ARN],
  ["hook", "ecr:DescribeImageSigningStatus", API_ARN],
  ["hook", "signer:GetRevocationStatus", "*"],
  ["hook", "ecs:DescribeServiceRevisions", ecs("service-revision/shop/api/1")],
  ["hook", "ecs:DescribeServiceDeployments", ecs("service-deployment/tools/api/1")],
  ["hook", "ecs:DescribeTaskDefinition", "*"],
  ["hook", "sqs:SendMessage", queue(`${RECORDER}-decisions`)],
  ["tasks", "ecr:BatchGetImage", API_ARN],
  ["tasks", "signer:GetRevocationStatus", "*"],
  ["tasks", "ecs:ListTasks", "*", { "ecs:cluster": ecs("cluster/tools") }],
  ["tasks", "ecs:ListServices", "*", { "ecs:cluster": ecs("cluster/shop") }],
  ["tasks", "ecs:DescribeTasks", ecs("task/tools/1")],
  ["tasks", "ecs:DescribeServices", ecs("service/unnamed/api")],
  ["tasks", "ecs:DescribeDaemonTaskDefinition", ecs("daemon-task-definition/agent:1")],
  ["tasks", "ecs:DescribeClusters", ecs("cluster/unnamed")],
  ["tasks", "ecs:StopTask", ecs("task/shop/1")],
  ["tasks", "lambda:GetFunctionConfiguration", lambda(`${HOOK}:7`)],
  ["hook", "dynamodb:PutItem", TABLE, { [LEADING_KEYS]: ["verified/deployment/revision"] }],
  ["hook", "dynamodb:GetItem", TABLE, { [LEADING_KEYS]: ["verified/deployment/revision"] }],
  ["tasks", "dynamodb:PutItem", TABLE, { [LEADING_KEYS]: ["trusted/shop/service:api/image"] }],
  ["tasks", "dynamodb:GetItem", TABLE, { [LEADING_KEYS]: ["stops/shop/service:api"] }],
  ["tasks", "sqs:SendMessage", queue(`${RECORDER}-decisions`)],
  ["tasks", "sqs:DeleteMessage", queue(`${TASKS}-tasks`)],
  ["tasks", "securityhub:BatchImportFindings", PRODUCT, OWN_FINDING],
  ["recorder", "securityhub:BatchImportFindings", PRODUCT, OWN_FINDING],
  ["recorder", "securityhub:GetFindings", "arn:aws:securityhub:eu-central-1:444444444444:hub/default"],
  ["recorder", "sqs:DeleteMessage", queue(`${RECORDER}-decisions`)],
  ["call", "lambda:InvokeFunction", lambda(`${HOOK}:7`)],
];

const REFUSED: typeof ALLOWED = [
  // Another repository, and everything that writes to one.
  ["hook", "ecr:BatchGetImage", API_ARN.replace("shop/api", "shop/web")],
  ["hook", "ecr:PutImage", API_ARN],
  ["tasks", "ecr:BatchDeleteImage", API_ARN],
  // A cluster that nobody named, and everything that changes one.
  ["hook", "ecs:DescribeServiceRevisions", ecs("service-revision/unnamed/api/1")],
  ["tasks", "ecs:DescribeTasks", ecs("task/unnamed/1")],
  ["tasks", "ecs:ListTasks", "*", { "ecs:cluster": ecs("cluster/unnamed") }],
  ["tasks", "ecs:ListServices", "*", { "ecs:cluster": ecs("cluster/shop-2") }],
  ["hook", "ecs:StopTask", ecs("task/shop/1")],
  ["hook", "ecs:UpdateService", ecs("service/shop/api")],
  ["tasks", "ecs:UpdateService", ecs("service/shop/api")],
  ["tasks", "ecs:UpdateDaemon", ecs("daemon/shop/agent")],
  ["hook", "ecs:DescribeDaemonTaskDefinition", ecs("daemon-task-definition/agent:1")],
  ["tasks", "ecs:RunTask", "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:1"],
  // Tasks of a cluster that alerts, of one that has no day yet, of one whose name begins alike, of another account.
  ["tasks", "ecs:StopTask", ecs("task/tools/1")],
  ["tasks", "ecs:StopTask", ecs("task/batch/1")],
  ["tasks", "ecs:StopTask", ecs("task/shop-2/1")],
  ["tasks", "ecs:StopTask", "arn:aws:ecs:eu-central-1:555555555555:task/shop/1"],
  // The code and the settings of the functions themselves.
  ["hook", "lambda:UpdateFunctionCode", lambda(HOOK)],
  ["tasks", "lambda:UpdateFunctionCode", lambda(HOOK)],
  ["tasks", "lambda:InvokeFunction", lambda(HOOK)],
  ["tasks", "lambda:GetFunctionConfiguration", lambda("another")],
  // What is not published may be changed after it was verified.
  ["tasks", "lambda:GetFunctionConfiguration", lambda(HOOK)],
  ["call", "lambda:InvokeFunction", lambda(HOOK)],
  ["call", "lambda:InvokeFunction", lambda(TASKS)],
  ["call", "lambda:InvokeFunction", lambda(`${HOOK}-2`)],
  ["call", "lambda:UpdateFunctionCode", lambda(HOOK)],
  // What was decided before, and what others told Security Hub.
  ["hook", "dynamodb:PutItem", TABLE],
  ["hook", "dynamodb:PutItem", TABLE, { [LEADING_KEYS]: ["trusted/shop/service:api/image"] }],
  ["hook", "dynamodb:PutItem", TABLE, { [LEADING_KEYS]: ["stops/shop/service:api"] }],
  ["tasks", "dynamodb:PutItem", TABLE, { [LEADING_KEYS]: ["verified/deployment/revision"] }],
  ["tasks", "dynamodb:PutItem", TABLE],
  ["tasks", "dynamodb:DeleteItem", TABLE, { [LEADING_KEYS]: ["trusted/shop/service:api/image"] }],
  ["tasks", "dynamodb:Scan", TABLE],
  ["tasks", "dynamodb:PutItem", `${TABLE}-2`, { [LEADING_KEYS]: ["trusted/shop/service:api/image"] }],
  ["recorder", "dynamodb:PutItem", TABLE],
  ["hook", "securityhub:BatchImportFindings", PRODUCT, OWN_FINDING],
  ["recorder", "securityhub:BatchUpdateFindings", PRODUCT, OWN_FINDING],
  ["recorder", "securityhub:BatchImportFindings", PRODUCT, { "securityhub:TargetAccount": "555555555555" }],
  ["recorder", "securityhub:BatchImportFindings", PRODUCT.replace("/default", "/other"), OWN_FINDING],
  // Signing, in place of verifying.
  [
    "hook",
    "signer:SignPayload",
    "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d",
  ],
  ["hook", "signer:RevokeSignature", "*"],
  // Other queues.
  ["hook", "sqs:ReceiveMessage", queue(`${RECORDER}-decisions`)],
  ["hook", "sqs:SendMessage", queue(`${TASKS}-tasks`)],
  ["recorder", "sqs:SendMessage", queue(`${RECORDER}-decisions`)],
  ["hook", "sts:AssumeRole", "arn:aws:iam::444444444444:role/admin"],
];

const asked = (rows: typeof ALLOWED) =>
  rows.map(([role, action, resource, context = {}]) => ({ role, action, resource, context }));

test.each(asked(ALLOWED))("$role may $action on $resource", ({ role, action, resource, context }) => {
  expect(may(role, action, resource, context)).toBe(true);
});

test.each(asked(REFUSED))("$role may not $action on $resource", ({ role, action, resource, context }) => {
  expect(may(role, action, resource, context)).toBe(false);
});

/** Its log and its dead letters. */
const FUNCTION = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"];
const TAKE = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
const FINDINGS = ["securityhub:BatchImportFindings", "securityhub:GetFindings"];
const HISTORY = ["dynamodb:GetItem", "dynamodb:PutItem"];
const JUDGE = [
  "ecr:BatchGetImage",
  "ecr:DescribeImageSigningStatus",
  "ecr:GetDownloadUrlForLayer",
  "ecs:DescribeTaskDefinition",
  "signer:GetRevocationStatus",
];

/** Every action of each role, whatever its resource. */
const ACTIONS: Readonly<Record<keyof typeof ROLES, readonly string[]>> = {
  hook: [...JUDGE, ...HISTORY, ...FUNCTION, "ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions"],
  tasks: [
    ...JUDGE,
    ...HISTORY,
    ...FUNCTION,
    ...TAKE,
    ...FINDINGS,
    "ecs:DescribeClusters",
    "ecs:DescribeDaemonTaskDefinition",
    "ecs:DescribeServices",
    "ecs:DescribeTasks",
    "ecs:ListClusters",
    "ecs:ListServices",
    "ecs:ListTasks",
    "ecs:StopTask",
    "lambda:GetFunctionConfiguration",
  ],
  recorder: [...FUNCTION, ...TAKE, ...FINDINGS],
  call: ["lambda:InvokeFunction"],
};

test.each(Object.entries(ROLES))("%s may do what is known here, and nothing else", (role, arn) => {
  const statements = (policies.get(arn) ?? []).flatMap((policy) => policy.statements);
  const actions = statements.flatMap(({ Action = "none" }) => Action);
  expect([...new Set(actions)].sort()).toEqual([...ACTIONS[role as keyof typeof ROLES]].sort());
});

test("without clusters and repositories, no role names an empty list, and the hook asks ECS of no deployment", () => {
  const none = withArns(synthVerification({ clusters: {}, repositoryArns: [], trustPolicy: NOBODY }));
  const all = [...identityPolicies(none, "444444444444")].flatMap(([role, identity]) =>
    identity.flatMap(({ statements }) => statements.map((statement) => ({ role, ...statement }))),
  );
  expect(all.filter(({ Resource }) => [Resource].flat().length === 0)).toEqual([]);
  const ofHook = all.filter(({ role }) => role === ROLES.hook).flatMap(({ Action = "none" }) => Action);
  expect(ofHook.filter((action) => action.startsWith("ecs:"))).toEqual(["ecs:DescribeTaskDefinition"]);
});

test("no other role is made", () => {
  expect([...policies.keys()].sort()).toEqual(Object.values(ROLES).sort());
});

test("the hook's role is for ECS, and where it names an account for no other", () => {
  const role = resourcesOf(stack, "aws_iam_role").find(({ name }) =>
    String(name).startsWith("supply-chain-ecs-hook"),
  );
  expect(statementsOf(role?.["assume_role_policy"])).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "ecs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEqualsIfExists: { "aws:SourceAccount": "444444444444" } },
    },
  ]);
});

test("the images that AWS adds to tasks are read, and nothing else of AWS's registries", () => {
  const { Resource } =
    resourcesOf(stack, "aws_iam_role_policy")
      .flatMap(({ policy }) => statementsOf(policy))
      .find(({ Sid }) => Sid === "ReadManagedImages") ?? {};
  const addresses = awsManagedRepositories("eu-central-1");
  expect([Resource].flat()).toHaveLength(addresses.length);
  for (const arn of [Resource].flat()) {
    expect(arn).toMatch(/^arn:aws:ecr:eu-central-1:\d{12}:repository\/[a-z0-9-]+$/);
  }
});

test("nobody sends decisions without TLS", () => {
  const statements = resourcesOf(stack, "aws_sqs_queue_policy").flatMap(({ policy }) => statementsOf(policy));
  const deny = statements.filter(({ Effect }) => Effect === "Deny").map(({ Resource }) => Resource);
  expect(deny).toContain(queue(`${RECORDER}-decisions`));
  expect(deny).toHaveLength(resourcesOf(stack, "aws_sqs_queue").length);
});

test("the hook remembers nothing where no cluster takes tags", () => {
  const none = synthVerification({ clusters: { shop: cluster() } });
  const sids = (of: typeof none) =>
    resourcesOf(of, "aws_iam_role_policy").flatMap(({ policy }) =>
      statementsOf(policy).map(({ Sid }) => Sid),
    );
  expect(sids(none).filter((sid) => sid === "KeepHistory")).toHaveLength(1);
  expect(sids(stack).filter((sid) => sid === "KeepHistory")).toHaveLength(2);
});

test("other regions are counted by the verification that looks at them, and by no other", () => {
  const countStatements = (changes: Parameters<typeof synthVerification>[0]) =>
    resourcesOf(synthVerification(changes), "aws_iam_role_policy")
      .flatMap(({ policy }) => statementsOf(policy))
      .filter(({ Sid }) => Sid === "CountTasks");
  expect(countStatements({})).toEqual([]);
  expect(countStatements({ otherRegions: { watched: ["eu-central-1"], named: {} } })).toEqual([
    {
      Sid: "CountTasks",
      Effect: "Allow",
      Action: "ecs:DescribeClusters",
      Resource: "arn:aws:ecs:*:444444444444:cluster/*",
    },
  ]);
});

test("no task is stopped where no cluster enforces", () => {
  const clusters = { tools: cluster({ mode: "alert" }) };
  const text = JSON.stringify(synthVerification({ clusters }).resource?.["aws_iam_role_policy"]);
  expect(text).not.toContain("StopTask");
});

test("reads no image when there is no repository", () => {
  const { clusters } = PROPS;
  const text = JSON.stringify(
    synthVerification({ repositoryArns: [], clusters }).resource?.["aws_iam_role_policy"],
  );
  expect(text).not.toContain("DescribeImageSigningStatus");
});
