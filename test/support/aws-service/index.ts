export { fault, hang, raw, type Reply } from "./reply";
export { type Answers, type AwsServer, type AwsService, awsService, type Call } from "./server";
