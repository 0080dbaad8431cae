import { TERRAFORM_TEMPLATE, WITHOUT_TEMPLATE } from "../../aws";
import { type Path } from "../document";
import { type Organization } from "../schema/organization";
import { shown } from "../words";
import { type Finding } from "./check";

/**
 * Texts and keys of the whole file in which Terraform would find a template: it would fail, or would evaluate it and
 * put what it finds on the machine that plans into the state. No key needs one.
 */
export function terraformTemplates(organization: Organization): Finding[] {
  return findingsIn(organization, []);
}

function findingsIn(value: unknown, path: Path): Finding[] {
  if (typeof value === "string") return templateFindings(value, path, "value");
  if (Array.isArray(value)) return value.flatMap((item, index) => findingsIn(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => [
    ...templateFindings(key, [...path, key], "key"),
    ...findingsIn(held, [...path, key]),
  ]);
}

function templateFindings(text: string, path: Path, at: "key" | "value"): Finding[] {
  const [sign] = TERRAFORM_TEMPLATE.exec(text) ?? [];
  if (sign === undefined) return [];
  return [
    {
      code: "terraform-template",
      path,
      at,
      message: `is "${shown(text)}", in which Terraform would evaluate what follows ${sign}`,
      ...WITHOUT_TEMPLATE,
    },
  ];
}
