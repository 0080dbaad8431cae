import { presenceOf } from "../../baseline/presence";

test.each([
  "alias/images",
  "arn:aws:kms:eu-central-1:${var.account}:key/x",
  "$${literal}",
  "${aws_kms_key.images.arn}",
  "${aws_kms_key.images.id}",
  "${aws_kms_key.images.key_id}",
  "${aws_kms_alias.images.name}",
  "${data.aws_kms_alias.images.target_key_arn}",
  "${data.aws_kms_alias.images.target_key_id}",
])("%s is set", (value) => {
  expect(presenceOf(value)).toBe("set");
});

test.each([undefined, null, "", "  "])("%j is not set", (value) => {
  expect(presenceOf(value)).toBe("unset");
});

test.each([
  "${var.key}",
  " ${var.key}",
  "%{ if var.x }alias/x%{ endif }",
  "${aws_kms_key.images.custom_key_store_id}",
  "${aws_sns_topic.other.kms_master_key_id}",
  "${data.aws_ssm_parameter.key.value}",
  "${var.prefix}${aws_kms_key.images.arn}",
  "${aws_kms_key.images.arn}${var.suffix}",
  true,
  1,
  ["alias/images"],
  {},
])("whether %j is set could not be decided", (value) => {
  expect(presenceOf(value)).toBe("undecided");
});
