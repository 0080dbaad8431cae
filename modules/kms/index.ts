export {
  ALIAS_LENGTH,
  CustomerManagedKey,
  type CustomerManagedKeyProps,
  type KeyStatement,
} from "./customer-managed-key";
export { encryptLogs, PUBLISH_ACTIONS, publishAlarms, publishEvents } from "./service-statements";
