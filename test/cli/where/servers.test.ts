import { fault, hang, raw } from "../../support/aws-service";
import { where } from "./aws";
import { DIGEST, digestOf, finding, onEcs, wire } from "./sample";

const CVE = ["CVE-2024-3094", "--region", "eu-central-1"];

describe("a server", () => {
  test("that throttles for good is given up on, and the answer is unknown", async () => {
    const { status, stdout, stderr, calls } = await where(CVE, {
      inspector2: { ListFindings: () => fault("ThrottlingException", "slow down", {}) },
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "inspector2:ListFindings eu-central-1: AWS slows account 222222222222 down and did so 6 times in a row: ThrottlingException: slow down; ask again in some minutes, or for one region with --region [throttled]\n\n1 problem\n",
    );
    expect(calls.inspector2).toHaveLength(6);
  }, 60_000);

  test("that throttles now and then is asked again", async () => {
    const { status, stdout } = await where(CVE, {
      inspector2: {
        ListFindings: (_, count) =>
          count % 2 === 0 ? fault("ThrottlingException", "slow down", {}) : { findings: [finding()] },
        GetClustersForImage: () => ({ cluster: [onEcs()] }),
      },
    });
    expect({ status, found: stdout.includes("api:42") }).toEqual({ status: 0, found: true });
  });

  test("that says nothing is left at the time limit, and what is known is told", async () => {
    const { status, stdout } = await where([...CVE, "--time-limit", "4"], {
      inspector2: { ListFindings: () => ({ findings: [finding()] }), GetClustersForImage: () => hang() },
    });
    expect(status).toBe(2);
    expect(stdout).toContain(`shop/api:1.4.2  ${DIGEST.slice(7, 19)}`);
    expect(stdout).toContain(
      "Not complete\n  --time-limit: was reached before everything was asked; give more seconds, or ask for one region with --region [time-limit]\n",
    );
  });

  test("whose pages lead in a circle is noticed", async () => {
    const { status, stdout, calls } = await where(CVE, {
      inspector2: {
        ListFindings: (_, count) => ({ findings: [finding()], nextToken: count % 2 === 0 ? "a" : "b" }),
      },
    });
    expect(status).toBe(2);
    expect(calls.inspector2.filter(({ operation }) => operation === "ListFindings").length).toBeLessThan(10);
    expect(stdout).toMatch(
      /inspector2:ListFindings eu-central-1: led back to a page it had given before, after \d pages; ask again later; if it stays so, tell AWS Support \[repeated-page\]/,
    );
  });

  test("that never ends is left at the time limit", async () => {
    const { status, stdout } = await where([...CVE, "--time-limit", "4"], {
      inspector2: { ListFindings: (_, count) => ({ findings: [finding()], nextToken: String(count) }) },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("[time-limit]");
  });

  test.each<[string, string]>([
    ["no JSON", "{"],
    ["another shape", '{"findings":{"a":1}}'],
    ["nothing", "{}"],
    ["null", "null"],
  ])("that answers with %s is told", async (_, body) => {
    const { status, stdout, stderr } = await where(CVE, { inspector2: { ListFindings: () => raw(body) } });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /^inspector2:ListFindings eu-central-1: the answer cannot be read: .* \[unreadable-answer\]\n\n1 problem\n$/,
    );
    expect(stderr).not.toContain("response");
  });

  test("whose findings have no image or other kinds of values is told, and the others are kept", async () => {
    const odd = [
      { ...finding(), resources: [] },
      { ...finding(), packageVulnerabilityDetails: { vulnerabilityId: "" } },
      7,
      null,
      { ...finding({}, digestOf(2)), severity: "APOCALYPTIC", exploitAvailable: 1, fixAvailable: {} },
    ];
    const { status, stdout } = await where([...CVE, "--json"], {
      inspector2: { ListFindings: () => raw(wire({ findings: odd })) },
    });
    const { rows, problems } = JSON.parse(stdout) as { rows: object[]; problems: { code: string }[] };
    expect(status).toBe(2);
    expect(rows).toEqual([
      expect.objectContaining({ severity: "UNTRIAGED", exploit: "SEEN", fix: "UNKNOWN", running: 3 }),
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["unreadable-findings"]);
  });

  test.each([[-1], [1.5], ["many"], [null]])("that counts %j tasks is not believed", async (inUseCount) => {
    const image = finding({}, DIGEST, { inUseCount });
    const { stdout } = await where([...CVE, "--json"], {
      inspector2: { ListFindings: () => raw(wire({ findings: [image] })) },
    });
    expect((JSON.parse(stdout) as { rows: { running: unknown }[] }).rows[0]?.running).toBe("unknown");
  });

  test("cannot steer the terminal by the names it gives", async () => {
    const { stdout } = await where(CVE, {
      inspector2: {
        ListFindings: () => ({
          findings: [finding({}, DIGEST, { imageTags: ["\u001b[2J\u202e1"], inUseCount: 3 })],
        }),
      },
    });
    expect(stdout).toContain("shop/api:\ufffd[2J\ufffd1");
    expect(stdout).not.toContain("\u001b");
  });

  test("that fails is asked again and then told", async () => {
    const { status, stderr } = await where(CVE, {
      inspector2: { ListFindings: () => fault("InternalServerException", "oh\nno", {}) },
    });
    expect(status).toBe(2);
    expect(stderr).toBe(
      "inspector2:ListFindings eu-central-1: failed: InternalServerException: oh no; ask again later [service-failed]\n\n1 problem\n",
    );
  }, 60_000);

  test("that knows of more images than are kept: the lowest are left out, and the answer is not complete", async () => {
    const page = (first: number) =>
      Array.from({ length: 1_000 }, (_, index) =>
        finding({ severity: first === 10_000 ? "CRITICAL" : "LOW" }, digestOf(first + index), {
          inUseCount: 0,
        }),
      );
    const { status, stdout } = await where(["pkg:xz", "--region", "eu-central-1", "--json"], {
      inspector2: {
        ListFindings: (_, count) =>
          raw(wire({ findings: page(count * 1_000), ...(count < 10 ? { nextToken: String(count) } : {}) })),
      },
    });
    const { rows, ...rest } = JSON.parse(stdout) as { rows: { severity: string }[] };
    expect({
      status,
      rows: rows.length,
      critical: rows.filter(({ severity }) => severity === "CRITICAL").length,
    }).toEqual({ status: 2, rows: 10_000, critical: 1_000 });
    expect(rest).toMatchObject({
      complete: false,
      cut: true,
      findings: 11_000,
      problems: [
        {
          code: "rows-cut",
          path: "rows",
          message: "there are more than 10,000; those of the lowest rank are left out",
          change: "ask for one region with --region, or for something narrower",
        },
      ],
    });
  });
});
