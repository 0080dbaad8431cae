import { existsSync, readFileSync } from "node:fs";
import { DOORS } from "../../../baseline/public-access";
import { objections, type Resources } from "../support";

type Body = Record<string, unknown>;
const of = (type: string, body: Body, more: Resources = {}) =>
  objections("no-public-access", { [type]: { x: body }, ...more });

/** A block that holds a value behind the dots of a path. */
const at = (path: string, value: unknown): Body =>
  path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Body;

const NETWORKS = "name the networks that may connect, or their security groups";

/**
 * Type, argument, a value that keeps it shut (`-` where none does), one that opens it, what follows then, and what
 * to change.
 */
const TABLE = `
aws_db_instance | publicly_accessible | false | true | it has a public address | set publicly_accessible = false
aws_redshift_cluster | publicly_accessible | false | true | it has a public address | set publicly_accessible = false
aws_mq_broker | publicly_accessible | false | true | it has a public address | set publicly_accessible = false
aws_dms_replication_instance | publicly_accessible | false | true | it has a public address | set publicly_accessible = false
aws_ami_launch_permission | group | - | "all" | everybody may launch the image | set account_id, organization_arn or organizational_unit_arn
aws_api_gateway_method | authorization | "AWS_IAM" | "NONE" | everybody may call the method | set authorization to "AWS_IAM" or an authorizer
aws_apigatewayv2_api | target | - | "arn:aws:lambda:x" | everybody may call the route that it makes | make the route as an aws_apigatewayv2_route with an authorization_type
aws_apigatewayv2_route | authorization_type | "JWT" | "NONE" | everybody may call the route | set authorization_type to "AWS_IAM", "JWT" or "CUSTOM"
aws_apprunner_service | network_configuration.ingress_configuration.is_publicly_accessible | false | true | the internet may connect | set is_publicly_accessible = false
aws_appsync_graphql_api | authentication_type | "AWS_IAM" | "API_KEY" | whoever has the key, which clients carry, may call the API | use an authentication_type that tells callers apart
aws_appsync_graphql_api | additional_authentication_provider.authentication_type | "AWS_IAM" | "API_KEY" | whoever has the key, which clients carry, may call the API | use an authentication_type that tells callers apart
aws_codebuild_project | project_visibility | "PRIVATE" | "PUBLIC_READ" | everybody may read logs and artifacts | set project_visibility = "PRIVATE"
aws_cognito_identity_pool | allow_unauthenticated_identities | false | true | guests get credentials | set allow_unauthenticated_identities = false
aws_db_cluster_snapshot | shared_accounts | ["444444444444"] | "all" | everybody may restore the snapshot | name the accounts
aws_db_snapshot | shared_accounts | ["444444444444"] | "all" | everybody may restore the snapshot | name the accounts
aws_db_snapshot_copy | shared_accounts | ["444444444444"] | "all" | everybody may restore the snapshot | name the accounts
aws_rds_cluster_snapshot_copy | shared_accounts | ["444444444444"] | "all" | everybody may restore the snapshot | name the accounts
aws_ebs_snapshot_block_public_access | state | "block-all-sharing" | "unblocked" | snapshots can become public | set state = "block-all-sharing"
aws_ec2_image_block_public_access | state | "block-new-sharing" | "unblocked" | machine images can become public | set state = "block-new-sharing"
aws_ec2_transit_gateway | auto_accept_shared_attachments | "disable" | "enable" | other accounts attach networks unseen | set auto_accept_shared_attachments = "disable"
aws_ecrpublic_repository | repository_name | - | "shop" | everybody may pull its images | use an aws_ecr_repository
aws_eks_cluster | vpc_config.public_access_cidrs | ["203.0.113.0/24"] | "0.0.0.0/0" | the internet reaches the Kubernetes API | set endpoint_public_access = false, or public_access_cidrs
aws_emr_block_public_access_configuration | block_public_security_group_rules | true | false | clusters can be open to the internet | set block_public_security_group_rules = true
aws_imagebuilder_distribution_configuration | distribution.ami_distribution_configuration.launch_permission.user_groups | - | "all" | everybody may launch the image | set user_ids, organization_arns or organizational_unit_arns
aws_lambda_function_url | authorization_type | "AWS_IAM" | "NONE" | everybody may call the function | set authorization_type = "AWS_IAM"
aws_lambda_permission | function_url_auth_type | "AWS_IAM" | "NONE" | everybody may call the function | set function_url_auth_type = "AWS_IAM"
aws_msk_cluster | client_authentication.unauthenticated | false | true | clients need not say who they are | set unauthenticated = false
aws_msk_cluster | broker_node_group_info.connectivity_info.public_access.type | "DISABLED" | "SERVICE_PROVIDED_EIPS" | the internet may connect | set the type of public_access to "DISABLED"
aws_ram_resource_share | allow_external_principals | false | true | it can be shared outside the organization | set allow_external_principals = false
aws_s3_access_point | public_access_block_configuration.block_public_acls | true | false | its buckets can become public | set block_public_acls = true
aws_s3control_multi_region_access_point | details.public_access_block.block_public_acls | true | false | its buckets can become public | set block_public_acls = true
aws_s3_access_point | public_access_block_configuration.block_public_policy | true | false | its buckets can become public | set block_public_policy = true
aws_s3control_multi_region_access_point | details.public_access_block.block_public_policy | true | false | its buckets can become public | set block_public_policy = true
aws_s3_access_point | public_access_block_configuration.ignore_public_acls | true | false | its buckets can become public | set ignore_public_acls = true
aws_s3control_multi_region_access_point | details.public_access_block.ignore_public_acls | true | false | its buckets can become public | set ignore_public_acls = true
aws_s3_access_point | public_access_block_configuration.restrict_public_buckets | true | false | its buckets can become public | set restrict_public_buckets = true
aws_s3control_multi_region_access_point | details.public_access_block.restrict_public_buckets | true | false | its buckets can become public | set restrict_public_buckets = true
aws_s3_bucket | acl | "private" | "public-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_bucket_acl | acl | "private" | "public-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_bucket_object | acl | "private" | "public-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_object | acl | "private" | "public-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_object_copy | acl | "private" | "public-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_bucket_acl | acl | "log-delivery-write" | "authenticated-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_object | acl | "bucket-owner-full-control" | "aws-exec-read" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_object | acl | "bucket-owner-read" | "public-read-write" | others than the owner have access | leave it out, or set acl = "private"
aws_s3_bucket | grant.uri | "http://acs.amazonaws.com/groups/s3/LogDelivery" | "http://acs.amazonaws.com/groups/global/AllUsers" | everybody of the group has access | grant access in a bucket policy
aws_s3_object_copy | grant.uri | - | "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" | everybody of the group has access | grant access in a bucket policy
aws_s3_bucket_acl | access_control_policy.grant.grantee.uri | - | "http://acs.amazonaws.com/groups/global/AllUsers" | everybody of the group has access | grant access in a bucket policy
aws_default_security_group | ingress.cidr_blocks | ["10.0.0.0/16"] | "0.0.0.0/0" | the internet may connect | name the networks that may connect, or their security groups
aws_default_security_group | ingress.ipv6_cidr_blocks | ["fd00::/8"] | "::/0" | the internet may connect | name the networks that may connect, or their security groups
aws_security_group | ingress.cidr_blocks | ["10.0.0.0/16"] | "0.0.0.0/0" | the internet may connect | name the networks that may connect, or their security groups
aws_security_group | ingress.ipv6_cidr_blocks | ["fd00::/8"] | "::/0" | the internet may connect | name the networks that may connect, or their security groups
aws_security_group_rule | cidr_blocks | ["10.0.0.0/8"] | "0.0.0.0/1" | the internet may connect | name the networks that may connect, or their security groups
aws_security_group_rule | ipv6_cidr_blocks | ["2001:db8::/32"] | "2000::/3" | the internet may connect | name the networks that may connect, or their security groups
aws_vpc_security_group_ingress_rule | cidr_ipv4 | "203.0.113.7/32" | "0.0.0.0/0" | the internet may connect | name the networks that may connect, or their security groups
aws_vpc_security_group_ingress_rule | cidr_ipv6 | "fc00::/7" | "::/0" | the internet may connect | name the networks that may connect, or their security groups
aws_snapshot_create_volume_permission | account_id | "444444444444" | "all" | everybody may copy the snapshot | name the account
aws_ssm_document | permissions.account_ids | "444444444444, 555555555555" | "All" | everybody may run the document | name the accounts
aws_vpc_endpoint_service | acceptance_required | true | false | endpoints connect without being accepted | set acceptance_required = true
`;
const EXAMPLES = TABLE.trim()
  .split("\n")
  .map((line) => {
    const [type = "", path = "", shut = "", open = "", outcome = "", change = ""] = line.split(" | ");
    const values = {
      shut: shut === "-" ? undefined : (JSON.parse(shut) as unknown),
      open: JSON.parse(open) as unknown,
    };
    return [type, path, values, outcome, change] as const;
  });

test.each(EXAMPLES)("%s: %s is shut and open with %j", (type, path, { open, shut }, outcome, change) => {
  if (shut !== undefined) expect(of(type, at(path, shut))).toEqual([]);
  expect(of(type, at(path, open))).toEqual([`${type}.x: with ${path} ${String(open)} ${outcome}; ${change}`]);
  expect(of(type, at(path, "${var.unknown}"))).toEqual([
    `${type}.x: whether ${outcome} could not be decided: ${path} is \${var.unknown}; ${change}`,
  ]);
});

test("every row has an example", () => {
  const rows = DOORS.flatMap(({ types, argument }) =>
    types === "any" ? [argument] : types.map((type) => `${type} ${argument}`),
  );
  const shown = new Set(EXAMPLES.map(([type, argument]) => `${type} ${argument}`));
  expect(
    rows.filter((row) => row.includes(" ") && !shown.has(row) && !row.startsWith("aws_s3_account_")),
  ).toEqual([]);
});

/** What AWS opens when nothing is said. */
test.each([
  ["aws_api_gateway_method", "without authorization everybody may call the method"],
  ["aws_apigatewayv2_route", "without authorization_type everybody may call the route"],
  [
    "aws_apprunner_service",
    "without network_configuration.ingress_configuration.is_publicly_accessible the internet may connect",
  ],
  ["aws_eks_cluster", "without vpc_config.public_access_cidrs the internet reaches the Kubernetes API"],
  ["aws_lambda_function_url", "without authorization_type everybody may call the function"],
  ["aws_vpc_endpoint_service", "without acceptance_required endpoints connect without being accepted"],
])("%s is open when nothing is said", (type, message) => {
  const [found, ...others] = of(type, {});
  expect(found).toMatch(`${type}.x: ${message}; `);
  expect(others).toEqual([]);
});

test("the block for a whole account has all four switches", () => {
  const all = {
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  };
  expect(of("aws_s3_account_public_access_block", all)).toEqual([]);
  expect(of("aws_s3_account_public_access_block", { ...all, ignore_public_acls: false })).toEqual([
    "aws_s3_account_public_access_block.x: with ignore_public_acls false its buckets can become public; set ignore_public_acls = true",
  ]);
  expect(of("aws_s3_account_public_access_block", {})).toEqual(
    Object.keys(all).map(
      (name) =>
        `aws_s3_account_public_access_block.x: without ${name} its buckets can become public; set ${name} = true`,
    ),
  );
});

test("nothing said is shut where AWS keeps it so", () => {
  for (const type of [
    "aws_db_instance",
    "aws_ram_resource_share",
    "aws_s3_object",
    "aws_security_group",
    "aws_ssm_document",
    "aws_s3_access_point",
    "aws_codebuild_project",
  ]) {
    expect(of(type, {})).toEqual([]);
  }
});

test("preflight requests and parts of a WebSocket connection need no authorization", () => {
  expect(of("aws_api_gateway_method", { http_method: "OPTIONS", authorization: "NONE" })).toEqual([]);
  expect(of("aws_api_gateway_method", { http_method: "ANY", authorization: "NONE" })).toHaveLength(1);
  const route = (route_key: string, protocol_type: string) =>
    of(
      "aws_apigatewayv2_route",
      { api_id: "${aws_apigatewayv2_api.y.id}", route_key },
      { aws_apigatewayv2_api: { y: { protocol_type } } },
    ).length;
  expect(route("OPTIONS /", "HTTP")).toBe(0);
  expect(route("GET /", "HTTP")).toBe(1);
  expect(route("$default", "HTTP")).toBe(1);
  expect(route("$connect", "WEBSOCKET")).toBe(1);
  expect(route("$disconnect", "WEBSOCKET")).toBe(0);
});

test("a cluster whose endpoint is private needs no list of networks", () => {
  expect(of("aws_eks_cluster", { vpc_config: [{ endpoint_public_access: false }] })).toEqual([]);
  expect(of("aws_eks_cluster", { vpc_config: [{ endpoint_public_access: true }] })).toHaveLength(1);
  expect(of("aws_eks_cluster", { vpc_config: [{ endpoint_public_access: "${var.public}" }] })).toHaveLength(
    1,
  );
});

test("outbound rules are no doors", () => {
  const open = { cidr_blocks: ["0.0.0.0/0"] };
  expect(of("aws_security_group_rule", { ...open, type: "egress" })).toEqual([]);
  expect(of("aws_security_group_rule", { ...open, type: "ingress" })).toHaveLength(1);
  expect(of("aws_security_group_rule", { ...open, type: "${var.type}" })).toHaveLength(1);
  expect(of("aws_security_group", { egress: [open] })).toEqual([]);
});

test("each open network counts, and those of dynamic blocks too", () => {
  const change = `the internet may connect; ${NETWORKS}`;
  const cidr_blocks = ["0.0.0.0/0", "10.0.0.0/8", "128.0.0.0/1", "1.2.3.4"];
  expect(of("aws_security_group", { dynamic: { ingress: { content: { cidr_blocks } } } })).toEqual([
    `aws_security_group.x: with ingress.cidr_blocks 0.0.0.0/0 ${change}`,
    `aws_security_group.x: with ingress.cidr_blocks 128.0.0.0/1 ${change}`,
    `aws_security_group.x: with ingress.cidr_blocks 1.2.3.4 ${change}`,
  ]);
});

test.each([
  ["${aws_vpc.x.cidr_block}", true],
  ["${data.aws_vpc.x.cidr_block}", true],
  ["${aws_subnet.x.ipv6_cidr_block}", true],
  ["${aws_default_vpc.x.cidr_block}", true],
  ["${aws_vpc_ipam_pool_cidr.x.cidr}", false],
  ["7.0.0.0/7", false],
  ["fe00::/7", false],
  ["fd00::/6", false],
  ["2001:db8::/31", false],
  ["FD00::/8", true],
  ["2001:fd00::/8", false],
  ["10.0.0.0/8x", false],
  ["10.0.0.0/x8", false],
  ["x${aws_vpc.x.cidr_block}", false],
  ["${aws_vpc.x.cidr_block}x", false],
])("%s is a network small enough: %s", (cidr, small) => {
  const name = cidr.includes(":") ? "cidr_ipv6" : "cidr_ipv4";
  expect(of("aws_vpc_security_group_ingress_rule", { [name]: cidr })).toHaveLength(small ? 0 : 1);
});

test.each([
  ["${data.aws_caller_identity.x.account_id}", true],
  ["${aws_organizations_account.x.id}", true],
  ["${data.aws_ssm_parameter.x.value}", false],
  ["44444444444", false],
  ["x444444444444", false],
  ["444444444444x", false],
  ["x${aws_organizations_account.x.id}", false],
  ["${aws_organizations_account.x.id}x", false],
])("%s is an account: %s", (account_id, known) => {
  expect(of("aws_snapshot_create_volume_permission", { account_id })).toHaveLength(known ? 0 : 1);
});

test("every row names a type and an argument that the provider has", () => {
  // The bindings of cdktf write an argument in camel case; `permissions` of a document is a map of theirs.
  const camel = (name: string) =>
    name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
  for (const { argument, types } of DOORS) {
    for (const type of types === "any" ? ["aws_db_instance"] : types) {
      const folder = type.replace(/^aws_/, "").replaceAll("_", "-");
      const path = `node_modules/@cdktf/provider-aws/lib/${folder}/index.d.ts`;
      expect([path, existsSync(path)]).toEqual([path, true]);
      const typings = readFileSync(path, "utf8");
      for (const name of argument === "permissions.account_ids" ? ["permissions"] : argument.split(".")) {
        expect([type, name, new RegExp(`readonly ${camel(name)}\\??: `).test(typings)]).toEqual([
          type,
          name,
          true,
        ]);
      }
    }
  }
});
