import { ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

function synthRepository(props: Partial<ImageRepositoryProps> = {}) {
  return synthStack((stack) => {
    new ImageRepository(stack, "repository", { ...REGISTRY, name: "shop/api", ...props });
  });
}

describe("ImageRepository", () => {
  test("is immutable, encrypted, scanned and protected with nothing but its identity", () => {
    expect(resourceOf(synthRepository(), "aws_ecr_repository")).toEqual({
      name: "shop/api",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "AES256" }],
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has a policy that keeps everybody from writing, and no lifecycle policy, when there is nothing to say", () => {
    const stack = synthRepository({ pull: [], lambdaPullAccounts: [], lifecycle: [] });
    expect(Object.keys(stack.resource ?? {})).toEqual(["aws_ecr_repository", "aws_ecr_repository_policy"]);
  });

  test("exempts the named tags from immutability", () => {
    const repository = resourceOf(synthRepository({ mutableTags: ["latest", "pr-*"] }), "aws_ecr_repository");
    expect(repository["image_tag_mutability"]).toBe("IMMUTABLE_WITH_EXCLUSION");
    expect(repository["image_tag_mutability_exclusion_filter"]).toEqual([
      { filter: "latest", filter_type: "WILDCARD" },
      { filter: "pr-*", filter_type: "WILDCARD" },
    ]);
  });

  test("has its own tags, which the provider puts beside those of all resources", () => {
    expect(resourceOf(synthRepository({ tags: { team: "shop" } }), "aws_ecr_repository")["tags"]).toEqual({
      team: "shop",
    });
    expect(resourceOf(synthRepository({ tags: {} }), "aws_ecr_repository")).not.toHaveProperty("tags");
  });

  test("attaches the lifecycle policy to its own repository", () => {
    const stack = synthRepository({
      lifecycle: [{ tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 7 }],
    });
    expect(resourceOf(stack, "aws_ecr_lifecycle_policy")).toEqual({
      repository: expect.stringMatching(/^\$\{aws_ecr_repository\.\w+\.name\}$/) as unknown,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: {
              tagStatus: "untagged",
              countType: "sinceImagePushed",
              countUnit: "days",
              countNumber: 7,
            },
            action: { type: "expire" },
          },
        ],
      }),
    });
  });
});
