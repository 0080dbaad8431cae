export { loadOrganization, parseOrganization } from "./load";
export { starterFile } from "./starter";
export {
  type Account,
  type Cluster,
  type Network,
  type Organization,
  organizationSchema,
  type Pipeline,
  type Repository,
  type State,
} from "./schema/organization";
