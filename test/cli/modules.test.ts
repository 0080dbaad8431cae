import { resourcesByModule } from "../../cli";
import { EXAMPLES, synthesizedExample } from "../../organizations/examples";

function stackOf(...paths: readonly (string | undefined)[]) {
  const resources = paths.map((path, index) => [
    `r${String(index)}`,
    path === undefined ? {} : { "//": { metadata: { path } } },
  ]);
  return { resource: { aws_thing: Object.fromEntries(resources) as Record<string, unknown> } };
}

test("resources count under the module whose group they are in", () => {
  const counted = resourcesByModule(
    stackOf("stack/registry/settings/Resource", "stack/registry/caches/quay", "stack/signing/managed"),
  );
  expect([...counted]).toEqual([
    ["registry", 2],
    ["signing", 1],
  ]);
});

test("what a module makes once for a stack counts under it", () => {
  expect([...resourcesByModule(stackOf("stack/runtime-key/Resource"))]).toEqual([["runtime", 1]]);
});

test.each([["stack/registration/Resource"], ["stack/key-runtime/Resource"], ["stack"], [undefined]])(
  "%s is of no module",
  (path) => {
    expect([...resourcesByModule(stackOf(path))]).toEqual([["other", 1]]);
  },
);

test("a stack without resources has none", () => {
  expect(resourcesByModule({}).size).toBe(0);
});

test.each(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[])(
  "every resource of %s is of a module",
  (name) => {
    const modules = synthesizedExample(name).flatMap(({ terraform }) => [
      ...resourcesByModule(terraform).keys(),
    ]);
    expect(modules).toContain("registry");
    expect(modules).not.toContain("other");
  },
);
