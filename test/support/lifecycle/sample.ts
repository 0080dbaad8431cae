import { type LifecycleRule } from "../../../modules/registry";

export const UNTAGGED: LifecycleRule = {
  tagStatus: "untagged",
  countType: "sinceImagePushed",
  countNumber: 7,
};
export const RELEASES: LifecycleRule = {
  tagStatus: "tagged",
  tagPatternList: ["v*"],
  countType: "imageCountMoreThan",
  countNumber: 30,
};
