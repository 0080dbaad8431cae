import { z } from "zod";

const COMPARISON = "(?:(?:=|!=|[<>]=?|~>) ?)?\\d+(?:\\.\\d+){0,2}";
/** Comparisons with commas between. @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
const VERSION_CONSTRAINT = new RegExp(`^${COMPARISON}(?:, ?${COMPARISON})*$`);

export const terraform = z
  .strictObject({
    awsProvider: z
      .string()
      .regex(VERSION_CONSTRAINT, "a version constraint such as ~> 6.25")
      .default("~> 6.25")
      .describe("Version constraint of hashicorp/aws."),
    terraform: z
      .string()
      .regex(VERSION_CONSTRAINT, "a version constraint such as >= 1.10")
      .default(">= 1.10")
      .describe("Version constraint of Terraform."),
  })
  .prefault({})
  .describe("Versions that the stacks require.");
