import { type Path } from "../document";
import { type Finding } from "./check";
import { firstOwners } from "./first-owner";

/** Reports each generation or profile that stands where another place of the file has it already. */
export function listedOnce(
  kind: "generation" | "profile",
): (name: string, is: string, path: Path) => Finding[] {
  const firstOf = firstOwners();
  return (name, is, path) => {
    const first = firstOf(name, is);
    if (first === undefined) return [];
    return [
      {
        code: `${kind}-listed-twice`,
        path,
        message: `${kind} ${name} ${first} already`,
        allowed: `each ${kind} once: it signs, is trusted or is dropped`,
        change: "remove one of the two",
      },
    ];
  };
}
