import { fault } from "../../support/aws-service";
import type * as ecr from "@aws-sdk/client-ecr";
import { StoppedClock } from "../clock";
import {
  closeServers,
  DIGEST,
  type EcrAnswers,
  Hub,
  idOf,
  look,
  lookAtAll,
  scanned,
  vulnerability,
} from "./servers";

afterEach(closeServers);

const LOW = vulnerability("CVE-2024-0002", "LOW");
const OTHER = `sha256:${"b".repeat(64)}`;

/** A hub with open findings about two images. */
async function hubWithTwo(): Promise<Hub> {
  const hub = new Hub();
  await look(scanned(LOW), hub.answers);
  const [first] = hub.findings.values();
  hub.findings.set(idOf("LOW", OTHER), { ...first, Id: idOf("LOW", OTHER) } as typeof first & object);
  return hub;
}

test("what is open about images that are gone is closed", async () => {
  const hub = await hubWithTwo();
  const answers: EcrAnswers = {
    DescribeImageScanFindings: (input, count) =>
      input.imageId?.imageDigest === OTHER
        ? fault("ImageNotFoundException", "not here")
        : (scanned(LOW).DescribeImageScanFindings?.(input, count) ?? {}),
  };
  expect(await lookAtAll(answers, hub.answers)).toMatchObject({
    images: 2,
    written: 0,
    closed: 1,
    complete: true,
  });
  expect([...hub.findings.values()].map(({ RecordState }) => RecordState)).toEqual(["ACTIVE", "ARCHIVED"]);
});

test("what is closed is not looked at", async () => {
  const hub = await hubWithTwo();
  for (const [id, finding] of hub.findings) hub.findings.set(id, { ...finding, RecordState: "ARCHIVED" });
  expect(await lookAtAll({}, hub.answers)).toMatchObject({ images: 0, complete: true });
});

test("a finding with an id that is not ours is left alone", async () => {
  const hub = await hubWithTwo();
  for (const id of ["supply-chain/basic-scan-findings/444444444444/eu-central-1/a/LOW", "other"]) {
    hub.findings.set(id, { ...[...hub.findings.values()][0], Id: id } as never);
  }
  expect(await lookAtAll(scanned(LOW), hub.answers)).toMatchObject({ images: 2, complete: true });
});

test("without time it stops and says so", async () => {
  const hub = await hubWithTwo();
  const lines: unknown[] = [];
  expect(await lookAtAll({}, hub.answers, 0, { lines })).toMatchObject({ images: 0, complete: false });
  expect(lines).toMatchObject([{ level: "WARN", message: "had no time for all", images: 2, looked: 0 }]);
});

const NOW = new StoppedClock().now();
const DAY = 86_400_000;

/** A repository with images of some days ago, by a letter each. */
function registryWith(
  images: Readonly<Record<string, Partial<ecr.ImageDetail> & { days?: number }>>,
): EcrAnswers {
  const details = Object.entries(images).map(([letter, { days = 1, ...detail }]) => ({
    imageDigest: `sha256:${letter.repeat(64)}`,
    imagePushedAt: new Date(NOW - days * DAY),
    ...detail,
  }));
  return {
    DescribeRepositories: () => ({ repositories: [{ repositoryName: "shop/api" }] }),
    DescribeImages: ({ nextToken }) => {
      const index = Number(nextToken ?? 0);
      return {
        imageDetails: details.slice(index, index + 1),
        ...(index + 1 < details.length ? { nextToken: String(index + 1) } : {}),
      };
    },
  };
}

/** How many scans were asked for. */
const scansIn = (asked: readonly string[]) =>
  asked.filter((name) => name === "DescribeImageScanFindings").length;

describe("images whose event was lost", () => {
  test("become findings, wherever the list has them", async () => {
    const hub = new Hub();
    const answers = { ...registryWith({ c: {}, d: { days: 29 } }), ...scanned(LOW) };
    expect(await lookAtAll(answers, hub.answers)).toMatchObject({ images: 2, written: 2, complete: true });
    expect([...hub.findings.keys()].sort()).toEqual(
      ["c", "d"].map((letter) => idOf("LOW", `sha256:${letter.repeat(64)}`)),
    );
  });

  test("are not looked for among those of a month ago, indexes and what is about another manifest", async () => {
    const answers = {
      ...registryWith({
        c: { days: 31 },
        d: { imageManifestMediaType: "application/vnd.oci.image.index.v1+json" },
        e: { imageManifestMediaType: "application/vnd.docker.distribution.manifest.list.v2+json" },
        f: { subjectManifestDigest: OTHER },
      }),
      ...scanned(LOW),
    };
    const { images, asked } = await lookAtAll(answers, new Hub().answers);
    expect([images, scansIn(asked)]).toEqual([0, 0]);
  });

  test("that are clean cost one call", async () => {
    const { asked } = await lookAtAll({ ...registryWith({ c: {} }), ...scanned() }, new Hub().answers);
    expect(asked).toEqual([
      "DescribeRepositories",
      "DescribeImages",
      "DescribeImageScanFindings",
      "GetFindings",
    ]);
  });

  test("are looked at once, when they have a finding", async () => {
    const hub = await hubWithTwo();
    const answers = { ...registryWith({ a: {}, b: {} }), ...scanned(LOW) };
    const { images, asked } = await lookAtAll(answers, hub.answers);
    expect([images, scansIn(asked)]).toEqual([2, 2]);
  });

  test("get half of the time, and the rest is for those with findings", async () => {
    const hub = await hubWithTwo();
    const clock = new StoppedClock();
    const asked = new Set<string>();
    const letters = [..."cdef0123456789"];
    const slow: EcrAnswers = {
      ...registryWith(Object.fromEntries(letters.map((letter) => [letter, {}]))),
      DescribeImageScanFindings: async (input, count) => {
        asked.add(input.imageId?.imageDigest ?? "");
        await clock.sleep(400);
        return scanned(LOW).DescribeImageScanFindings?.(input, count) ?? {};
      },
    };
    expect(await lookAtAll(slow, hub.answers, 4_000, { clock })).toMatchObject({ complete: false });
    expect([...asked]).toEqual(expect.arrayContaining([DIGEST, OTHER]));
    expect(asked.size).toBeLessThan(letters.length);
  });

  test("of a repository that is deleted meanwhile are none", async () => {
    const answers: EcrAnswers = {
      ...registryWith({}),
      DescribeImages: () => fault("RepositoryNotFoundException", "gone"),
    };
    expect(await lookAtAll(answers, new Hub().answers)).toMatchObject({ images: 0, complete: true });
  });
});

describe("what fails keeps nothing else back", () => {
  async function failing(answers: EcrAnswers, hub: Hub, hubAnswers = hub.answers): Promise<string> {
    return lookAtAll(answers, hubAnswers).then(
      (done) => Promise.reject(new Error(`did not fail: ${JSON.stringify(done)}`)),
      (error: unknown) => (error as Error).message,
    );
  }

  test("one image", async () => {
    const hub = new Hub();
    const bad = `sha256:${"c".repeat(64)}`;
    const answers: EcrAnswers = {
      ...registryWith({ c: {}, d: {} }),
      DescribeImageScanFindings: (input, count) =>
        input.imageId?.imageDigest === bad
          ? fault("AccessDeniedException", "no")
          : (scanned(LOW).DescribeImageScanFindings?.(input, count) ?? {}),
    };
    expect(await failing(answers, hub)).toBe(
      `schedule: 1 part of the run failed, first image shop/api@${bad}: no; look for the errors in the log of the function; everything else was done [incomplete-run]`,
    );
    expect([...hub.findings.keys()]).toEqual([idOf("LOW", `sha256:${"d".repeat(64)}`)]);
  });

  test("one image with a finding", async () => {
    const hub = await hubWithTwo();
    const answers: EcrAnswers = {
      ...registryWith({}),
      DescribeImageScanFindings: ({ imageId }) =>
        imageId?.imageDigest === OTHER
          ? fault("AccessDeniedException", "no")
          : fault("ImageNotFoundException", "gone"),
    };
    expect(await failing(answers, hub)).toContain("1 part of the run failed");
    expect([...hub.findings.values()].map(({ RecordState }) => RecordState)).toEqual(["ARCHIVED", "ACTIVE"]);
  });

  test("one repository, and a list that breaks off", async () => {
    const hub = new Hub();
    const answers: EcrAnswers = {
      DescribeRepositories: (_, count) =>
        count === 0
          ? {
              repositories: [{ repositoryName: "shop/web" }, { repositoryName: "shop/api" }],
              nextToken: "next",
            }
          : fault("AccessDeniedException", "no list"),
      DescribeImages: (input, count) =>
        input.repositoryName === "shop/web"
          ? fault("AccessDeniedException", "no images")
          : (registryWith({ c: {} }).DescribeImages?.(input, count) ?? {}),
      ...scanned(LOW),
    };
    expect(await failing(answers, hub)).toContain(
      "2 parts of the run failed, first list of repositories: no list",
    );
    expect(hub.findings.size).toBe(1);
  });

  /** Security Hub that does not tell which findings are open. */
  const hiding = (hub: Hub): typeof hub.answers => ({
    ...hub.answers,
    GetFindings: (input, count) =>
      input.Filters?.RecordState
        ? fault("AccessDeniedException", "no")
        : (hub.answers.GetFindings?.(input, count) ?? { Findings: [] }),
  });

  test("the list of open findings", async () => {
    const hub = new Hub();
    expect(await failing({ ...registryWith({ c: {} }), ...scanned(LOW) }, hub, hiding(hub))).toContain(
      "first open findings: no",
    );
    expect(hub.findings.size).toBe(1);
  });

  test("the list of open findings; an image may have one that was not read", async () => {
    const hub = await hubWithTwo();
    const answers = { ...registryWith({ a: {} }), ...scanned() };
    expect(await failing(answers, hub, hiding(hub))).toContain("first open findings: no");
    expect([...hub.findings.values()].map(({ RecordState }) => RecordState)).toEqual(["ARCHIVED", "ACTIVE"]);
  });
});

test.each(["../x", "shop//api"])("a finding about the repository %s is no image", async (name) => {
  const hub = await hubWithTwo();
  const id = idOf("LOW").replace("shop/api", name);
  hub.findings.set(id, { ...[...hub.findings.values()][0], Id: id } as never);
  expect(await lookAtAll({ ...registryWith({}), ...scanned(LOW) }, hub.answers)).toMatchObject({ images: 2 });
});
