import { notesOf } from "./notes-of";

const scanning = (settings: string) =>
  notesOf({
    registry: `{ repositories: { shop/api: }, pullThroughCache: [kubernetes], scanning: ${settings} }`,
  }).filter((note) => note.includes("[filter-matches-nothing]"));

test("a filter that matches no repository and no cache is told, under its key", () => {
  expect(scanning('{ continuous: ["shpo/*"], onPush: ["*", "noth*ing"] }')).toEqual([
    "registry.scanning.continuous: shpo/* matches no repository and no cache of this file; correct or remove what does not match, unless the registry has repositories that this file does not list [filter-matches-nothing]",
    "registry.scanning.onPush: noth*ing matches no repository and no cache of this file; correct or remove what does not match, unless the registry has repositories that this file does not list [filter-matches-nothing]",
  ]);
});

test("several are told in one note", () => {
  expect(scanning('{ continuous: ["shpo/*", "a*b"] }')).toEqual([
    expect.stringMatching(/^registry\.scanning\.continuous: shpo\/\* and a\*b match no repository/),
  ]);
});

test.each([
  "*",
  "**",
  "shop/*",
  "*/api",
  "shop/api",
  "op/a",
  "kubernetes/*",
  "kubernetes/pause",
  "kube*",
  "k*pause",
])("%s matches", (filter) => {
  expect(scanning(`{ continuous: ["${filter}"] }`)).toEqual([]);
});
