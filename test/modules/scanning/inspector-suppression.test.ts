import { Inspector, InspectorSuppression, type InspectorSuppressionProps } from "../../../modules/scanning";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";

const PROPS: InspectorSuppressionProps = {
  accountId: "222222222222",
  region: "eu-central-1",
  name: "xz-not-linked",
  vulnerabilities: ["CVE-2024-3094"],
  reason: "Nothing links it",
  owner: "platform@example.com",
  expires: "2026-03-31",
  today: "2026-03-10",
};

const synth = (props: Partial<InspectorSuppressionProps> = {}) =>
  synthStack((stack) => new InspectorSuppression(stack, "xz", { ...PROPS, ...props }));
const criteriaOf = (props: Partial<InspectorSuppressionProps>) =>
  resourceOf(synth(props), "aws_inspector2_filter")["filter_criteria"];
const rejection = (props: Partial<InspectorSuppressionProps>) =>
  stackRejectionOf((stack) => new InspectorSuppression(stack, "xz", { ...PROPS, ...props }));

const IMAGES = { resource_type: [{ comparison: "EQUALS", value: "AWS_ECR_CONTAINER_IMAGE" }] };

describe("InspectorSuppression", () => {
  test("hides a vulnerability in images, and says why, who and until when", () => {
    expect(resourceOf(synth(), "aws_inspector2_filter")).toEqual({
      name: "xz-not-linked",
      action: "SUPPRESS",
      reason: "Nothing links it",
      description: "Accepted by platform@example.com until 2026-03-31",
      filter_criteria: [{ ...IMAGES, vulnerability_id: [{ comparison: "EQUALS", value: "CVE-2024-3094" }] }],
    });
  });

  test("only where all that is given fits", () => {
    expect(
      criteriaOf({
        vulnerabilities: ["CVE-2024-3094", "GHSA-rxwq-x6h5-x525"],
        packages: ["xz-utils", "liblzma5"],
        repositories: ["shop/api", "data/*"],
      }),
    ).toEqual([
      {
        ...IMAGES,
        vulnerability_id: [
          { comparison: "EQUALS", value: "CVE-2024-3094" },
          { comparison: "EQUALS", value: "GHSA-rxwq-x6h5-x525" },
        ],
        vulnerable_packages: [
          { name: [{ comparison: "EQUALS", value: "xz-utils" }] },
          { name: [{ comparison: "EQUALS", value: "liblzma5" }] },
        ],
        ecr_image_repository_name: [
          { comparison: "EQUALS", value: "shop/api" },
          { comparison: "PREFIX", value: "data/" },
        ],
      },
    ]);
  });

  test("hides a package in repositories that are named in full", () => {
    const scope = {
      vulnerabilities: undefined,
      packages: ["linux-libc-dev"],
      repositories: ["data/reports"],
    };
    expect(criteriaOf(scope)).toEqual([
      {
        ...IMAGES,
        vulnerable_packages: [{ name: [{ comparison: "EQUALS", value: "linux-libc-dev" }] }],
        ecr_image_repository_name: [{ comparison: "EQUALS", value: "data/reports" }],
      },
    ]);
  });

  test("comes after what switches Inspector on", () => {
    const stack = synthStack((scope) => {
      const { resource } = new Inspector(scope, "inspector", {
        accountId: "333333333333",
        region: "eu-central-1",
        resourceTypes: ["ecr"],
      });
      new InspectorSuppression(scope, "xz", { ...PROPS, after: [resource] });
    });
    expect(resourceOf(stack, "aws_inspector2_filter")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_inspector2_enabler\.inspector_\w+$/),
    ]);
  });

  test.each([
    ["2026-03-31", 1],
    ["2026-04-01", 0],
    ["2025-12-31", 1],
  ])("on %s it makes %i filters", (today, count) => {
    expect(resourcesOf(synth({ today }), "aws_inspector2_filter")).toHaveLength(count);
  });

  test("rejects an end more than 90 days away", () => {
    expect(rejection({ today: "2025-12-30" })).toEqual([
      "test/xz: expires is 2026-03-31; allowed: at most 90 days after today: 2026-03-30 or earlier; set an earlier day [suppression-too-long]",
    ]);
  });

  test("rejects what nobody answers for, all at once", () => {
    expect(
      rejection({ name: "x y", reason: "too short", owner: " ", expires: "2026-02-30", today: "garbage" }),
    ).toEqual([
      'test/xz: name is "x y"; allowed: 3 to 64 letters, digits, . _ and - [invalid-suppression]',
      'test/xz: reason is "too short"; allowed: one line of 10 to 512 characters [invalid-suppression]',
      'test/xz: owner is " "; allowed: one line of 1 to 100 characters [invalid-suppression]',
      'test/xz: expires is "2026-02-30"; allowed: a day such as 2026-03-31 [invalid-suppression]',
      'test/xz: today is "garbage"; allowed: a day such as 2026-03-31 [invalid-suppression]',
    ]);
  });

  test("rejects to be asked without the day it is", () => {
    expect(rejection({ today: undefined as unknown as string })).toEqual([
      "test/xz: today is undefined; allowed: a day such as 2026-03-31 [invalid-suppression]",
    ]);
  });

  test.each([
    ["reason", "one\ntwo", '"one\\ntwo"; allowed: one line of 10 to 512 characters'],
    ["reason", "x".repeat(513), `"${"x".repeat(513)}"; allowed: one line of 10 to 512 characters`],
    ["owner", "x".repeat(101), `"${"x".repeat(101)}"; allowed: one line of 1 to 100 characters`],
  ])("rejects %s %j", (key, value, rest) => {
    expect(rejection({ [key]: value })).toEqual([`test/xz: ${key} is ${rest} [invalid-suppression]`]);
  });

  test.each([
    ["vulnerabilities", "*", "the id of one vulnerability, without wildcards, such as CVE-2024-3094"],
    [
      "vulnerabilities",
      "CVE-2024-*",
      "the id of one vulnerability, without wildcards, such as CVE-2024-3094",
    ],
    ["packages", "*", "the name of a package as Inspector shows it, such as xz-utils"],
    ["packages", "", "the name of a package as Inspector shows it, such as xz-utils"],
    ["repositories", "*", "the name of a repository, or what several begin with and /*, such as shop/*"],
    ["repositories", "sh*op", "the name of a repository, or what several begin with and /*, such as shop/*"],
    ["repositories", "shop*", "the name of a repository, or what several begin with and /*, such as shop/*"],
    ["repositories", "/*", "the name of a repository, or what several begin with and /*, such as shop/*"],
    ["repositories", "Shop", "the name of a repository, or what several begin with and /*, such as shop/*"],
  ])("rejects %s with %j", (key, value, allowed) => {
    expect(rejection({ [key]: [value] })).toEqual([
      `test/xz: ${key} has ${JSON.stringify(value)}; allowed: ${allowed} [invalid-suppression]`,
    ]);
  });

  test("rejects more values than a filter takes", () => {
    const vulnerabilities = Array.from({ length: 11 }, (_, index) => `CVE-2024-${String(1000 + index)}`);
    expect(rejection({ vulnerabilities })).toEqual([
      "test/xz: vulnerabilities has 11 values; allowed: 1 to 10; make several suppressions of it [invalid-suppression]",
    ]);
  });

  test("rejects a list without values, which would hide in everything", () => {
    expect(rejection({ repositories: [] })).toEqual([
      "test/xz: repositories has 0 values; allowed: 1 to 10; name what is meant; left out, it stands for all [invalid-suppression]",
    ]);
  });

  test.each([
    [
      "everything",
      { vulnerabilities: undefined },
      "names neither vulnerabilities nor packages, so it would hide everything, also what is found later",
    ],
    [
      "a package in every image",
      { vulnerabilities: undefined, packages: ["openssl"] },
      "names no vulnerabilities, so it would hide everything in openssl, also what is found later, in every image",
    ],
    [
      "a package in repositories to come",
      { vulnerabilities: undefined, packages: ["openssl"], repositories: ["shop/*"] },
      "names no vulnerabilities, so it would hide everything in openssl, also what is found later, in whatever repositories shop/* match",
    ],
  ])("rejects to hide %s", (_, props, message) => {
    expect(rejection(props)).toEqual([
      `test/xz: ${message}; allowed: vulnerabilities, or packages with repositories named in full; list in vulnerabilities the ones that were looked at [suppression-too-broad]`,
    ]);
  });
});
