import { accounts, type Door, isSmallNetwork, never, not, only } from "./door";
import { valuesAt } from "./values";

const ALLOW_ACLS = ["private", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"];
const SWITCHES = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

const blocks = (
  types: readonly string[],
  path: string,
  openByDefault: { openByDefault?: true } = {},
): Door[] =>
  SWITCHES.map((name) => ({
    types,
    argument: `${path}${name}`,
    shut: only("true"),
    ...openByDefault,
    outcome: "its buckets can become public",
    change: `set ${name} = true`,
  }));
const ingress = (types: readonly string[], ...names: readonly string[]): Door[] =>
  names.map((argument) => ({
    types,
    argument,
    shut: isSmallNetwork,
    applies: ({ body }) => body["type"] !== "egress",
    outcome: "the internet may connect",
    change: "name the networks that may connect, or their security groups",
  }));

/** Every door that we know. Policies are no doors: `restricted-principal` reads them. */
export const DOORS: readonly Door[] = [
  {
    types: "any",
    argument: "publicly_accessible",
    shut: only("false"),
    outcome: "it has a public address",
    change: "set publicly_accessible = false",
  },
  {
    types: ["aws_ami_launch_permission"],
    argument: "group",
    shut: never,
    outcome: "everybody may launch the image",
    change: "set account_id, organization_arn or organizational_unit_arn",
  },
  {
    types: ["aws_api_gateway_method"],
    argument: "authorization",
    shut: not("NONE"),
    openByDefault: true,
    applies: ({ body }) => body["http_method"] !== "OPTIONS",
    outcome: "everybody may call the method",
    change: 'set authorization to "AWS_IAM" or an authorizer',
  },
  {
    types: ["aws_apigatewayv2_api"],
    argument: "target",
    shut: never,
    outcome: "everybody may call the route that it makes",
    change: "make the route as an aws_apigatewayv2_route with an authorization_type",
  },
  {
    types: ["aws_apigatewayv2_route"],
    argument: "authorization_type",
    shut: not("NONE"),
    openByDefault: true,
    // Of a WebSocket API only the first message of a connection is authorized.
    applies: ({ body }, stack) =>
      !String(body["route_key"]).startsWith("OPTIONS ") &&
      (stack.referred(body["api_id"])?.body["protocol_type"] !== "WEBSOCKET" ||
        body["route_key"] === "$connect"),
    outcome: "everybody may call the route",
    change: 'set authorization_type to "AWS_IAM", "JWT" or "CUSTOM"',
  },
  {
    types: ["aws_apprunner_service"],
    argument: "network_configuration.ingress_configuration.is_publicly_accessible",
    shut: only("false"),
    openByDefault: true,
    outcome: "the internet may connect",
    change: "set is_publicly_accessible = false",
  },
  ...["", "additional_authentication_provider."].map((block): Door => ({
    types: ["aws_appsync_graphql_api"],
    argument: `${block}authentication_type`,
    shut: not("API_KEY"),
    outcome: "whoever has the key, which clients carry, may call the API",
    change: "use an authentication_type that tells callers apart",
  })),
  {
    types: ["aws_codebuild_project"],
    argument: "project_visibility",
    shut: only("PRIVATE"),
    outcome: "everybody may read logs and artifacts",
    change: 'set project_visibility = "PRIVATE"',
  },
  {
    types: ["aws_cognito_identity_pool"],
    argument: "allow_unauthenticated_identities",
    shut: only("false"),
    outcome: "guests get credentials",
    change: "set allow_unauthenticated_identities = false",
  },
  {
    types: [
      "aws_db_cluster_snapshot",
      "aws_db_snapshot",
      "aws_db_snapshot_copy",
      "aws_rds_cluster_snapshot_copy",
    ],
    argument: "shared_accounts",
    shut: accounts,
    outcome: "everybody may restore the snapshot",
    change: "name the accounts",
  },
  {
    types: ["aws_ebs_snapshot_block_public_access"],
    argument: "state",
    shut: not("unblocked"),
    outcome: "snapshots can become public",
    change: 'set state = "block-all-sharing"',
  },
  {
    types: ["aws_ec2_image_block_public_access"],
    argument: "state",
    shut: not("unblocked"),
    outcome: "machine images can become public",
    change: 'set state = "block-new-sharing"',
  },
  {
    types: ["aws_ec2_transit_gateway"],
    argument: "auto_accept_shared_attachments",
    shut: only("disable"),
    outcome: "other accounts attach networks unseen",
    change: 'set auto_accept_shared_attachments = "disable"',
  },
  {
    types: ["aws_ecrpublic_repository"],
    argument: "repository_name",
    shut: never,
    outcome: "everybody may pull its images",
    change: "use an aws_ecr_repository",
  },
  {
    types: ["aws_eks_cluster"],
    argument: "vpc_config.public_access_cidrs",
    shut: isSmallNetwork,
    openByDefault: true,
    applies: ({ body }) =>
      !valuesAt(body, "vpc_config.endpoint_public_access").some((value) => String(value) === "false"),
    outcome: "the internet reaches the Kubernetes API",
    change: "set endpoint_public_access = false, or public_access_cidrs",
  },
  {
    types: ["aws_emr_block_public_access_configuration"],
    argument: "block_public_security_group_rules",
    shut: only("true"),
    outcome: "clusters can be open to the internet",
    change: "set block_public_security_group_rules = true",
  },
  {
    types: ["aws_imagebuilder_distribution_configuration"],
    argument: "distribution.ami_distribution_configuration.launch_permission.user_groups",
    shut: never,
    outcome: "everybody may launch the image",
    change: "set user_ids, organization_arns or organizational_unit_arns",
  },
  {
    types: ["aws_lambda_function_url"],
    argument: "authorization_type",
    shut: only("AWS_IAM"),
    openByDefault: true,
    outcome: "everybody may call the function",
    change: 'set authorization_type = "AWS_IAM"',
  },
  {
    types: ["aws_lambda_permission"],
    argument: "function_url_auth_type",
    shut: only("AWS_IAM"),
    outcome: "everybody may call the function",
    change: 'set function_url_auth_type = "AWS_IAM"',
  },
  {
    types: ["aws_msk_cluster"],
    argument: "client_authentication.unauthenticated",
    shut: only("false"),
    outcome: "clients need not say who they are",
    change: "set unauthenticated = false",
  },
  {
    types: ["aws_msk_cluster"],
    argument: "broker_node_group_info.connectivity_info.public_access.type",
    shut: only("DISABLED"),
    outcome: "the internet may connect",
    change: 'set the type of public_access to "DISABLED"',
  },
  {
    types: ["aws_ram_resource_share"],
    argument: "allow_external_principals",
    shut: only("false"),
    outcome: "it can be shared outside the organization",
    change: "set allow_external_principals = false",
  },
  ...blocks(["aws_s3_access_point"], "public_access_block_configuration."),
  ...blocks(["aws_s3control_multi_region_access_point"], "details.public_access_block."),
  ...blocks(["aws_s3_account_public_access_block"], "", { openByDefault: true }),
  {
    types: [
      "aws_s3_bucket",
      "aws_s3_bucket_acl",
      "aws_s3_bucket_object",
      "aws_s3_object",
      "aws_s3_object_copy",
    ],
    argument: "acl",
    shut: only(...ALLOW_ACLS),
    outcome: "others than the owner have access",
    change: 'leave it out, or set acl = "private"',
  },
  ...[
    ["aws_s3_bucket", "grant.uri"],
    ["aws_s3_bucket_acl", "access_control_policy.grant.grantee.uri"],
    ["aws_s3_object_copy", "grant.uri"],
  ].map(([type = "", argument = ""]): Door => ({
    types: [type],
    argument,
    shut: only("http://acs.amazonaws.com/groups/s3/LogDelivery"),
    outcome: "everybody of the group has access",
    change: "grant access in a bucket policy",
  })),
  ...ingress(
    ["aws_default_security_group", "aws_security_group"],
    "ingress.cidr_blocks",
    "ingress.ipv6_cidr_blocks",
  ),
  ...ingress(["aws_security_group_rule"], "cidr_blocks", "ipv6_cidr_blocks"),
  ...ingress(["aws_vpc_security_group_ingress_rule"], "cidr_ipv4", "cidr_ipv6"),
  {
    types: ["aws_snapshot_create_volume_permission"],
    argument: "account_id",
    shut: accounts,
    outcome: "everybody may copy the snapshot",
    change: "name the account",
  },
  {
    types: ["aws_ssm_document"],
    argument: "permissions.account_ids",
    shut: accounts,
    outcome: "everybody may run the document",
    change: "name the accounts",
  },
  {
    types: ["aws_vpc_endpoint_service"],
    argument: "acceptance_required",
    shut: only("true"),
    openByDefault: true,
    outcome: "endpoints connect without being accepted",
    change: "set acceptance_required = true",
  },
];
