import { z } from "zod";
import { type Version } from "../version-constraint";

/** Versions from one on and below another. */
interface Versions {
  readonly from: Version;
  readonly below: Version;
}

/**
 * Versions of hashicorp/aws that the stacks are written for: the bindings in `@cdktf/provider-aws` hold the schema
 * of 6.25, and every argument in the stacks is one of it. What comes before lacks some, such as the
 * `image_tag_mutability_exclusion_filter` of `aws_ecr_repository` before 6.8; a major version may take any away.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/version-6-upgrade.html.markdown
 */
export const AWS_PROVIDER: Versions = { from: [6, 25, 0], below: [7, 0, 0] };

/**
 * Versions of Terraform that can run the stacks: `use_lockfile` of the S3 backend came with 1.10, the `import`
 * block with 1.5, and 1.x keeps what it can do.
 *
 * @see https://developer.hashicorp.com/terraform/language/v1.10.x/upgrade-guides
 * @see https://developer.hashicorp.com/terraform/language/v1-compatibility-promises
 */
export const TERRAFORM: Versions = { from: [1, 10, 0], below: [2, 0, 0] };

/**
 * What single settings need beyond that: the least version, major and minor.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 * @see https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only
 */
export const NEEDED_VERSIONS = {
  /** hashicorp/aws, for `registry.blobMounting`. */
  blobMounting: "6.29",
  /** hashicorp/aws, for `CREATE_ON_PUSH` of `registry.creationTemplates`. */
  createOnPush: "6.28",
  /** Terraform, for arguments that are written and never kept, such as the secret of a cache. */
  writeOnlyArguments: "1.11",
} as const;

const COMPARISON = "(?:(?:=|!=|[<>]=?|~>) ?)?\\d+(?:\\.\\d+){0,2}";
/** Comparisons with commas between. @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
const VERSION_CONSTRAINT = new RegExp(`^${COMPARISON}(?:, ?${COMPARISON})*$`);

export const terraform = z
  .strictObject({
    awsProvider: z
      .string()
      .regex(VERSION_CONSTRAINT, "a version constraint such as ~> 6.25")
      .default("~> 6.25")
      .describe("Version constraint of hashicorp/aws; it must admit one from 6.25 on and below 7."),
    terraform: z
      .string()
      .regex(VERSION_CONSTRAINT, "a version constraint such as >= 1.10")
      .default(">= 1.10")
      .describe("Version constraint of Terraform; it must admit none before 1.10."),
  })
  .prefault({})
  .describe("Versions that the stacks require.");
