import { KEY_POLICY, objections, type Resources } from "../support";

const objected = (resources: Resources) => objections("no-wildcard-action", resources);
const message = (address: string, policy: string, objection: string) =>
  `${address}: the attached policy ${policy} ${objection}`;
const BROAD =
  "is not one of AWS's few that name every action; write a policy with the actions that are needed";
const FOREIGN =
  "is not made by this stack, so its actions could not be decided; attach a policy of the same stack by reference";
const UNDECIDED = "could not be decided; write the ARN as a literal or attach a policy of the same stack";

test.each([
  "AdministratorAccess",
  "PowerUserAccess",
  "IAMFullAccess",
  "ReadOnlyAccess",
  "SecurityAudit",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonSSMManagedInstanceCore",
  "job-function/ViewOnlyAccess",
  "service-role/AmazonEC2ContainerRegistryPullOnly",
])("the policy %s of AWS is attached nowhere", (name) => {
  const policy_arn = `arn:aws:iam::aws:policy/${name}`;
  expect(objected({ aws_iam_role_policy_attachment: { x: { policy_arn } } })).toEqual([
    message("aws_iam_role_policy_attachment.x", policy_arn, BROAD),
  ]);
});

const ARN = "arn:aws:iam::aws:policy/AdministratorAccess";
test.each([
  ["aws_iam_group_policy_attachment", { policy_arn: ARN }],
  ["aws_iam_group_policy_attachments_exclusive", { policy_arns: [ARN] }],
  ["aws_iam_policy_attachment", { policy_arn: ARN, roles: ["x"] }],
  ["aws_iam_role", { managed_policy_arns: [ARN] }],
  ["aws_iam_role_policy_attachment", { policy_arn: ARN }],
  ["aws_iam_role_policy_attachments_exclusive", { policy_arns: [ARN] }],
  ["aws_iam_user_policy_attachment", { policy_arn: ARN }],
  ["aws_iam_user_policy_attachments_exclusive", { policy_arns: [ARN] }],
  ["aws_ssoadmin_managed_policy_attachment", { managed_policy_arn: ARN }],
])("%s attaches", (type, body) => {
  expect(objected({ [type]: { x: body } })).toEqual([message(`${type}.x`, ARN, BROAD)]);
});

test("a permission set that attaches a policy of its accounts could not be decided", () => {
  const body = { customer_managed_policy_reference: [{ name: "audit" }] };
  expect(objected({ aws_ssoadmin_customer_managed_policy_attachment: { x: body } })).toEqual([
    message("aws_ssoadmin_customer_managed_policy_attachment.x", "audit", FOREIGN),
  ]);
});

test("a permissions boundary grants nothing", () => {
  expect(
    objected({
      aws_iam_role: { x: { permissions_boundary: ARN } },
      aws_ssoadmin_permissions_boundary_attachment: {
        x: { permissions_boundary: [{ managed_policy_arn: ARN }] },
      },
    }),
  ).toEqual([]);
});

test("policies of the same stack are read where they are written", () => {
  const own = { aws_iam_policy: { own: {} }, aws_ssm_parameter: { own: { value: ARN } } };
  const of = (policy_arn: string) =>
    objected({ ...own, aws_iam_role_policy_attachment: { x: { policy_arn } } });
  const attached = (policy: string, objection: string) => [
    message("aws_iam_role_policy_attachment.x", policy, objection),
  ];
  expect(of("${aws_iam_policy.own.arn}")).toEqual([]);
  for (const unknown of [
    "${aws_iam_policy.other.arn}",
    "${aws_ssm_parameter.own.value}",
    "${data.aws_iam_policy.x.arn}",
    "arn:aws:iam::aws:policy/${var.name}",
  ]) {
    expect(of(unknown)).toEqual(attached(unknown, UNDECIDED));
  }
  const literal = "arn:aws:iam::333333333333:policy/own";
  expect(of(literal)).toEqual(attached(literal, FOREIGN));
});

test.each([
  ["AmazonEKSClusterAdminPolicy", { type: "namespace" }],
  ["AmazonEKSAdminPolicy", { type: "namespace" }],
  ["AmazonEKSEditPolicy", { type: "cluster" }],
  ["AmazonEKSEditPolicy", { type: "${var.scope}" }],
  ["AmazonEKSEditPolicy", undefined],
  ["AmazonEKSEditPolicy", [{ type: "namespace" }, { type: "cluster" }]],
  ["AmazonEKSViewPolicy/x", { type: "namespace" }],
])("the access policy %s may not be given with the scope %j", (name, access_scope) => {
  const policy_arn = `arn:aws:eks::aws:cluster-access-policy/${name}`;
  expect(objected({ aws_eks_access_policy_association: { x: { policy_arn, access_scope } } })).toEqual([
    message("aws_eks_access_policy_association.x", policy_arn, BROAD),
  ]);
});

test.each([
  ["AmazonEKSViewPolicy", "cluster"],
  ["AmazonEKSEditPolicy", "namespace"],
])("the access policy %s may be given with the scope %s", (name, type) => {
  const policy_arn = `arn:aws-cn:eks::aws:cluster-access-policy/${name}`;
  expect(
    objected({ aws_eks_access_policy_association: { x: { policy_arn, access_scope: [{ type }] } } }),
  ).toEqual([]);
});

test.each(["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_external_key", "aws_kms_replica_key"])(
  "%s without a policy gets one of AWS that allows everything",
  (type) => {
    const of = (body: object, more: Resources = {}) => objected({ [type]: { x: { ...body } }, ...more });
    const found = [
      `${type}.x: has no policy, and AWS's default allows the account kms:*; set policy with the actions that are needed`,
    ];
    const beside = (key_id: string): Resources => ({
      aws_kms_key_policy: { y: { key_id, policy: KEY_POLICY } },
    });
    expect(of({ policy: KEY_POLICY })).toEqual([]);
    expect(of({}, beside(`\${${type}.x.key_id}`))).toEqual([]);
    expect(of({})).toEqual(found);
    expect(of({ policy: "" })).toEqual(found);
    expect(of({}, beside(`\${${type}.z.key_id}`))).toEqual(found);
    const none = {
      aws_kms_key_policy: { y: { key_id: `\${${type}.x.key_id}`, policy: KEY_POLICY, count: 0 } },
    };
    expect(of({}, none)).toEqual(found);
  },
);
