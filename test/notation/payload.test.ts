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
  [
    "URLs that are none",
    { targetArtifact: { ...SUBJECT, urls: 5 } },
    "payload-malformed: targetArtifact.urls is not an array",
  ],
  [
    "a URL that is a number",
    { targetArtifact: { ...SUBJECT, urls: [5] } },
    "payload-malformed: targetArtifact.urls[0] is not a string",
  ],
  [
    "an artifact type that is a number",
    { targetArtifact: { ...SUBJECT, artifactType: 5 } },
    "payload-malformed: targetArtifact.artifactType is not a string",
  ],
  [
    "data that is no text",
    { targetArtifact: { ...SUBJECT, data: [1] } },
    "payload-malformed: targetArtifact.data is not a string",
  ],
  [
    "data that is not in base64",
    { targetArtifact: { ...SUBJECT, data: "@@" } },
    "base64-malformed: targetArtifact.data: is not canonical base64",
  ],
  [
    "a platform that is none",
    { targetArtifact: { ...SUBJECT, platform: 5 } },
    "payload-malformed: targetArtifact.platform is not an object",
  ],
  [
    "features of the platform that are no list",
    { targetArtifact: { ...SUBJECT, platform: { "os.features": "x" } } },
    "payload-malformed: targetArtifact.platform.os.features is not an array",
  ],
  [
    "URLs in another case",
    { targetArtifact: { ...SUBJECT, URLs: [] } },
    'payload-malformed: the member "URLs" is written in another case',
  ],
  [
    "an architecture in another case",
    { targetArtifact: { ...SUBJECT, platform: { Architecture: "x" } } },
    'payload-malformed: the member "Architecture" is written in another case',
  ],
])("a payload with %s is refused", (_, payload, message) => {
  expect(refusal(() => parsePayload(parseJws(jws({ signer, payload })).payload))).toBe(message);
});
