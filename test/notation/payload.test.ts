import { parseJws, parsePayload } from "../../notation/envelope";
import { jws, SUBJECT } from "./support/envelope";
import { certify } from "./support/pki";
import { refusal } from "./support/refusal";

const signer = certify();

test.each<[string, unknown, string]>([
  ["no JSON", Buffer.from("x"), "json-malformed: has an unexpected character at offset 0"],
  ["an array", [], "payload-malformed: the payload is not an object"],
  ["no target", {}, "payload-malformed: targetArtifact is not an object"],
  [
    "no digest",
    { targetArtifact: { ...SUBJECT, digest: undefined } },
    "payload-malformed: targetArtifact.digest is not a string",
  ],
  [
    "no media type",
    { targetArtifact: { ...SUBJECT, mediaType: 1 } },
    "payload-malformed: targetArtifact.mediaType is not a string",
  ],
  [
    "a size as text",
    { targetArtifact: { ...SUBJECT, size: "528" } },
    "payload-malformed: targetArtifact.size is not a number of bytes",
  ],
  [
    "a size below zero",
    { targetArtifact: { ...SUBJECT, size: -1 } },
    "payload-malformed: targetArtifact.size is not a number of bytes",
  ],
  [
    "a broken size",
    { targetArtifact: { ...SUBJECT, size: 1.5 } },
    "payload-malformed: targetArtifact.size is not a number of bytes",
  ],
  [
    "annotations that are no object",
    { targetArtifact: { ...SUBJECT, annotations: [] } },
    "payload-malformed: targetArtifact.annotations is not an object",
  ],
  [
    "an annotation that is no text",
    { targetArtifact: { ...SUBJECT, annotations: { a: 1 } } },
    "payload-malformed: an annotation is not a string",
  ],
])("a payload with %s is refused", (_, payload, message) => {
  expect(refusal(() => parsePayload(parseJws(jws({ signer, payload })).payload))).toBe(message);
});
