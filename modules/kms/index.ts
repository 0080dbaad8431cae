export {
  ALIAS_LENGTH,
  CustomerManagedKey,
  type CustomerManagedKeyProps,
  type KeyStatement,
} from "./customer-managed-key";
export { encryptLogs, type KeyPlace, PUBLISH_ACTIONS, publishEvents } from "./service-statements";
