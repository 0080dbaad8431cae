import { findWhere, type Row, workloadName } from "../../where";
import { ask, awsOf, refusal, type World } from "./ports";
import { AT, digestOf, findingOf, HOUR, imageOf, REPOSITORY, USE } from "./sample";

const summary = ({ worst, running, use }: Row) => [
  worst.severity,
  running,
  use ? workloadName(use.workload) : undefined,
];

describe("a vulnerability", () => {
  test("is told with every place where an affected image runs", async () => {
    const image = imageOf(1);
    const { rows, findings, images, problems } = await ask("CVE-2024-3094", {
      findings: [findingOf(image)],
      uses: () => [
        USE,
        {
          ...USE,
          running: 5,
          workload: { namespace: "shop", workloads: [{ type: "Deployment", name: "api" }] },
        },
      ],
    });
    expect(rows.map(summary)).toEqual([
      ["CRITICAL", 5, "shop/api"],
      ["CRITICAL", 3, "api:42 (service:api)"],
    ]);
    expect({ findings, images, problems }).toEqual({ findings: 1, images: 1, problems: [] });
  });

  test("without a place is told with what is known of the image, never with 0 for nothing", async () => {
    const { rows } = await ask("CVE-2024-3094", {
      findings: [
        findingOf(imageOf(1, { inUse: 0 })),
        findingOf(imageOf(2, { inUse: 4 })),
        findingOf(imageOf(3, { inUse: "unknown" })),
      ],
    });
    expect(rows.map(summary)).toEqual([
      ["CRITICAL", "unknown", undefined],
      ["CRITICAL", 4, undefined],
      ["CRITICAL", 0, undefined],
    ]);
    expect(rows.map(({ stopped }) => stopped)).toEqual(["unknown", "unknown", "unknown"]);
  });

  test("is not asked about where an image is idle for long, but is while it may have been stopped just now", async () => {
    const aws = awsOf({
      findings: [
        findingOf(imageOf(1, { inUse: 0 })),
        findingOf(imageOf(2, { inUse: 0, lastInUseAt: new Date(AT.getTime() - 49 * HOUR) })),
        findingOf(imageOf(3, { inUse: 0, lastInUseAt: new Date(AT.getTime() - 47 * HOUR) })),
        findingOf(imageOf(4, { inUse: "unknown" })),
      ],
    });
    await findWhere(
      {
        query: { kind: "vulnerability", id: "CVE-2024-3094" },
        regions: ["eu-central-1"],
        live: false,
        at: AT,
      },
      aws,
    );
    expect(aws.asked.filter((asked) => asked.startsWith("uses")).sort()).toEqual([
      "uses 00000003",
      "uses 00000004",
    ]);
  });

  test("that another advisory is about counts once", async () => {
    const { findings, rows } = await ask("CVE-2024-3094", {
      findings: [findingOf(imageOf(1)), findingOf(imageOf(2), { vulnerability: "GHSA-rxwq-x6h5-x525" })],
    });
    expect(findings).toBe(2);
    expect(rows.map(({ vulnerability }) => vulnerability).sort()).toEqual([
      "CVE-2024-3094",
      "GHSA-rxwq-x6h5-x525",
    ]);
  });

  test("is asked for in every region", async () => {
    const repository = { ...REPOSITORY, region: "eu-west-1" };
    const { answered, rows } = await ask(
      "CVE-2024-3094",
      { findings: [findingOf(imageOf(1)), findingOf(imageOf(1, { repository }))] },
      { regions: ["eu-west-1", "eu-central-1"] },
    );
    expect(answered).toEqual(["eu-central-1", "eu-west-1"]);
    expect(rows.map(({ image }) => image.repository.region)).toEqual(["eu-central-1", "eu-west-1"]);
  });

  test("in images that are no longer scanned is told as a number", async () => {
    expect((await ask("CVE-2024-3094", { unscannedInUse: 7 })).unscannedInUse).toBe(7);
  });

  test("in images that are no longer scanned is unknown where Inspector does not say how many", async () => {
    const aws = awsOf({ unscannedInUse: 7 });
    const refused = () => Promise.reject(refusal("service-failed"));
    const { unscannedInUse, problems } = await findWhere(
      {
        query: { kind: "vulnerability", id: "CVE-2024-3094" },
        regions: ["eu-central-1", "eu-west-1"],
        live: false,
        at: AT,
      },
      {
        ...aws,
        inspector: (region) =>
          region === "eu-west-1"
            ? { ...aws.inspector(region), unscannedInUse: refused }
            : aws.inspector(region),
      },
    );
    expect(unscannedInUse).toBe("unknown");
    expect(problems.map(({ code }) => code)).toEqual(["service-failed"]);
  });
});

describe("a name that may be a package or a repository", () => {
  test("is told where it is a repository, for only packages were asked for", async () => {
    const { problems } = await ask("shop/api", { repositories: [REPOSITORY] });
    expect(problems).toEqual([
      {
        code: "name-of-a-repository",
        path: "eu-central-1",
        message: "has a repository shop/api, and only packages of this name were asked for",
        change: "write shop/api:TAG or shop/api@sha256:DIGEST for its images, pkg:shop/api for the package",
      },
    ]);
  });

  test.each([["pkg:shop/api"], ["shop/web"]])("is a package where it is %s", async (query) => {
    expect((await ask(query, { repositories: [REPOSITORY] })).problems).toEqual([]);
  });
});

test("a region where Inspector covers no image has not answered, and what is known is kept", async () => {
  const { answered, rows, problems } = await ask("shop/api:1.4.2", {
    coveredImages: 0,
    repositories: [REPOSITORY],
    manifest: () => ({ digest: digestOf(1) }),
  });
  expect({ answered, rows: rows.map(summary) }).toEqual({
    answered: [],
    rows: [["UNSCANNED", "unknown", undefined]],
  });
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["needs-enhanced-scanning", "eu-central-1"],
  ]);
});

describe("the limit", () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    findingOf(imageOf(index), { severity: index === 29 ? "CRITICAL" : "LOW" }),
  );

  test("keeps the worst rows and says that it cut", async () => {
    const { rows, cut, findings } = await ask(
      "CVE-2024-3094",
      { findings: many, uses: () => [USE] },
      { limit: 5 },
    );
    expect(rows).toHaveLength(5);
    expect(rows[0]?.image.digest).toBe(digestOf(29));
    expect({ cut, findings }).toEqual({ cut: true, findings: 30 });
  });

  test("also holds for one image in many places", async () => {
    const uses = Array.from({ length: 20 }, () => USE);
    const { rows, cut } = await ask(
      "CVE-2024-3094",
      { findings: many.slice(0, 1), uses: () => uses },
      { limit: 5 },
    );
    expect({ rows: rows.length, cut }).toEqual({ rows: 5, cut: true });
  });

  test("that is not exceeded cuts nothing", async () => {
    const { rows, cut } = await ask("CVE-2024-3094", { findings: many, uses: () => [USE] }, { limit: 30 });
    expect({ rows: rows.length, cut }).toEqual({ rows: 30, cut: false });
  });
});

describe("what is refused", () => {
  test("leaves the place unknown, is told once with how often, and others are still asked", async () => {
    const { rows, problems } = await ask("CVE-2024-3094", {
      findings: [1, 2, 3].map((seed) => findingOf(imageOf(seed, { inUse: "unknown" }))),
      uses: (arn) => {
        if (arn.endsWith("00000003")) return [USE];
        throw refusal("service-failed");
      },
    });
    expect(rows.map(({ running }) => running)).toEqual(["unknown", "unknown", 3]);
    expect(problems).toEqual([
      {
        code: "service-failed",
        path: "inspector2:GetClustersForImage eu-central-1",
        message: "refused (2 times)",
      },
    ]);
  });

  test.each([
    "access-denied",
    "credentials-refused",
    "no-credentials",
    "no-role",
    "role-refused",
    "throttled",
    "time-limit",
    "unreachable",
  ])("for good as %s is not asked again", async (code) => {
    const findings = Array.from({ length: 100 }, (_, index) => findingOf(imageOf(index)));
    const world: World = {
      findings,
      uses: () => {
        throw refusal(code);
      },
    };
    const aws = awsOf(world);
    const { problems, rows } = await findWhere(
      { query: { kind: "package", name: "xz-utils" }, regions: ["eu-central-1"], live: false, at: AT },
      aws,
    );
    expect(aws.asked.filter((asked) => asked.startsWith("uses")).length).toBeLessThanOrEqual(8);
    expect(problems).toEqual([
      { code, path: "inspector2:GetClustersForImage eu-central-1", message: "refused" },
    ]);
    expect(rows).toHaveLength(100);
  });

  test("in one region leaves the others' answer", async () => {
    const aws = awsOf({ findings: [findingOf(imageOf(1))] });
    const { answered, rows, problems } = await findWhere(
      {
        query: { kind: "vulnerability", id: "CVE-2024-3094" },
        regions: ["eu-central-1", "eu-west-1"],
        live: false,
        at: AT,
      },
      {
        ...aws,
        inspector: (region) =>
          region === "eu-central-1"
            ? aws.inspector(region)
            : {
                ...aws.inspector(region),
                findings: () => {
                  throw refusal("access-denied", "inspector2:ListFindings eu-west-1");
                },
              },
      },
    );
    expect(answered).toEqual(["eu-central-1"]);
    expect(rows).toHaveLength(1);
    expect(problems.map(({ path }) => path)).toEqual(["inspector2:ListFindings eu-west-1"]);
  });

  test("or broken findings are told and left out", async () => {
    const { problems, findings } = await ask("pkg:xz-utils", {
      findings: [findingOf(imageOf(1))],
      unreadable: 2,
    });
    expect(findings).toBe(1);
    expect(problems.map(({ code }) => code)).toEqual(["unreadable-findings"]);
  });

  test("by a mistake of ours is not hidden", async () => {
    const uses = () => {
      throw new RangeError("ours");
    };
    await expect(ask("pkg:xz-utils", { findings: [findingOf(imageOf(1))], uses })).rejects.toThrow("ours");
  });
});
