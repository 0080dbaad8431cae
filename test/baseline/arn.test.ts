import { reachOf } from "../../baseline/arn";

test.each([
  "*",
  "**",
  "?*",
  "*:*",
  "*-suffix",
  "arn:*",
  "arn:aws:*",
  "arn:aws:s3*",
  "arn:aws:s3:::*",
  "arn:aws:s3:::*/*",
  "arn:aws:s3:::?*",
  "arn:aws:s3:::*-artifacts",
  "arn:aws:s3:*:*:accesspoint/*",
  "arn:aws:ecr:*",
  "arn:aws:ecr:*:*:*",
  "arn:aws:ecr:*:*:repository/*",
  "arn:aws:ecr:eu-central-1:*:repository/*",
  "arn:aws:ecr:eu-central-1:3*:repository/*",
  "arn:aws:ecr:eu-central-1:????????????:repository/*",
  "arn:aws:ecr:eu-central-1:*:repository*",
  "arn:aws:ecr:eu-central-1::repository/*",
  "arn:aws:apigateway:eu-central-1::/restapis/*",
  "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/*",
  "arn:*:iam::*:role/*",
  "arn:aws:iam::*:role/*-audit",
  "arn:aws:iam::*:role//*",
  "arn:aws:logs:*:*:log-group:*",
  "arn:aws:logs:*:*:log-group:/*",
  "arn:aws:sns:*:*:*",
  "arn:aws:sqs:eu-central-1:*:*-jobs",
  "arn:aws:s?:::example",
  "arn:aws:*:eu-central-1:333333333333:role/x",
  "arn:aws:ssm:*:*:parameter/$${aws:PrincipalTag/path, '*'}",
])("%s is as good as *", (resource) => {
  expect(reachOf(resource)).toBe("everything");
});

test.each([
  "arn:aws:s3:::example",
  "arn:aws:s3:::example-*",
  "arn:aws:s3:::example/*",
  "arn:aws:s3:::$${aws:PrincipalAccount}-artifacts/*",
  "arn:aws:s3:eu-central-1:*:accesspoint/example",
  "arn:aws:ecr:eu-central-1:333333333333:repository/*",
  "arn:aws:ecr:*:333333333333:*",
  "arn:aws:ecr:*:*:repository/shop/*",
  "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/shop/*",
  "arn:aws:iam::*:role/audit",
  "arn:aws:iam::*:role/supply-chain/*",
  "arn:aws:iam::aws:policy/*",
  "arn:aws:iam::$${aws:PrincipalAccount}:role/*",
  "arn:aws:iam::333333333333:role/$${*}",
  "arn:aws:logs:*:*:log-group:/aws/lambda/*",
  "arn:aws:sns:*:*:alarms-*",
  "arn:aws:cloudwatch::*:dashboard",
  "x",
  "${aws_s3_bucket.x.arn}",
  "${aws_s3_bucket.x.arn}/*",
  "arn:aws:s3:::${aws_s3_bucket.x.bucket}/*",
  "arn:${data.aws_partition.x.partition}:iam::${data.aws_caller_identity.x.account_id}:role/*",
  "arn:aws:ecr:${data.aws_region.x.name}:333333333333:repository/*",
  "arn:aws:iam::333333333333:role/${var.name}",
  "arn:aws:iam::${var.account}:role/audit",
])("%s names something", (resource) => {
  expect(reachOf(resource)).toBe("something");
});

test.each([
  "${var.resource}",
  "${local.resource}",
  "${aws_ssm_parameter.x.value}",
  "arn:aws:s3:::${var.bucket}",
  "arn:aws:iam::${var.account}:role/*",
  "arn:aws:iam::*:role/${var.name}",
  "arn:aws:${var.service}:eu-central-1:333333333333:x",
])("whether %s is as good as * could not be decided", (resource) => {
  expect(reachOf(resource)).toBe("undecided");
});
