import { fault, hang, raw } from "../../support/aws-service";
import {
  closeServers,
  type EcrAnswers,
  type HubAnswers,
  Hub,
  idOf,
  look,
  scanned,
  vulnerability,
} from "./servers";

afterEach(closeServers);

const CRITICAL = vulnerability("CVE-2024-0001", "CRITICAL");
const LOW = vulnerability("CVE-2024-0002", "LOW");

/** What whoever looks for the reason reads; fails when it works. */
async function rejection(ecrAnswers: EcrAnswers, hub: HubAnswers, options = {}): Promise<string> {
  return look(ecrAnswers, hub, options).then(
    (done) => Promise.reject(new Error(`done: ${JSON.stringify(done)}`)),
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
}

describe("a server that lies", () => {
  test("about the number is corrected by what it lists", async () => {
    const hub = new Hub();
    await look(
      {
        DescribeImageScanFindings: () => ({
          imageScanStatus: { status: "COMPLETE" },
          imageScanFindings: { findings: [CRITICAL], findingSeverityCounts: { CRITICAL: 0 } },
        }),
      },
      hub.answers,
    );
    expect(hub.findings.get(idOf("CRITICAL"))?.Title).toBe("1 critical vulnerability: shop/api");
  });

  test("with names without end fills no finding beyond its length", async () => {
    const hub = new Hub();
    await look(
      scanned({ name: "C".repeat(50_000), severity: "HIGH", uri: "javascript:alert(1)", attributes: [] }),
      hub.answers,
    );
    const { Description = "", Vulnerabilities: [first] = [] } = hub.findings.get(idOf("HIGH")) ?? {};
    expect(Description.length).toBeLessThanOrEqual(1_024);
    expect(first).toEqual({
      Id: "C".repeat(200),
      VulnerablePackages: [{ Name: "unknown", Version: "unknown" }],
    });
  });

  test("that takes findings and then says it did not is not believed", async () => {
    const hub: HubAnswers = {
      GetFindings: () => ({ Findings: [] }),
      BatchImportFindings: () => ({
        FailedCount: 1,
        SuccessCount: 0,
        FailedFindings: [{ Id: idOf("LOW"), ErrorCode: "InvalidInput", ErrorMessage: "too long" }],
      }),
    };
    expect(await rejection(scanned(LOW), hub)).toBe(
      `ProblemError: securityhub:BatchImportFindings: Security Hub refused 1 of the findings, first ${idOf("LOW")}: too long [finding-refused]`,
    );
  });

  test("that says nothing of a write is not believed", async () => {
    const hub: HubAnswers = {
      GetFindings: () => ({ Findings: [] }),
      BatchImportFindings: () => raw("{}"),
    };
    expect(await rejection(scanned(LOW), hub)).toBe(
      "ProblemError: securityhub:BatchImportFindings: Security Hub refused findings, first one: it did not say why [finding-refused]",
    );
  });
});

describe("a server that does not answer well", () => {
  test("is asked again when it throttles", async () => {
    const hub = new Hub();
    const { asked } = await look(
      {
        DescribeImageScanFindings: (input, count) =>
          count < 2
            ? fault("ThrottlingException", "slow down")
            : (scanned(LOW).DescribeImageScanFindings?.(input, count) ?? {}),
      },
      hub.answers,
    );
    expect(asked.filter((name) => name === "DescribeImageScanFindings")).toHaveLength(3);
    expect(hub.findings.size).toBe(1);
  });

  test("is asked again when it is too slow", async () => {
    const hub = new Hub();
    await look(
      {
        DescribeImageScanFindings: (input, count) =>
          count === 0 ? hang() : (scanned(LOW).DescribeImageScanFindings?.(input, count) ?? {}),
      },
      hub.answers,
      { requestTimeout: 300 },
    );
    expect(hub.findings.size).toBe(1);
  });

  test("fails when it refuses, so that the event is tried again", async () => {
    expect(
      await rejection({ DescribeImageScanFindings: () => fault("AccessDeniedException", "no") }, {}),
    ).toBe("AccessDeniedException: no");
  });

  test("says that Security Hub is off", async () => {
    const hub: HubAnswers = { GetFindings: () => fault("InvalidAccessException", "not subscribed") };
    expect(await rejection(scanned(LOW), hub)).toBe(
      "ProblemError: securityhub:GetFindings: Security Hub takes no findings here: not subscribed; switch Security Hub on in this account and region [security-hub-off]",
    );
  });
});
