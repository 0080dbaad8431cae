import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as ts from "typescript";

const FOLDERS = [
  "aws",
  "problem",
  "files",
  "names",
  "lifecycle",
  "config",
  "trust-policy",
  "verification",
  "plan",
  "stacks",
  "modules",
  "baseline",
  "notation",
  "ecr-signatures",
  "lambdas",
  "asking",
  "images",
  "where",
  "backfill",
  "cli",
  "organizations",
  "local",
  "bench",
  "scripts",
  "test",
];
const LIBRARY = [
  "aws",
  "problem",
  "files",
  "names",
  "lifecycle",
  "config",
  "trust-policy",
  "verification",
  "plan",
  "stacks",
  "modules",
  "baseline",
  "notation",
  "ecr-signatures",
  "lambdas",
  "asking",
  "images",
  "where",
  "backfill",
];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
}

const sources = FOLDERS.flatMap(filesIn).filter((name) => /\.(ts|mjs)$/.test(name));
const library = sources.filter((name) => LIBRARY.some((folder) => name.startsWith(`${folder}/`)));
const readmes = ["README.md", ...FOLDERS.flatMap(filesIn), ...filesIn("docs")].filter((name) =>
  name.endsWith(".md"),
);

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
}

test("an index file only re-exports", () => {
  const logic = sources
    .filter((name) => name.endsWith("/index.ts"))
    .filter((name) => !parse(name).statements.every(ts.isExportDeclaration));
  expect(logic).toEqual([]);
});

test("no source file is longer than 300 lines", () => {
  const long = sources.filter((name) => readFileSync(name, "utf8").split("\n").length - 1 > 300);
  expect(long).toEqual([]);
});

test("every function, class and interface that a library file exports says what it is for", () => {
  const silent = library
    .filter((name) => !name.endsWith("/index.ts"))
    .flatMap((name) =>
      parse(name)
        .statements.filter(
          (statement) =>
            (ts.isFunctionDeclaration(statement) ||
              ts.isClassDeclaration(statement) ||
              ts.isInterfaceDeclaration(statement)) &&
            ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true &&
            ts.getJSDocCommentsAndTags(statement).length === 0,
        )
        .map((statement) => `${name}: ${statement.getText().split("\n")[0] ?? ""}`),
    );
  expect(silent).toEqual([]);
});

test("every optional property of a construct says what happens without it", () => {
  const silent = library
    .filter((name) => name.startsWith("modules/"))
    .flatMap((name) => {
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isInterfaceDeclaration(node) && /Props$/.test(node.name.text)) {
          for (const member of node.members) {
            const tags = ts.getJSDocTags(member).map(({ tagName }) => tagName.text);
            if (member.questionToken && !tags.includes("default")) {
              found.push(`${name}: ${node.name.text}.${member.name?.getText() ?? ""}`);
            }
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(parse(name));
      return found;
    });
  expect(silent).toEqual([]);
});

test("constructs extend Construct and nothing taller", () => {
  const tall = library
    .filter((name) => name.startsWith("modules/"))
    .flatMap((name) =>
      parse(name)
        .statements.filter(ts.isClassDeclaration)
        .flatMap(({ name: className, heritageClauses }) =>
          (heritageClauses ?? [])
            .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
            .flatMap(({ types }) => types.map((type) => type.expression.getText()))
            .filter((base) => base !== "Construct")
            .map((base) => `${name}: ${className?.text ?? ""} extends ${base}`),
        ),
    );
  expect(tall).toEqual([]);
});

test("nothing is switched off: no skipped test, no silenced rule, no ignored type error", () => {
  const words = ["eslint-" + "disable", "@ts-" + "ignore", "@ts-" + "expect-error", "@ts-" + "nocheck"];
  const calls = /\b(?:it|test|describe)\.(?:skip|only|todo)\b/;
  // The one place that skips, with a line that says why, and never where tools are required.
  const found = sources
    .filter((name) => name !== "test/support/tools.ts")
    .filter((name) => {
      const text = readFileSync(name, "utf8");
      return calls.test(text) || words.some((word) => text.includes(word));
    });
  expect(found).toEqual([]);
});

test("every module has a README and so has the baseline", () => {
  const modules = readdirSync("modules", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `modules/${entry.name}/README.md`);
  expect(readmes).toEqual(expect.arrayContaining([...modules, "baseline/README.md"]));
});

test("the README is under 150 lines", () => {
  expect(readFileSync("README.md", "utf8").split("\n").length - 1).toBeLessThan(150);
});

test("links between documents lead somewhere", () => {
  const broken = readmes.flatMap((name) =>
    [...readFileSync(name, "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target = ""]) => join(dirname(name), target))
      .filter((target) => statSync(target, { throwIfNoEntry: false }) === undefined)
      .map((target) => `${name}: ${relative(".", target)}`),
  );
  expect(broken).toEqual([]);
});

test("every folder of the source is in the table of docs/architecture.md, and every file named there exists", () => {
  const text = readFileSync("docs/architecture.md", "utf8");
  const kept = execFileSync("git", ["ls-files"], { encoding: "utf8", maxBuffer: 2 ** 24 }).split("\n");
  const folders = new Set(
    kept.filter((file) => /^\w.*\//.test(file)).map((file) => file.split("/")[0] ?? ""),
  );
  expect([...folders].filter((folder) => folder !== "docs" && !text.includes(`\`${folder}/\``))).toEqual([]);
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|md))`/g)].map(([, file = ""]) => file);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !kept.includes(file))).toEqual([]);
});

test("no symbolic link is kept", () => {
  const kept = execFileSync("git", ["ls-files", "--stage"], { encoding: "utf8", maxBuffer: 2 ** 24 });
  expect(kept).toContain("package.json");
  expect(kept.split("\n").filter((line) => line.startsWith("120000"))).toEqual([]);
});
