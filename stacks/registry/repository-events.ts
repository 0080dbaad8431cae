import { type Construct } from "constructs";
import { type IImageRepository, RepositoryEvents } from "../../modules/registry";
import { type RegistryLayer, type RepositoryFacts } from "../../plan";
import { type Alarms } from "./settings";

/** Routes the events of one repository, where there are any. */
export function routeEvents(
  scope: Construct,
  repository: IImageRepository,
  { name, events }: RepositoryFacts,
  { mode }: RegistryLayer["scanning"],
  alarms: Alarms,
): void {
  if (events.length === 0) return;
  const routes = new RepositoryEvents(scope, name, { repository, ...alarms });
  for (const { key, on, tags, targetArn, roleArn } of events) {
    const props = {
      target: { arn: targetArn, ...(roleArn === undefined ? {} : { roleArn }) },
      ...(tags === undefined ? {} : { tags }),
    };
    if (on === "push") routes.onImagePush(key, props);
    else if (on === "scan") routes.onImageScanCompleted(key, { ...props, mode });
    else routes.onImageFinding(key, props);
  }
}
