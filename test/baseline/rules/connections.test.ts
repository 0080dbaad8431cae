import { ACCOUNT, objections } from "../support";

type Body = Record<string, unknown>;

const provider = (body: Body, more: Body = {}) => {
  const aws = { region: "eu-central-1", allowed_account_ids: [ACCOUNT], ...body };
  return objections("tls-only", {}, { provider: { aws: [aws] }, ...more });
};
const backend = (body: Body) => objections("tls-only", {}, { terraform: { backend: body } });

describe("the provider", () => {
  test.each([undefined, null, false, "false"])("checks certificates with insecure = %j", (insecure) => {
    expect(provider({ insecure })).toEqual([]);
  });

  test.each([true, "true", 1])("checks none with insecure = %j", (insecure) => {
    expect(provider({ insecure })).toEqual([
      `provider.aws: it checks no certificate: insecure is ${String(insecure)}; leave out insecure`,
    ]);
  });

  test("checks what only Terraform knows", () => {
    expect(provider({ insecure: "${var.x}" })).toEqual([
      "provider.aws: whether it checks certificates could not be decided: insecure is ${var.x}; leave out insecure",
    ]);
  });

  test.each([
    [{}],
    [{ s3: "https://s3.example.com" }],
    [[{ s3: "HTTPS://example.com" }, { ecr: null, sqs: "" }]],
  ])("speaks TLS with the endpoints %j", (endpoints) => {
    expect(provider({ endpoints })).toEqual([]);
  });

  const CHANGE = "leave out the endpoint, or write it with https://";
  test.each([
    ["http://s3.example.com", "speaks no TLS to s3 at http://s3.example.com"],
    ["localhost:4566", "speaks no TLS to s3 at localhost:4566"],
    ["${var.s3}", "whether it speaks TLS to s3 could not be decided: ${var.s3}"],
  ])("is judged by the endpoint %s", (s3, message) => {
    expect(provider({ endpoints: [{ ecr: "https://ecr.example.com" }, { s3 }] })).toEqual([
      `provider.aws: ${message}; ${CHANGE}`,
    ]);
  });

  test("is judged whatever its local name, and another provider is not", () => {
    const terraform = { required_providers: { cloud: { source: "hashicorp/aws" } } };
    const both = { cloud: { insecure: true, alias: "us" }, random: { insecure: true } };
    expect(objections("tls-only", {}, { terraform, provider: both })).toEqual([
      "provider.cloud.us: it checks no certificate: insecure is true; leave out insecure",
    ]);
  });
});

describe("the backend", () => {
  test.each([
    [{ local: { path: "x.tfstate" } }],
    [{ s3: { bucket: "state", region: "eu-central-1", insecure: false } }],
    [{ s3: { endpoints: { s3: "https://s3.example.com" } } }],
    [{ http: { address: "https://state.example.com" } }],
  ])("speaks TLS as %j", (body) => {
    expect(backend(body)).toEqual([]);
  });

  test.each([
    [
      { s3: { insecure: true } },
      "its s3 backend checks no certificate: insecure is true; leave out insecure",
    ],
    [
      [{ http: [{ address: "https://x", skip_cert_verification: "true" }] }],
      "its http backend checks no certificate: skip_cert_verification is true; leave out skip_cert_verification",
    ],
    [
      { s3: { endpoints: [{ s3: "http://s3.example.com" }] } },
      "its s3 backend speaks no TLS to http://s3.example.com; write the address with https://",
    ],
    [
      { http: { address: "HTTP://state.example.com" } },
      "its http backend speaks no TLS to HTTP://state.example.com; write the address with https://",
    ],
  ])("speaks none as %j", (body, message) => {
    expect(objections("tls-only", {}, { terraform: { backend: body } })).toEqual([`terraform: ${message}`]);
  });
});
