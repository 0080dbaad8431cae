/**
 * A generation of a signing profile by the name that outputs, evidence and comparisons know it by.
 *
 * @param profile key of the profile
 * @returns `PROFILE/GENERATION`
 */
export function generationId(profile: string, generation: number): string {
  return `${profile}/${String(generation)}`;
}

/** The parts of such a name, as it says them; the key of a profile holds no slash. */
export function generationOf(id: string): { readonly profile: string; readonly generation: string } {
  const [profile = "", generation = ""] = id.split("/");
  return { profile, generation };
}
