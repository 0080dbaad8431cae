import { objections } from "../support";

const ROTATE = "set enable_key_rotation = true";
const PERIOD = "set rotation_period_in_days to a whole number from 90 to 365, or leave it out";
const of = (body: Record<string, unknown>) => objections("key-rotation", { aws_kms_key: { x: body } });
const rotating = (rotation_period_in_days: unknown) =>
  of({ enable_key_rotation: true, rotation_period_in_days });

test.each([undefined, null, 90, 365, "180"])("a key may rotate every %s days", (days) => {
  expect(rotating(days)).toEqual([]);
});

test.each([89, 366, 2560, 0, -1, 180.5, "often", true])("a key may not rotate every %s days", (days) => {
  expect(rotating(days)).toEqual([`aws_kms_key.x: the key rotates every ${String(days)} days; ${PERIOD}`]);
});

test("how often a key rotates may not be decidable", () => {
  expect(rotating("${var.days}")).toEqual([
    `aws_kms_key.x: how often the key rotates could not be decided: \${var.days}; ${PERIOD}`,
  ]);
});

test.each([true, "true"])("rotation may be switched on by %j", (enable_key_rotation) => {
  expect(of({ enable_key_rotation })).toEqual([]);
});

test.each([undefined, false, "false", 1])("rotation is not switched on by %j", (enable_key_rotation) => {
  expect(of({ enable_key_rotation, rotation_period_in_days: 365 })).toEqual([
    `aws_kms_key.x: the key does not rotate; ${ROTATE}`,
  ]);
});

test("whether a key rotates may not be decidable", () => {
  expect(of({ enable_key_rotation: '${var.stage == "production"}' })).toEqual([
    `aws_kms_key.x: whether the key rotates could not be decided: \${var.stage == "production"}; ${ROTATE}`,
  ]);
});

test.each([
  [{ key_usage: "SIGN_VERIFY" }],
  [{ key_usage: "GENERATE_VERIFY_MAC" }],
  [{ key_usage: "KEY_AGREEMENT" }],
  [{ customer_master_key_spec: "RSA_4096" }],
  [{ customer_master_key_spec: "ECC_NIST_P256" }],
  [{ customer_master_key_spec: "HMAC_256" }],
  [{ customer_master_key_spec: "SM2" }],
  [{ customer_master_key_spec: "ML_DSA_44" }],
  [{ custom_key_store_id: "cks-1234567890abcdef0" }],
  [{ custom_key_store_id: "${aws_kms_custom_key_store.x.id}" }],
])("a key that cannot rotate need not: %j", (body) => {
  expect(of(body)).toEqual([]);
});

test.each([
  [{ key_usage: "ENCRYPT_DECRYPT" }],
  [{ key_usage: "${var.usage}" }],
  [{ customer_master_key_spec: "SYMMETRIC_DEFAULT" }],
  [{ customer_master_key_spec: "${var.spec}" }],
  [{ custom_key_store_id: "${var.store}" }],
])("a key that may be able to rotate must: %j", (body) => {
  expect(of(body)).toEqual([`aws_kms_key.x: the key does not rotate; ${ROTATE}`]);
});
