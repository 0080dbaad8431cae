import { type Descriptor, type Envelope, parsePayload } from "../envelope";
import { NotationError, quoted } from "../error";

/**
 * Refuses a signature of anything but this artifact.
 *
 * @throws NotationError `subject-mismatch` and what a payload that cannot be read is refused with
 */
export function checkSubject({ payload }: Envelope, subject: Descriptor, reference: string): void {
  const signed = parsePayload(payload);
  for (const key of ["mediaType", "digest", "size"] as const) {
    if (signed[key] !== subject[key]) {
      const [found, wanted] = [signed[key], subject[key]].map((value) => quoted(String(value)));
      throw new NotationError("subject-mismatch", `${key} ${found ?? ""} was signed, not ${wanted ?? ""}`);
    }
  }
  if (reference.slice(reference.lastIndexOf("@") + 1) !== subject.digest) {
    throw new NotationError("subject-mismatch", "the reference has another digest than the subject");
  }
}

/**
 * Refuses a signature without these annotations.
 *
 * @throws NotationError `user-metadata-missing` and what a payload that cannot be read is refused with
 */
export function checkUserMetadata({ payload }: Envelope, metadata: Readonly<Record<string, string>>): void {
  const { annotations } = parsePayload(payload);
  for (const [name, value] of Object.entries(metadata)) {
    if (annotations.get(name) !== value) {
      throw new NotationError(
        "user-metadata-missing",
        `${quoted(name)} was not signed with the value wanted`,
      );
    }
  }
}
