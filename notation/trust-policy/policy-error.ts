import { NotationError } from "../error";

/** A refusal of a trust policy. */
export function policyError(message: string): NotationError {
  return new NotationError("policy-invalid", message);
}
