export { loadOrganization, parseOrganization } from "./load";
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
