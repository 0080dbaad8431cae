import { objections, policy, type Resources } from "./support";

const CHANGES = {
  subject:
    "add a condition with StringEquals on the provider's sub key, naming repository, project or namespace before any wildcard",
  audience: "add a condition with StringEquals on the provider's aud key",
};
const GITHUB = "token.actions.githubusercontent.com";
const CLUSTER = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

const trust = (Federated: string | string[], Condition?: object): Resources => ({
  aws_iam_role: {
    x: {
      assume_role_policy: policy({
        Effect: "Allow",
        Principal: { Federated },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition,
      }),
    },
  },
});
const objected = (resources: Resources) => objections("restricted-principal", resources);
const openId = (provider: string, sub: unknown, more: object = {}) =>
  objected(
    trust(`arn:aws:iam::333333333333:oidc-provider/${provider}`, {
      StringEquals: { [`${provider}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${provider}:sub`]: sub },
      ...more,
    }),
  );
const every = (noun: string, change: string) =>
  `aws_iam_role.x: statement 1 allows every ${noun} of the identity provider; ${change}`;
const undecided = (noun: string, change: string) =>
  `aws_iam_role.x: statement 1 limits the ${noun} of the identity provider in a way that could not be decided; ${change}`;

test.each([
  [GITHUB, "repo:example/shop:ref:refs/heads/main"],
  [GITHUB, "repo:example/shop:environment:production"],
  [GITHUB, "repo:example/shop:*"],
  [GITHUB, ["repo:example/shop:ref:refs/tags/v*", "repo:example/web:pull_request"]],
  [GITHUB, "repo:example/shop:${var.ref}"],
  [CLUSTER, "system:serviceaccount:shop:api"],
  [CLUSTER, "system:serviceaccount:shop:*"],
  ["gitlab.com", "project_path:example/shop:ref_type:branch:ref:*"],
  ["app.terraform.io", "organization:example:project:shop:workspace:*:run_phase:apply"],
  ["login.example.com", "build"],
])("subjects of %s may be %j", (provider, sub) => {
  expect(openId(provider, sub)).toEqual([]);
});

test.each([
  [GITHUB, "*"],
  [GITHUB, "repo:*"],
  [GITHUB, "repo:example/*"],
  [GITHUB, "repo:example/*:*"],
  [GITHUB, "repo:example/shop*"],
  [GITHUB, "repo:*/shop:*"],
  [GITHUB, "repo:exampl?/shop:*"],
  [GITHUB, ["repo:example/shop:*", "repo:*"]],
  [GITHUB, []],
  [GITHUB, "*repo:example/shop:*"],
  [CLUSTER, "*system:serviceaccount:shop:*"],
  ["gitlab.com", "*project_path:example/shop:*"],
  ["app.terraform.io", "*organization:example:project:shop:*"],
  [CLUSTER, "system:serviceaccount:*:*"],
  [CLUSTER, "system:serviceaccount:*:api"],
  [CLUSTER, "system:*"],
  ["gitlab.com", "project_path:example/*:*"],
  ["app.terraform.io", "organization:example:*"],
  ["login.example.com", "build-*"],
])("subjects of %s may not be %j", (provider, sub) => {
  expect(openId(provider, sub)).toEqual([every("subject", CHANGES.subject)]);
});

test.each([
  [GITHUB, "${var.subject}"],
  [GITHUB, "repo:${var.organization}/shop:*"],
  [CLUSTER, "system:serviceaccount:${var.namespace}:*"],
])("whether %s limits its subjects to %s could not be decided", (provider, sub) => {
  expect(openId(provider, sub)).toEqual([undecided("subject", CHANGES.subject)]);
});

test("a trust policy for an OpenID provider names subject and audience", () => {
  const provider = `arn:aws:iam::333333333333:oidc-provider/${GITHUB}`;
  const sub = { [`${GITHUB}:sub`]: "repo:example/shop:pull_request" };
  const aud = { [`${GITHUB}:aud`]: "sts.amazonaws.com" };
  expect(objected(trust(provider))).toEqual([
    every("subject", CHANGES.subject),
    every("audience", CHANGES.audience),
  ]);
  expect(objected(trust(provider, { StringEquals: sub }))).toEqual([every("audience", CHANGES.audience)]);
  expect(objected(trust(provider, { StringEquals: aud }))).toEqual([every("subject", CHANGES.subject)]);
  expect(objected(trust(provider, { StringEqualsIfExists: { ...aud, ...sub } }))).toEqual([
    every("subject", CHANGES.subject),
    every("audience", CHANGES.audience),
  ]);
  expect(objected(trust(provider, { StringEquals: sub, StringLike: { [`${GITHUB}:aud`]: "*" } }))).toEqual([
    every("audience", CHANGES.audience),
  ]);
  expect(
    objected(trust(provider, { StringEquals: { ...sub, [`${GITHUB}:aud`]: "${var.audience}" } })),
  ).toEqual([undecided("audience", CHANGES.audience)]);
});

test("keys that only begin like subject and audience say nothing", () => {
  const condition = { StringEquals: { [`${GITHUB}:subject`]: "x", [`${GITHUB}:audience`]: "x" } };
  expect(objected(trust(`arn:aws:iam::333333333333:oidc-provider/${GITHUB}`, condition))).toEqual([
    every("subject", CHANGES.subject),
    every("audience", CHANGES.audience),
  ]);
});

test("the keys may be written with a reference to the provider", () => {
  const url = "${aws_iam_openid_connect_provider.x.url}";
  const condition = {
    StringEquals: { [`${url}:aud`]: "sts.amazonaws.com", [`${url}:SUB`]: "system:serviceaccount:shop:api" },
  };
  expect(objected(trust("${aws_iam_openid_connect_provider.x.arn}", condition))).toEqual([]);
});

test("SAML needs the audience", () => {
  const change = "add a condition with StringEquals on SAML:aud";
  const audience = { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } };
  for (const provider of [
    "arn:aws:iam::333333333333:saml-provider/example",
    "${aws_iam_saml_provider.x.arn}",
    "${data.aws_iam_saml_provider.x.arn}",
  ]) {
    expect(objected(trust(provider, audience))).toEqual([]);
    expect(objected(trust(provider))).toEqual([every("audience", change)]);
    expect(objected(trust(provider, { StringLike: { "SAML:aud": "https://*" } }))).toEqual([
      every("audience", change),
    ]);
  }
  const provider = "arn:aws:iam::333333333333:saml-provider/example";
  for (const key of ["x:SAML:aud", "SAML:audx"]) {
    expect(objected(trust(provider, { StringEquals: { [key]: "x" } }))).toEqual([every("audience", change)]);
  }
});

test("Cognito needs the identity pool, and no guests", () => {
  const provider = "cognito-identity.amazonaws.com";
  const pool = { [`${provider}:aud`]: "eu-central-1:00000000-0000-0000-0000-000000000000" };
  const amr = (value: string) => ({ "ForAnyValue:StringLike": { [`${provider}:amr`]: value } });
  const guest = every(
    "guest",
    'add a condition with ForAnyValue:StringLike on cognito-identity.amazonaws.com:amr with "authenticated"',
  );
  expect(objected(trust(provider, { StringEquals: pool, ...amr("authenticated") }))).toEqual([]);
  expect(objected(trust(provider, { StringEquals: pool }))).toEqual([guest]);
  expect(objected(trust(provider, { StringEquals: pool, ...amr("unauthenticated") }))).toEqual([guest]);
  expect(objected(trust(provider, { StringEquals: pool, ...amr("*") }))).toEqual([guest]);
  expect(objected(trust(provider, { StringEquals: pool, ...amr("authenticated*") }))).toEqual([guest]);
  expect(
    objected(trust(provider, { StringEquals: { ...pool, [`x.${provider}:amr`]: "authenticated" } })),
  ).toEqual([guest]);
  expect(
    objected(trust(provider, { StringEquals: { ...pool, [`${provider}:amrx`]: "authenticated" } })),
  ).toEqual([guest]);
  const audience = every(
    "audience",
    "add a condition with StringEquals on cognito-identity.amazonaws.com:aud, the identity pool",
  );
  expect(objected(trust(provider, amr("authenticated")))).toEqual([audience]);
  for (const key of [`x.${provider}:aud`, `${provider}:audx`]) {
    expect(objected(trust(provider, { StringEquals: { [key]: "x" }, ...amr("authenticated") }))).toEqual([
      audience,
    ]);
  }
});

test("several providers need what each of them needs", () => {
  const providers = [
    "arn:aws:iam::333333333333:saml-provider/example",
    `arn:aws:iam::333333333333:oidc-provider/${GITHUB}`,
  ];
  const condition = { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } };
  expect(objected(trust(providers, condition))).toEqual([every("subject", CHANGES.subject)]);
});
