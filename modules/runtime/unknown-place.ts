import { Token } from "cdktf";
import { type Location } from "../../aws";
import { type Problem } from "../../problem";

/** What lies in a zip is there before Terraform resolves anything. */
export function unknownPlace(path: string, props: Location): Problem[] {
  return (["accountId", "region", "partition"] as const)
    .filter((key) => Token.isUnresolved(props[key]))
    .map((key) => ({
      code: "place-not-known",
      path,
      message: `${key} is a reference that only Terraform resolves, and the settings of the functions lie in their zip`,
      change: `write ${key} out`,
    }));
}
