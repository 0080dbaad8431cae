import { blocksOf, bodiesOf, type Body } from "./block";
import { providerAddress } from "./provider";

/** Something of a stack that has an address: a resource, a data source, a provider, a module or another block. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  /** As Terraform prints it: `aws_s3_bucket.artifacts`, `provider.aws`, `module.network`. */
  readonly address: string;
  readonly body: Body;
}

/** What a configuration consists of. Blocks that only rename or adopt a resource are left out. */
export interface Root {
  readonly resources: readonly Resource[];
  readonly providers: readonly Resource[];
  readonly modules: readonly Resource[];
  /** Values of variables, locals and outputs, each by its name. */
  readonly declared: readonly Resource[];
  /** Data sources and ephemeral resources, also those inside `check` blocks. */
  readonly data: readonly Resource[];
  /** `terraform` blocks: backend, required providers. */
  readonly settings: readonly Resource[];
  /** `removed` blocks, named by what they remove. */
  readonly removed: readonly Resource[];
  /** Blocks of kinds that nothing here knows. */
  readonly unknown: readonly Resource[];
}

const KNOWN_BLOCKS = new Set([
  ...["resource", "provider", "module", "data", "ephemeral", "check", "removed"],
  ...["variable", "locals", "output", "terraform", "moved", "import", "//"],
]);

/** Blocks with one label. */
function named(byName: unknown, type: string, prefix: string): Resource[] {
  return bodiesOf(byName)
    .flatMap((names) => Object.entries(names))
    .flatMap(([name, value]) =>
      bodiesOf(value).map((body) => ({ type, name, address: `${prefix}${name}`, body })),
    );
}

/** Blocks with two labels, such as resources. */
function typed(value: unknown, prefix: string): Resource[] {
  return bodiesOf(value)
    .flatMap((types) => Object.entries(types))
    .flatMap(([type, byName]) => named(byName, type, `${prefix}${type}.`));
}

/** Blocks with one label of which one argument is the value of that name. */
function values(byName: unknown, type: string, prefix: string, argument: string): Resource[] {
  return named(byName, type, prefix).map(({ body, ...block }) => ({
    ...block,
    body: { [block.name]: body[argument], "//": body["//"] },
  }));
}

function providers(value: unknown): Resource[] {
  return bodiesOf(value)
    .flatMap((types) => Object.entries(types))
    .flatMap(([type, blocks]) =>
      bodiesOf(blocks).map((body) => {
        const name = typeof body["alias"] === "string" ? body["alias"] : "";
        return { type, name, address: providerAddress({ local: type, alias: name }), body };
      }),
    );
}

function declared(terraform: Body): Resource[] {
  const locals = blocksOf(terraform, "locals").flatMap((block) => Object.entries(block));
  return [
    ...values(terraform["variable"], "variable", "var.", "default"),
    ...locals.map(([name, value]) => ({
      type: "locals",
      name,
      address: `local.${name}`,
      body: { [name]: value },
    })),
    ...values(terraform["output"], "output", "output.", "value"),
  ];
}

function data(terraform: Body): Resource[] {
  const checks = named(terraform["check"], "check", "").flatMap(({ body }) => blocksOf(body, "data"));
  return [
    ...typed(terraform["data"], "data."),
    ...typed(checks, "data."),
    ...typed(terraform["ephemeral"], "ephemeral."),
  ];
}

/**
 * Reads the root of a configuration in every form that Terraform takes.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readRoot(terraform: Body): Root {
  return {
    resources: typed(terraform["resource"], ""),
    providers: providers(terraform["provider"]),
    modules: named(terraform["module"], "module", "module."),
    declared: declared(terraform),
    data: data(terraform),
    settings: blocksOf(terraform, "terraform").map((body) => ({
      type: "terraform",
      name: "",
      address: "terraform",
      body,
    })),
    removed: blocksOf(terraform, "removed").map((body) => {
      const name = String(body["from"]);
      return { type: "removed", name, address: `removed.${name}`, body };
    }),
    unknown: Object.keys(terraform)
      .filter((key) => !KNOWN_BLOCKS.has(key))
      .map((key) => ({ type: key, name: "", address: key, body: blocksOf(terraform, key)[0] ?? {} })),
  };
}
