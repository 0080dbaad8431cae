import { type Form } from "./reading";

const form = (pattern: RegExp, allowed: string): Form => ({ matches: (text) => pattern.test(text), allowed });

/** Name of a cluster or a service of ECS. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html */
export const NAME = form(/^[\w-]{1,255}$/, "a name of letters, digits, - and _");
export const PARTITION = form(/^aws(?:-[a-z]+)*$/, "a partition such as aws");
export const ACCOUNT_ID = form(/^\d{12}$/, "12 digits");
export const REGION = form(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "a region");
export const PEM = form(
  /^-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----\s*$/,
  "certificates in PEM",
);
export const SAID = form(/\S/, "a text that is not empty");
