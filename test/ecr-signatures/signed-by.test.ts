import { signedBy } from "../../ecr-signatures/signed-by";
import { type SignatureRegistry, storedImage } from "../../ecr-signatures/stored";
import { manifestOfSignature, ROOT, sha256, signerEnvelope } from "../support/signer-envelope";
import { batchOf } from "../support/registry/batch";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const SIGNATURE = "application/vnd.cncf.notary.signature";
const profile = (name: string) => `arn:aws:signer:eu-central-1:333333333333:/signing-profiles/${name}`;
const [API, RELEASE] = [profile("api_b263a02b"), profile("release_f119fbac")];

const text = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST });
const subject = { mediaType: MANIFEST, digest: sha256(text), size: Buffer.byteLength(text) };
const image = { repositoryName: "shop/api", digest: subject.digest };

/** A registry that holds the image and signatures of it by these profiles, in this order. */
function registryOf(profileArns: readonly string[], held = text): SignatureRegistry {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map([[subject.digest, held]]);
  const signatures = profileArns.map((arn) => {
    const envelope = signerEnvelope(subject, arn);
    const manifest = manifestOfSignature(subject, envelope);
    blobs.set(sha256(envelope), envelope);
    manifests.set(sha256(manifest), manifest);
    return { digest: sha256(manifest), mediaType: MANIFEST, artifactType: SIGNATURE, size: manifest.length };
  });
  return {
    listImageReferrers: () => Promise.resolve({ referrers: signatures }),
    batchGetImage: ({ imageIds = [] }) =>
      Promise.resolve(
        batchOf(imageIds, ({ imageDigest = "" }) => {
          const imageManifest = manifests.get(imageDigest);
          return imageManifest === undefined
            ? undefined
            : { imageManifest, imageManifestMediaType: MANIFEST };
        }),
      ),
    getDownloadUrlForLayer: ({ layerDigest }) => Promise.resolve({ downloadUrl: layerDigest ?? "" }),
    download: (digest) => Promise.resolve(blobs.get(digest) ?? "too-large"),
  };
}

const ask = (registry: SignatureRegistry, ...profileArns: readonly string[]) =>
  signedBy(registry, { partition: "aws", image, profileArns, at: new Date("2026-03-05T00:00:00Z") }, [ROOT]);

test.each([[[API, RELEASE]], [[RELEASE, API]]])(
  "every profile that was asked for is found, in whatever order they signed",
  async (order) => {
    const { profileArns, refused } = await ask(registryOf(order), API, RELEASE);
    expect([...profileArns].sort()).toEqual([API, RELEASE]);
    expect(refused).toEqual([]);
  },
);

test("of two profiles that were asked for, one that did not sign is not found", async () => {
  expect(await ask(registryOf([RELEASE]), API, RELEASE)).toEqual({
    profileArns: [RELEASE],
    refused: [],
    isCut: false,
  });
});

test("a manifest that is not of the digest is not the image, whoever signed", async () => {
  const lying = registryOf([API], `${text} `);
  expect(await storedImage(lying, image)).toBeUndefined();
  expect(await ask(lying, API)).toEqual({ profileArns: [], refused: [], isCut: false });
  expect(await storedImage(registryOf([API]), image)).toEqual(subject);
});
