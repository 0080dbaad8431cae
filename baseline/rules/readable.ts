import { AWS_PROVIDER } from "../provider";
import { isUnresolved } from "../reference";
import { type Context, type Finding, type Rule } from "../rule";
import { blocksOf, isBody, type Resource, type StackView } from "../stack";
import { CLOUD_CONTROL_TYPES, TEMPLATE_TYPES } from "./opaque-types";

const IN_THE_STACK = "make its resources in the stack itself";

function policies({ unreadable }: Context): Finding[] {
  return unreadable.map(({ argument, reason, resource }) => ({
    resource,
    message: `its ${argument} could not be read: ${reason}`,
    change: "write the policy as JSON whose statements are literal",
  }));
}

/** Blocks of which the rules know neither what they make nor how many. */
function blocks({ modules, unknown }: StackView): Finding[] {
  return [
    ...modules.map((resource) => ({
      resource,
      message: "what the Terraform module makes could not be decided",
      change: IN_THE_STACK,
    })),
    ...unknown.map((resource) => ({
      resource,
      message: `what the ${resource.type} block does could not be decided`,
      change: "leave it out",
    })),
  ];
}

/** Names of the blocks that `dynamic` makes, wherever it stands. */
function dynamicBlocks(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(dynamicBlocks);
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "//") return [];
    const made = key === "dynamic" ? blocksOf(value, key).flatMap(Object.keys) : [];
    return [...made, ...dynamicBlocks(inner)];
  });
}

function dynamics(resource: Resource): Finding[] {
  return dynamicBlocks(resource.body).map((name) => ({
    resource,
    message: `what its dynamic block ${name} makes could not be decided`,
    change: "write the blocks themselves",
  }));
}

/** Programs that run at apply may do anything. */
function provisioners(resource: Resource): Finding[] {
  return blocksOf(resource.body, "provisioner")
    .flatMap((block) => Object.keys(block))
    .map((name) => ({
      resource,
      message: `what its provisioner ${name} does could not be decided`,
      change: "remove the provisioner",
    }));
}

/** Resources and data sources of providers that no rule knows; `external` even runs programs. */
function foreign(stack: StackView, resource: Resource): Finding[] {
  const source = stack.sourceOf(resource);
  if (source === undefined || source === AWS_PROVIDER) return [];
  return [
    {
      resource,
      message: `no rule can judge what the provider ${source} does`,
      change: `use the provider ${AWS_PROVIDER}`,
    },
  ];
}

function templates(resource: Resource): Finding[] {
  if (!TEMPLATE_TYPES.has(resource.type)) return [];
  return [{ resource, message: "what its template makes could not be decided", change: IN_THE_STACK }];
}

function cloudControl(resource: Resource): Finding[] {
  const typeName = resource.body["type_name"];
  if (resource.type !== "aws_cloudcontrolapi_resource" || CLOUD_CONTROL_TYPES.has(typeName)) return [];
  if (typeof typeName !== "string" || isUnresolved(typeName)) {
    return [
      {
        resource,
        message: `which type it makes through Cloud Control could not be decided: ${String(typeName)}`,
        change: "write type_name as a literal",
      },
    ];
  }
  return [
    {
      resource,
      message: `hides ${typeName} behind Cloud Control`,
      change: "use the resource type of the AWS provider",
    },
  ];
}

/** What cannot be read cannot be judged. */
export const readable: Rule = {
  id: "readable",
  description:
    "Every policy is JSON that can be parsed; nothing hides in `module` or `dynamic` blocks, provisioners, other providers, templates or behind Cloud Control.",
  check: (context): Finding[] => {
    const { stack } = context;
    return [
      ...policies(context),
      ...blocks(stack),
      ...[...stack.resources, ...stack.providers].flatMap(dynamics),
      ...[...stack.resources, ...stack.removed].flatMap(provisioners),
      ...[...stack.resources, ...stack.data].flatMap((resource) => foreign(stack, resource)),
      ...stack.resources.flatMap((resource) => [...templates(resource), ...cloudControl(resource)]),
    ];
  },
};
