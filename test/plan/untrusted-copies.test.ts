import { type Change, notesOf } from "./notes-of";

const told = (cache: string, change: Change = {}) =>
  notesOf({ registry: `{ repositories: { shop/api: }, pullThroughCache: { ${cache} } }`, ...change }).filter(
    (note) => note.includes("cached-images-untrusted"),
  );
const from = (host: string) => `copies: { upstream: ecr, registry: ${host} }`;
const OWN = "333333333333.dkr.ecr.eu-west-1.amazonaws.com";
const SHOP = "444444444444.dkr.ecr.eu-central-1.amazonaws.com";

test("a cache of the registry itself is told, with where to pull instead", () => {
  expect(told(from(OWN))).toEqual([
    `registry.pullThroughCache.copies: the organization's own images that are cached from ${OWN} are trusted nowhere: trust policies name repositories of the registry and its replicas, and none under copies/, so whoever verifies refuses them; let clusters pull them from ${OWN} itself, or from a replica that \`registry.replication\` makes [cached-images-untrusted]`,
  ]);
});

test("a cache of another account's registry is told, with where to push instead", () => {
  expect(told(from(SHOP))).toEqual([
    `registry.pullThroughCache.copies: the organization's own images that are cached from ${SHOP} are trusted nowhere: trust policies name repositories of the registry and its replicas, and none under copies/, so whoever verifies refuses them; push what clusters run to a repository under \`registry.repositories\`, which signs it [cached-images-untrusted]`,
  ]);
});

test("a prefix that is named after the upstream is told too", () => {
  expect(told(`ecr: { registry: ${OWN} }`)).toHaveLength(1);
});

test.each<[string, string, Change]>([
  ["of a stranger's registry", from("777777777777.dkr.ecr.eu-central-1.amazonaws.com"), {}],
  ["of another upstream", "ecr-public: {}", {}],
  [
    "of an organization that signs nothing",
    from(OWN),
    { profiles: "{}", registry: `{ pullThroughCache: { ${from(OWN)} } }`, pipelines: "{}" },
  ],
])("a cache %s is not told", (_, cache, change) => {
  expect(told(cache, change)).toEqual([]);
});
