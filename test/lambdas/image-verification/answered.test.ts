import { API, Court, settingsWith, short } from "./support";

let court: Court;
beforeEach(async () => {
  court = await new Court().start();
});
afterEach(async () => {
  await court.front.stop();
});

describe("somebody who answers for it", () => {
  const FOREIGN = "registry.example/tools/agent";
  const DIGEST = `sha256:${"1".repeat(64)}`;
  const SAID = { reason: "the vendor does not sign", owner: "platform", expires: "2026-06-15" };
  const exceptions = (image = `${FOREIGN}@${DIGEST}`) => settingsWith({ exceptions: [{ image, ...SAID }] });
  const breakGlass = (what: object) => settingsWith({ breakGlass: [{ cluster: "shop", ...what, ...SAID }] });

  test("lets one digest of one repository in", async () => {
    expect(await court.judge(`${FOREIGN}:1@${DIGEST}`, {}, exceptions())).toEqual({
      outcome: "admitted",
      code: "exception",
      answerable: SAID,
      image: { reference: `${FOREIGN}:1@${DIGEST}`, repository: FOREIGN, digest: DIGEST },
    });
    expect(short(await court.judge(`${FOREIGN}@${DIGEST.replace("1", "2")}`, {}, exceptions()))).toBe(
      "refused repository-not-allowed",
    );
    expect(short(await court.judge(`${FOREIGN}/other@${DIGEST}`, {}, exceptions()))).toBe(
      "refused repository-not-allowed",
    );
  });

  test("lets an image of ECR in by whichever host name of its registry", async () => {
    const other = API.replace("dkr.ecr.eu-central-1.amazonaws.com", "dkr-ecr.eu-central-1.on.aws");
    for (const [named, run] of [
      [other, API],
      [API, other],
      [other, other],
    ]) {
      const settings = exceptions(`${named ?? ""}@${DIGEST}`);
      expect(short(await court.judge(`${run ?? ""}@${DIGEST}`, {}, settings))).toBe("admitted exception");
    }
    expect(
      short(
        await court.judge(
          `${other.replace("/shop", ".evil.example/shop")}@${DIGEST}`,
          {},
          exceptions(`${API}@${DIGEST}`),
        ),
      ),
    ).toBe("refused repository-not-allowed");
  });

  describe("by tag", () => {
    const TAG = `${API}:1.4.2`;

    test("lets nothing in where images are named by digest, whatever was pulled", async () => {
      const digest = court.front.push(API);
      court.front.tag(API, "1.4.2", digest);
      const settings = exceptions(`${API}@${digest}`);
      expect(short(await court.judge(TAG, {}, settings))).toBe("refused tag-refused");
      expect(short(await court.judge(TAG, { digest }, settings))).toBe("refused tag-refused");
      expect(short(await court.judge(`${TAG}@${digest}`, {}, settings))).toBe("admitted exception");
    });

    test("lets nothing of a repository in that the cluster may not run, because nobody resolves it", async () => {
      for (const cluster of ["shop", "tools"]) {
        expect(short(await court.judge(`${FOREIGN}:1`, { cluster, digest: DIGEST }, exceptions()))).toBe(
          "refused repository-not-allowed",
        );
      }
    });

    test("lets what the tag names in where tags are resolved", async () => {
      const digest = court.front.push(API);
      court.front.tag(API, "1.4.2", digest);
      const settings = exceptions(`${API}@${digest}`);
      expect(await court.judge(TAG, { cluster: "tools" }, settings)).toMatchObject({
        outcome: "admitted",
        code: "exception",
        image: { digest },
      });
    });

    test("lets what was pulled in where tags are resolved, and nothing that only was named", async () => {
      const { front } = court;
      const [excepted, other] = [front.pushNew(API, "excepted"), front.pushNew(API, "other")];
      const settings = exceptions(`${API}@${excepted}`);
      const pulled = (digest: string) => court.judge(TAG, { cluster: "tools", digest }, settings);
      front.tag(API, "1.4.2", other);
      expect(await pulled(excepted)).toMatchObject({ code: "exception", image: { digest: excepted } });
      front.tag(API, "1.4.2", excepted);
      expect(short(await pulled(other))).toBe("undecided tag-moved");
    });

    test("lets one image of an index in that the tag names", async () => {
      const { front } = court;
      const [child, stranger] = [front.pushNew(API, "child"), front.pushNew(API, "stranger")];
      const index = front.pushIndex(API, [child]);
      front.tag(API, "1.4.2", index);
      const settings = exceptions(`${API}@${index}`);
      const pulled = (digest: string) => court.judge(TAG, { cluster: "tools", digest }, settings);
      expect(await pulled(child)).toMatchObject({
        code: "exception",
        image: { digest: index, children: [child] },
      });
      expect(short(await pulled(stranger))).toBe("undecided tag-moved");
    });
  });

  test("lets a digest outside ECR in, and no tag there", async () => {
    const settings = settingsWith({
      clusters: {
        shop: { ...settingsWith().clusters["shop"], tags: "detect", repositories: [FOREIGN] },
      },
      exceptions: [{ image: `${FOREIGN}@${DIGEST}`, ...SAID }],
    });
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, {}, settings))).toBe("admitted exception");
    expect(short(await court.judge(`${FOREIGN}:1`, { digest: DIGEST }, settings))).toBe(
      "refused registry-unsupported",
    );
    expect(court.front.operations()).toEqual([]);
  });

  test.each([
    ["exception", exceptions(), {}, Date.UTC(2025, 5, 15)],
    ["break-glass", breakGlass({ service: "web" }), { service: "web" }, Date.UTC(2026, 5, 1)],
  ])("and ends too late lets nothing in yet: %s", async (code, settings, request, start) => {
    const image = `${FOREIGN}@${DIGEST}`;
    court.now = start;
    expect(short(await court.judge(image, request, settings))).toBe(`admitted ${code}`);
    court.now = start - 1;
    expect(short(await court.judge(image, request, settings))).toBe("refused repository-not-allowed");
  });

  test.each([
    ["to the end of its last day", Date.UTC(2026, 5, 15, 23, 59, 59, 999), "admitted exception"],
    ["and no longer", Date.UTC(2026, 5, 16), "refused repository-not-allowed"],
  ])("does so %s in UTC", async (_, now, outcome) => {
    court.now = now;
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, {}, exceptions()))).toBe(outcome);
  });

  test("lets a service run whatever it names, in that cluster, for a time", async () => {
    const settings = breakGlass({ service: "web" });
    const web = { service: "web" };
    expect(await court.judge("nginx", web, settings)).toEqual({
      outcome: "admitted",
      code: "break-glass",
      answerable: SAID,
      image: { reference: "nginx" },
    });
    expect(short(await court.judge("nginx", {}, settings))).toBe("refused reference-inexact");
    expect(short(await court.judge("nginx", { service: "api" }, settings))).toBe("refused reference-inexact");
    expect(short(await court.judge("nginx", { ...web, cluster: "tools" }, settings))).toBe(
      "refused reference-inexact",
    );
    court.now = Date.UTC(2026, 5, 16);
    expect(short(await court.judge("nginx", web, settings))).toBe("refused reference-inexact");
  });

  test("lets a digest run wherever it comes from, in that cluster", async () => {
    const settings = breakGlass({ digest: DIGEST });
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, {}, settings))).toBe("admitted break-glass");
    expect(short(await court.judge("nginx", { digest: DIGEST }, settings))).toBe("admitted break-glass");
    expect(short(await court.judge(`${FOREIGN}@${DIGEST}`, { cluster: "tools" }, settings))).toBe(
      "refused repository-not-allowed",
    );
  });
});
