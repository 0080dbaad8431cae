import { readFileSync } from "node:fs";
import { dirname, posix, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(fileURLToPath(import.meta.url));
const OWN = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8")).name;
const PROVIDER = "@cdktf/provider-aws";
const NODE_MODULES = "node_modules/";

/** The path from the root of what a specifier names: a file of the repository, or a package by its name. */
function target(specifier, file) {
  const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier;
  if (/^\.{0,2}\//.test(path) || path === "." || path === "..") {
    const inside = relative(ROOT, resolve(dirname(file), path))
      .split(sep)
      .join("/");
    const installed = inside.lastIndexOf(NODE_MODULES);
    return installed === -1
      ? { kind: "file", path: inside }
      : { kind: "reached", path: inside.slice(installed + NODE_MODULES.length) };
  }
  const name = posix.normalize(path);
  return name === OWN || name.startsWith(`${OWN}/`)
    ? { kind: "file", path: name.slice(OWN.length + 1) }
    : { kind: "package", path: name.replace(/^node:/, "") };
}

/** The text of a specifier that is written out; none for one that is computed. */
function written(node) {
  if (node?.type === "TSLiteralType") return written(node.literal);
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

/** Calls `judge` with every specifier of a file, however it is imported, exported from or required. */
function specifiers(judge) {
  const source = (node) => node.source && judge(node.source);
  return {
    ImportDeclaration: source,
    ExportNamedDeclaration: source,
    ExportAllDeclaration: source,
    ImportExpression: source,
    TSImportType: (node) => judge(node.source ?? node.argument),
    TSExternalModuleReference: (node) => judge(node.expression),
    CallExpression({ callee, arguments: [first] }) {
      const called = callee.type === "MemberExpression" ? callee.object : callee;
      if (called.type === "Identifier" && called.name === "require" && first) judge(first);
    },
  };
}

/**
 * Who may import whom: a specifier is resolved against the file it stands in, so that no spelling slips by.
 * Options: `open`, the folders that may be imported; `closed`, names of packages that may not, with the reason.
 */
const layers = {
  meta: { type: "problem", schema: [{ type: "object" }] },
  create(context) {
    const [{ open, closed }] = context.options;
    const allowed = `only ${open.join(", ")} may be imported here`;
    return specifiers((node) => {
      const specifier = written(node);
      const report = (message) => context.report({ node, message });
      if (specifier === undefined) return report(`Write what is imported as a literal; ${allowed}.`);
      const { kind, path } = target(specifier, context.filename);
      const [first] = path.split("/");
      if (kind === "reached") return report(`Import the package by its name, not by "${specifier}".`);
      if (kind === "file" && !open.includes(first)) return report(`"${specifier}" is not open: ${allowed}.`);
      if (kind === "package" && Object.hasOwn(closed, path)) return report(closed[path]);
    });
  },
};

/** A provider class comes from its own folder: the root of the package loads every one of them. */
const providerFolder = {
  meta: { type: "problem", schema: [] },
  create: (context) =>
    specifiers((node) => {
      const specifier = written(node) ?? "";
      const { path } = target(specifier, context.filename);
      if (path !== PROVIDER && !path.startsWith(`${PROVIDER}/`)) return;
      if (/^@cdktf\/provider-aws\/lib\/(?!index$|lazy-index$)[a-z0-9-]+$/.test(specifier)) return;
      const message = `Import a provider class from its own folder, e.g. ${PROVIDER}/lib/ecr-repository, not from "${specifier}".`;
      context.report({ node, message });
    }),
};

/** The repository's own rules about imports. */
export default { rules: { layers, "provider-folder": providerFolder } };
