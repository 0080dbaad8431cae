import { join } from "node:path";
import { EXAMPLES, synthesizedExample } from "../../organizations/examples";
import { expectFile, expectNoOtherFiles } from "../support/file-snapshot";
import { stackText } from "../support/stack-text";

const FOLDER = join("test", "stacks", "__snapshots__");

/** Every stack of every example, and each script once, by the file it is kept in. */
const files = new Map<string, string>();
for (const example of Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]) {
  for (const { deployment, terraform } of synthesizedExample(example)) {
    const { json, scripts } = stackText(terraform);
    files.set(join(FOLDER, example, `${deployment.name}.json`), json);
    for (const [name, script] of scripts) files.set(join(FOLDER, "scripts", name), script);
  }
}

test.each([...files])("%s is what is synthesized", (path, text) => {
  expectFile(path, text);
});

test("nothing is kept of a stack or a script that is gone", () => {
  expectNoOtherFiles(FOLDER, new Set(files.keys()));
});
