import {
  checkComplete,
  ecrSignatureStore,
  type SignatureRegistry,
  storedImage,
} from "../../ecr-signatures/stored";

const REPOSITORY = { repositoryName: "shop/api" };
const DIGEST = `sha256:${"a".repeat(64)}`;

/** A registry whose answers say no more than this. */
function registryOf(answers: {
  readonly batchGetImage?: object;
  readonly listImageReferrers?: object;
}): SignatureRegistry {
  return {
    batchGetImage: () => Promise.resolve(answers.batchGetImage),
    listImageReferrers: () => Promise.resolve(answers.listImageReferrers as never),
    getDownloadUrlForLayer: () => Promise.resolve(undefined),
    download: () => Promise.reject(new Error("is not asked")),
  };
}

const failing = (failureCode: string | undefined) =>
  registryOf({
    batchGetImage: { images: [], failures: [{ imageId: { imageDigest: DIGEST }, failureCode }] },
  });

describe("a manifest that ECR leaves out", () => {
  test.each([
    "KmsError",
    "UpstreamTooManyRequests",
    "UpstreamUnavailable",
    "UpstreamAccessDenied",
    undefined,
  ])("for %s may be there", async (code) => {
    const message = `ecr:BatchGetImage leaves a manifest out: ${String(code)}`;
    const store = ecrSignatureStore(failing(code), REPOSITORY);
    await expect(store.manifests([DIGEST])).rejects.toThrow(message);
    await expect(store.tagged("sha256-a")).rejects.toThrow(message);
    await expect(storedImage(failing(code), { ...REPOSITORY, digest: DIGEST })).rejects.toThrow(message);
  });

  test.each(["ImageNotFound", "ImageInaccessible", "ImageTagDoesNotMatchDigest"])(
    "for %s is not there",
    async (code) => {
      const store = ecrSignatureStore(failing(code), REPOSITORY);
      expect(await store.manifests([DIGEST])).toEqual([]);
      expect(await store.tagged("sha256-a")).toBeUndefined();
      expect(await storedImage(failing(code), { ...REPOSITORY, digest: DIGEST })).toBeUndefined();
    },
  );
});

test.each<[string, object]>([
  ["an answer that is empty", {}],
  ["no list of failures", { images: [] }],
  ["an image without a manifest", { images: [{ imageId: { imageDigest: DIGEST } }], failures: [] }],
])("a manifest of which %s says nothing may be there", async (_, batchGetImage) => {
  const message = "ecr:BatchGetImage leaves a manifest out: nothing said";
  const registry = registryOf({ batchGetImage });
  const store = ecrSignatureStore(registry, REPOSITORY);
  await expect(store.manifests([DIGEST])).rejects.toThrow(message);
  await expect(store.tagged("sha256-a")).rejects.toThrow(message);
  await expect(storedImage(registry, { ...REPOSITORY, digest: DIGEST })).rejects.toThrow(message);
});

test("one manifest that is answered for each of its tags stands for no other", async () => {
  const image = { imageId: { imageDigest: DIGEST, imageTag: "a" }, imageManifest: "{}" };
  const images = [image, { ...image, imageId: { imageDigest: DIGEST, imageTag: "b" } }];
  const store = ecrSignatureStore(registryOf({ batchGetImage: { images } }), REPOSITORY);
  await expect(store.manifests([DIGEST, `sha256:${"b".repeat(64)}`])).rejects.toThrow("nothing said");
  expect(await store.manifests([DIGEST])).toHaveLength(2);
});

test("a referrer without a type or a state is what was asked for", async () => {
  const listImageReferrers = { referrers: [{ digest: DIGEST, size: 7 }] };
  const store = ecrSignatureStore(registryOf({ listImageReferrers }), REPOSITORY);
  expect(await store.referrers(DIGEST)).toEqual({ signatures: [{ digest: DIGEST, size: 7 }] });
});

test("referrers without a list are no list", async () => {
  const store = ecrSignatureStore(registryOf({ listImageReferrers: {} }), REPOSITORY);
  await expect(store.referrers(DIGEST)).rejects.toThrow("ecr:ListImageReferrers has no list of referrers");
});

test("a repository that is gone has none", async () => {
  const store = ecrSignatureStore(registryOf({}), REPOSITORY);
  expect(await store.referrers(DIGEST)).toEqual({ signatures: [] });
  expect(() => {
    checkComplete(undefined, 1);
  }).not.toThrow();
});
