import { join } from "node:path";
import { buildSync, type Metafile } from "esbuild";
import { ROOT } from "../../local/tools";

/** What a module of notation/ comes to with everything that it imports, and what it takes from outside of the bundle. */
function bundled(module: string): { readonly outside: string[]; readonly packages: string[] } {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [join("notation", module)],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    tsconfigRaw: {},
  });
  const inputs: Metafile["inputs"][string][] = Object.values(metafile.inputs);
  const outside = inputs.flatMap(({ imports }) =>
    // Imports of types alone are left out of the bundle, unresolved.
    imports.flatMap(({ external, path }) => (external === true && !path.startsWith(".") ? [path] : [])),
  );
  const packages = Object.keys(metafile.inputs).filter((file) => file.includes("node_modules/"));
  return { outside: [...new Set(outside)].sort(), packages };
}

test("the verifier depends on node:crypto and on no package", () => {
  expect(bundled("index.ts")).toEqual({ outside: ["node:crypto"], packages: [] });
});

test("reading answers about revocation does not either; only fetching them reaches the network", () => {
  expect(bundled("revocation/certificates.ts")).toEqual({ outside: ["node:crypto"], packages: [] });
  expect(bundled("http/http-fetch.ts")).toEqual({
    outside: ["node:dns", "node:http", "node:https", "node:net"],
    packages: [],
  });
});
