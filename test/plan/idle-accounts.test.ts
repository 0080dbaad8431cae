import { type Change, notesOf } from "./notes-of";

describe("an account that takes no part", () => {
  const idle = (builds: string, change: Change = {}) => notesOf({ ...change, builds });
  const FORGOTTEN = '  forgotten: { id: "555555555555", role: workload }';
  const pulled = (rest: string) => ({
    registry: `{ repositories: { shop/api: { pull: [shop], ${rest} } } }`,
  });

  test("is told, with what to do", () => {
    expect(idle(FORGOTTEN, pulled(""))).toEqual([
      "accounts: forgotten takes no part but in what Inspector scans: no cluster, no network, and no repository, cache or guardrail names it, so no stack is made there; add `clusters` or `networks`, name it in `pull` or `push`, or remove it unless Inspector is to scan it [account-takes-no-part]",
    ]);
  });

  test("is told beside others in one note, and of many the first ten", () => {
    const two = `${FORGOTTEN}\n  other: { id: "666666666666", role: workload }`;
    expect(idle(two)).toEqual([
      "accounts: forgotten and other take no part but in what Inspector scans: no cluster, no network, and no repository, cache or guardrail names them, so no stack is made there; add `clusters` or `networks`, name them in `pull` or `push`, or remove them unless Inspector is to scan them [account-takes-no-part]",
    ]);
    const many = Array.from(
      { length: 12 },
      (_, index) =>
        `  a${String(index)}: { id: "6666666666${String(index).padStart(2, "0")}", role: workload }`,
    );
    expect(idle(many.join("\n"))[0]).toMatch(/^accounts: a0, a1, [a0-9, ]*a9 and 2 more take no part/);
  });

  test.each<[string, string, Change]>([
    [
      "has a role",
      FORGOTTEN.replace("workload", "pipeline").replace("forgotten", "builds"),
      {
        pipelines: "{ api: { source: { github: example/api }, image: shop/api, account: images } }",
      },
    ],
    ["has a cluster", FORGOTTEN.replace(" }", ', clusters: { c: { type: ecs, signatures: "off" } } }'), {}],
    ["pulls", FORGOTTEN, { registry: "{ repositories: { shop/api: { pull: [shop, forgotten] } } }" }],
    ["pulls for functions", FORGOTTEN, pulled("lambdaPull: [forgotten]")],
    ["has caches of a repository", FORGOTTEN, pulled("downstreams: [forgotten]")],
    ["verifies", FORGOTTEN, pulled("verify: [forgotten]")],
    [
      "reads a profile",
      FORGOTTEN,
      { profiles: "{ release: { readers: [{ account: forgotten, role: audit }] } }" },
    ],
    [
      "revokes",
      FORGOTTEN,
      { profiles: "{ release: { revokers: [{ account: forgotten, role: incident }] } }" },
    ],
    ["pushes", FORGOTTEN, pulled("push: [{ account: forgotten, role: ci/release }]")],
    ["verifies", FORGOTTEN, pulled("verify: [forgotten]")],
    ["verifies by a role", FORGOTTEN, pulled("verify: [{ account: forgotten, role: audit }]")],
    ["has guardrails of its own, by key", FORGOTTEN, { attachTo: "[root, forgotten]" }],
    ["or by id", FORGOTTEN, { attachTo: '[root, "555555555555"]' }],
  ])("is none that %s", (_, builds, change) => {
    expect(idle(builds, change).filter((note) => note.includes("account-takes-no-part"))).toEqual([]);
  });
});
