import { type Finding, type Rule } from "../rule";
import { SecretReader } from "../secret-reader";
import { type Body, isBody, type Resource } from "../stack";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";

/** Values that a stack writes down outside its resources, providers and modules. */
function declarations(terraform: Body): Resource[] {
  const named = (block: string): [string, unknown][] => {
    const declared = terraform[block];
    return isBody(declared) ? Object.entries(declared) : [];
  };
  const of = (block: string, address: string, argument?: string): Resource[] =>
    named(block).map(([name, value]) => ({
      type: block,
      name,
      address: `${address}.${name}`,
      body: { [name]: argument !== undefined && isBody(value) ? value[argument] : value },
    }));
  const typed = (block: string): Resource[] =>
    named(block).flatMap(([type, byName]) =>
      Object.entries(isBody(byName) ? byName : {}).flatMap(([name, body]) =>
        isBody(body) ? [{ type, name, address: `${block}.${type}.${name}`, body }] : [],
      ),
    );
  const settings = terraform["terraform"];
  return [
    ...of("variable", "var", "default"),
    ...of("locals", "local"),
    ...of("output", "output", "value"),
    ...typed("data"),
    ...typed("ephemeral"),
    ...(isBody(settings)
      ? [{ type: "terraform", name: "terraform", address: "terraform", body: settings }]
      : []),
  ];
}

/** Nobody reads a secret in the Terraform JSON, the state or a repository. */
export const noPlaintextSecret: Rule = {
  id: "no-plaintext-secret",
  description:
    "No literal is a secret: no key, token or address with a password anywhere, scripts and JSON inside texts included, and no literal in arguments and variables that hold passwords.",
  check: ({ stack }) => {
    const findings: Finding[] = [];
    const places = [
      ...stack.resources,
      ...stack.providers,
      ...stack.modules,
      ...declarations(stack.source.terraform),
    ];
    for (const resource of places) {
      const reader = new SecretReader(stack);
      reader.resource(resource);
      for (const message of reader.messages) findings.push({ resource, message, change: CHANGE });
    }
    return findings;
  },
};
