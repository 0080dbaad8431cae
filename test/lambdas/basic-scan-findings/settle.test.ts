import { fault, raw } from "../../support/aws-service";
import { StoppedClock } from "../clock";
import { closeServers, DIGEST, type EcrAnswers, Hub, idOf, look, scanned, vulnerability } from "./servers";

afterEach(closeServers);

const CRITICAL = vulnerability("CVE-2024-0001", "CRITICAL");
const LOW = vulnerability("CVE-2024-0002", "LOW");
const GONE: EcrAnswers = { DescribeImageScanFindings: () => fault("ImageNotFoundException", "not here") };
const status = (text: string): EcrAnswers => ({
  DescribeImageScanFindings: () =>
    raw(JSON.stringify({ imageScanStatus: { status: text, description: "why" } })),
});

describe("what a scan found", () => {
  test("becomes one finding for each severity", async () => {
    const hub = new Hub();
    const { written, closed } = await look(scanned(CRITICAL, LOW, LOW), hub.answers);
    expect({ written, closed }).toEqual({ written: 2, closed: 0 });
    expect([...hub.findings.keys()]).toEqual([idOf("CRITICAL"), idOf("LOW")]);
  });

  test("is told with image, package and what to do", async () => {
    const hub = new Hub();
    await look(scanned(CRITICAL), hub.answers);
    expect(hub.findings.get(idOf("CRITICAL"))).toEqual({
      SchemaVersion: "2018-10-08",
      Id: idOf("CRITICAL"),
      ProductArn: "arn:aws:securityhub:eu-central-1:333333333333:product/333333333333/default",
      GeneratorId: "supply-chain/basic-scan-findings",
      AwsAccountId: "333333333333",
      CreatedAt: "2026-03-04T05:06:07.000Z",
      UpdatedAt: "2026-03-04T05:06:07.000Z",
      RecordState: "ACTIVE",
      FindingProviderFields: {
        Severity: { Label: "CRITICAL" },
        Types: ["Software and Configuration Checks/Vulnerabilities/CVE"],
      },
      Title: "1 critical vulnerability: shop/api",
      Description: `${DIGEST}: CVE-2024-0001 in openssl 3.0.1`,
      Remediation: {
        Recommendation: {
          Text: "Build the image again on an updated base image, deploy it and delete this one. Basic scanning looks once, at push: aws ecr describe-image-scan-findings lists everything it found.",
        },
      },
      Vulnerabilities: [
        {
          Id: "CVE-2024-0001",
          VulnerablePackages: [{ Name: "openssl", Version: "3.0.1" }],
          ReferenceUrls: ["https://example.com/CVE-2024-0001"],
        },
      ],
      Resources: [
        {
          Type: "AwsEcrContainerImage",
          Id: `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/${DIGEST}`,
          Partition: "aws",
          Region: "eu-central-1",
          Details: {
            AwsEcrContainerImage: {
              RegistryId: "333333333333",
              RepositoryName: "shop/api",
              ImageDigest: DIGEST,
            },
          },
        },
      ],
    });
  });

  test("has its number, however few of it are named", async () => {
    const hub = new Hub();
    const findings = Array.from({ length: 900 }, (_, index) =>
      vulnerability(`CVE-2024-${String(10_000 + index)}`, "HIGH"),
    );
    await look(scanned(...findings), hub.answers);
    const { Title, Description = "", Vulnerabilities } = hub.findings.get(idOf("HIGH")) ?? {};
    expect(Title).toBe("900 high vulnerabilities: shop/api");
    expect(Description).toMatch(/CVE-2024-10019 in openssl 3\.0\.1 and 880 more$/);
    expect(Description.length).toBeLessThanOrEqual(1_024);
    expect(Vulnerabilities).toHaveLength(20);
  });

  test("is read page by page, at most ten of them", async () => {
    const hub = new Hub();
    const { asked } = await look(
      {
        DescribeImageScanFindings: (_, count) => ({
          imageScanStatus: { status: "COMPLETE" },
          imageScanFindings: {
            findings: [vulnerability(`CVE-2024-${String(1_000 + count)}`, "LOW")],
            findingSeverityCounts: { LOW: 12_000 },
          },
          nextToken: String(count),
        }),
      },
      hub.answers,
    );
    expect(asked.filter((name) => name === "DescribeImageScanFindings")).toHaveLength(10);
    expect(hub.findings.get(idOf("LOW"))?.Title).toBe("12000 low vulnerabilities: shop/api");
  });

  test.each([
    ["UNDEFINED", "MEDIUM", "1 unrated vulnerability: shop/api"],
    ["INFORMATIONAL", "INFORMATIONAL", "1 informational vulnerability: shop/api"],
  ] as const)("with the severity %s is %s", async (severity, label, title) => {
    const hub = new Hub();
    await look(scanned(vulnerability("CVE-2024-0003", severity)), hub.answers);
    expect(hub.findings.get(idOf(severity))).toMatchObject({
      Title: title,
      FindingProviderFields: { Severity: { Label: label } },
    });
  });

  test.each(["FAILED", "FINDINGS_UNAVAILABLE", "LIMIT_EXCEEDED", "UNSUPPORTED_IMAGE"])(
    "is unknown after %s, which is a finding too",
    async (text) => {
      const hub = new Hub();
      await look(status(text), hub.answers);
      expect(hub.findings.get(idOf("UNSCANNED"))).toMatchObject({
        Title: "Image not scanned: shop/api",
        Description: `ECR could not scan ${DIGEST} (${text} why): what is in it is unknown.`,
      });
    },
  );
});

describe("nothing is done twice", () => {
  test("the same scan again writes nothing", async () => {
    const hub = new Hub();
    await look(scanned(CRITICAL), hub.answers);
    expect(await look(scanned(CRITICAL), hub.answers)).toMatchObject({ written: 0, closed: 0 });
    expect(hub.writes).toHaveLength(1);
  });

  test("another scan changes the finding and keeps when it began", async () => {
    const hub = new Hub();
    const clock = new StoppedClock();
    await look(scanned(LOW), hub.answers, { clock });
    await clock.sleep(3_600_000);
    await look(scanned(LOW, vulnerability("CVE-2024-0004", "LOW")), hub.answers, { clock });
    expect(hub.findings.size).toBe(1);
    expect(hub.findings.get(idOf("LOW"))).toMatchObject({
      Title: "2 low vulnerabilities: shop/api",
      CreatedAt: "2026-03-04T05:06:07.000Z",
      UpdatedAt: "2026-03-04T06:06:07.000Z",
    });
  });

  test("an image without findings has none, and none to close", async () => {
    const hub = new Hub();
    expect(await look(scanned(), hub.answers)).toMatchObject({ written: 0, closed: 0 });
    expect(hub.writes).toEqual([]);
  });
});

describe("a finding is closed", () => {
  test.each([
    ["the image is clean", scanned()],
    ["the image is gone", GONE],
    [
      "the repository is gone",
      { DescribeImageScanFindings: () => fault("RepositoryNotFoundException", "not here") },
    ],
  ] as [string, EcrAnswers][])("when %s", async (_, answers) => {
    const hub = new Hub();
    await look(scanned(CRITICAL, LOW), hub.answers);
    expect(await look(answers, hub.answers)).toMatchObject({ written: 0, closed: 2 });
    expect([...hub.findings.values()].map(({ RecordState }) => RecordState)).toEqual([
      "ARCHIVED",
      "ARCHIVED",
    ]);
    expect(await look(answers, hub.answers)).toMatchObject({ written: 0, closed: 0 });
  });

  test("when only its severity is gone", async () => {
    const hub = new Hub();
    await look(scanned(CRITICAL, LOW), hub.answers);
    expect(await look(scanned(LOW), hub.answers)).toMatchObject({ written: 0, closed: 1 });
    expect(hub.findings.get(idOf("CRITICAL"))?.RecordState).toBe("ARCHIVED");
  });

  test("and opened again when it comes back", async () => {
    const hub = new Hub();
    for (const answers of [scanned(CRITICAL), scanned(), scanned(CRITICAL)]) await look(answers, hub.answers);
    expect(hub.findings.get(idOf("CRITICAL"))?.RecordState).toBe("ACTIVE");
  });

  test.each([
    ["is not done", status("IN_PROGRESS")],
    ["has a status that nobody knows", status("SHINY")],
    ["is Inspector's", status("ACTIVE")],
    ["never was", { DescribeImageScanFindings: () => fault("ScanNotFoundException", "none") }],
  ] as [string, EcrAnswers][])("not while the scan %s", async (_, answers) => {
    const hub = new Hub();
    await look(scanned(CRITICAL), hub.answers);
    const { asked, ...done } = await look(answers, hub.answers);
    expect(done).toEqual({ written: 0, closed: 0 });
    expect(asked).toEqual(["DescribeImageScanFindings", "GetFindings"]);
  });
});
