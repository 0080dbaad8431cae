import { type Organization } from "../config";
import { type Backend } from "./layer";

/** Where the state of one stack is kept; the only place that knows how state is named. */
export function backendOf(organization: Organization, stack: string): Backend {
  const { state } = organization;
  switch (state.backend) {
    case "local":
      return { type: "local", path: `${state.directory}/${stack}.tfstate` };
    case "s3":
      return {
        type: "s3",
        bucket: state.bucket,
        region: state.region ?? organization.organization.homeRegion,
        key: [...state.prefix.split("/"), `${stack}.tfstate`].filter((part) => part !== "").join("/"),
        ...(state.kmsKey === undefined ? {} : { kmsKey: state.kmsKey }),
        ...(state.role === undefined ? {} : { roleArn: state.role }),
      };
    case "hcp-terraform":
      return {
        type: "hcp-terraform",
        hostname: state.hostname,
        organization: state.organization,
        ...(state.project === undefined ? {} : { project: state.project }),
        workspace: state.workspace.replace("{stack}", stack),
      };
  }
}
