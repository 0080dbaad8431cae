import { ambiguityOf, entriesOf } from "../../images";
import { digestOf } from "../where/sample";

const INDEX = "application/vnd.oci.image.index.v1+json";
const [ONE, TWO] = [digestOf(1), digestOf(2)];
const list = (digest: string) => JSON.stringify([{ digest }]);

test.each<[string, string]>([
  [
    `{"mediaType":"${INDEX}","manifests":${list(ONE)},"Manifests":${list(TWO)}}`,
    'has the member "Manifests", which some readers take for "manifests"',
  ],
  [
    `{"mediaType":"${INDEX}","MANIFESTS":${list(TWO)}}`,
    'has the member "MANIFESTS", which some readers take for "manifests"',
  ],
  [
    `{"mediaType":"${INDEX}","manife\u017fts":${list(TWO)}}`,
    'has the member "manife\u017fts", which some readers take for "manifests"',
  ],
  [
    `{"manifests":[{"digest":"${ONE}","Digest":"${TWO}"}]}`,
    'has the member "Digest", which some readers take for "digest"',
  ],
  [`{"other":[{"a":1,"A":2}]}`, 'has the member "A", which some readers take for "a"'],
  [
    `{"manifests":${list(ONE)},"manifests":${list(TWO)}}`,
    'is not JSON that every reader takes: it has the member "manifests" twice',
  ],
  [
    `{"manifests":${list(ONE)},"\\u006danifests":${list(TWO)}}`,
    'is not JSON that every reader takes: it has the member "manifests" twice',
  ],
  ["{", "is not JSON that every reader takes: it ends too early"],
  ["[]", "is not an object of JSON"],
  [`{"manifests":${list(ONE)},"layers":[]}`, "is an index and an image at once"],
  [`{"manifests":${list(ONE)},"config":{}}`, "is an index and an image at once"],
])("%s: two readers may take it for two things", (text, why) => {
  expect(ambiguityOf(text)).toBe(why);
});

test.each([
  JSON.stringify({
    schemaVersion: 2,
    mediaType: INDEX,
    manifests: [
      { mediaType: INDEX, digest: ONE, size: 2, platform: { os: "linux", architecture: "arm64" } },
      { mediaType: INDEX, digest: TWO, size: 2, annotations: { OS: "x", os: "y" } },
    ],
  }),
  JSON.stringify({ schemaVersion: 2, config: { digest: ONE, size: 2 }, layers: [{ digest: TWO, size: 3 }] }),
])("every reader takes it for the same: %s", (text) => {
  expect(ambiguityOf(text)).toBeUndefined();
});

test("an index that two readers may take for two things lists nothing", () => {
  const twice = `{"mediaType":"${INDEX}","manifests":${list(ONE)},"Manifests":${list(TWO)}}`;
  expect(entriesOf(twice)).toEqual({ children: [], indexes: [], attestations: [] });
});
