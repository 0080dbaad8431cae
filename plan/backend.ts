import { type Organization } from "../config";
import { stateName } from "../names";

/** Where one stack's Terraform state is kept. */
export type Backend =
  | { readonly type: "local"; readonly path: string }
  | {
      readonly type: "s3";
      readonly bucket: string;
      readonly region: string;
      readonly key: string;
      readonly kmsKey?: string;
      /** Role that Terraform assumes to reach the bucket. */
      readonly roleArn?: string;
    }
  | {
      readonly type: "hcp-terraform";
      readonly hostname: string;
      readonly organization: string;
      readonly project?: string;
      readonly workspace: string;
    };

/** Where the state of one stack is kept; the only place that knows how state is named. */
export function backendOf(organization: Organization, stack: string): Backend {
  const { state } = organization;
  const { id } = organization.organization;
  switch (state.backend) {
    case "local":
      return { type: "local", path: `${stateName(state.directory, id)}/${stack}.tfstate` };
    case "s3":
      return {
        type: "s3",
        bucket: state.bucket,
        region: state.region ?? organization.organization.homeRegion,
        key: [...stateName(state.prefix, id).split("/"), `${stack}.tfstate`]
          .filter((part) => part !== "")
          .join("/"),
        ...(state.kmsKey === undefined ? {} : { kmsKey: state.kmsKey }),
        ...(state.role === undefined ? {} : { roleArn: state.role }),
      };
    case "hcp-terraform":
      return {
        type: "hcp-terraform",
        hostname: state.hostname,
        organization: state.organization,
        ...(state.project === undefined ? {} : { project: state.project }),
        workspace: stateName(state.workspace, id, stack),
      };
  }
}
