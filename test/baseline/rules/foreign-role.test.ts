import { objections, policy, type Resources } from "../support";

const CHANGE =
  "name the account root as principal and add a condition with ArnEquals on aws:PrincipalArn, which AWS accepts before the role exists";
const own: Resources = {
  aws_iam_role: { build: { name: "build" }, deep: { name: "deep", path: "/a/b/" } },
  aws_iam_user: { eve: { name: "eve" } },
};
const objected = (Principal: object, depends_on?: unknown): string[] =>
  objections("no-foreign-role-principal", {
    ...own,
    aws_ecr_repository_policy: {
      x: { depends_on, policy: policy({ Effect: "Allow", Principal, Action: "ecr:PutImage" }) },
    },
  });
const found = (objection: string) => [`aws_ecr_repository_policy.x: statement 1 ${objection}; ${CHANGE}`];

test.each([
  "arn:aws:iam::444444444444:role/x",
  "arn:aws-cn:iam::444444444444:user/x",
  "arn:aws:sts::444444444444:assumed-role/x/y",
  "arn:aws:sts::444444444444:federated-user/x",
  "arn:aws:iam::${var.account}:role/x",
  "arn:aws:iam::333333333333:role/build",
])("%s is not made by the stack before", (AWS) => {
  expect(objected({ AWS })).toEqual(found(`names ${AWS}, which this stack does not create`));
});

test.each([
  "arn:aws:iam::444444444444:root",
  "444444444444",
  "*",
  "arn:aws:iam::${var.account}:root",
  "${aws_iam_role.build.arn}",
  "${data.aws_caller_identity.x.account_id}",
  "AROAEXAMPLE",
  "xAROAEXAMPLEEXAMPLE12",
  "AROAEXAMPLEEXAMPLE12x",
])("%s is no role of somebody else", (AWS) => {
  expect(objected({ AWS })).toEqual([]);
});

test.each(["AROAEXAMPLEEXAMPLE12", "AIDAEXAMPLEEXAMPLE12"])("%s was deleted", (AWS) => {
  expect(objected({ AWS })).toEqual(found(`names the deleted principal ${AWS}`));
});

test.each([
  "${aws_iam_role.other.arn}",
  "${var.role}",
  "${data.aws_iam_role.x.arn}",
  "${data.aws_caller_identity.x.arn}",
  "${data.aws_caller_identity.x.account_id}x",
])("whether the stack makes %s could not be decided", (AWS) => {
  expect(objected({ AWS })).toEqual(
    found(`names ${AWS}, of which could not be decided whether this stack creates it`),
  );
});

test.each([
  ["arn:aws:iam::333333333333:role/build", "aws_iam_role.build"],
  ["arn:aws:iam::333333333333:role/a/b/deep", "aws_iam_role.deep"],
  ["arn:aws:iam::333333333333:user/eve", "aws_iam_user.eve"],
])("a literal %s is as good as a reference when it depends on %s", (AWS, address) => {
  expect(objected({ AWS }, [address])).toEqual([]);
  expect(objected({ AWS }, ["aws_iam_role.none", address])).toEqual([]);
  const other = AWS.replace("333333333333", "444444444444");
  expect(objected({ AWS: other }, [address])).toEqual(
    found(`names ${other}, which this stack does not create`),
  );
  expect(objected({ AWS }, ["aws_iam_role.none"])).toHaveLength(1);
});

test("services and providers are no roles, and NotPrincipal names some too", () => {
  expect(objected({ Service: "arn:aws:iam::444444444444:role/x" })).toEqual([]);
  const NotPrincipal = { AWS: "arn:aws:iam::444444444444:role/x" };
  const text = policy({ Effect: "Deny", NotPrincipal, Action: "ecr:PutImage" });
  expect(
    objections("no-foreign-role-principal", { aws_ecr_repository_policy: { x: { policy: text } } }),
  ).toEqual(found("names arn:aws:iam::444444444444:role/x, which this stack does not create"));
});
