import { API, Court, short } from "./support";

// The SDK's model lets ECR leave almost everything out.
let court: Court;
let digest: string;

beforeEach(async () => {
  court = await new Court().start();
  digest = court.front.push(API);
  court.front.sign(API, digest);
});

afterEach(async () => {
  await court.front.stop();
});

test("a manifest says of what type it is where ECR does not", async () => {
  const { BatchGetImage } = court.front.ecr;
  court.front.ecr.BatchGetImage = (input, count) => {
    const answer = BatchGetImage?.(input, count) ?? {};
    if (!("images" in answer)) return answer;
    return {
      ...answer,
      images: answer.images?.map((image) => ({ ...image, imageManifestMediaType: undefined })),
    };
  };
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

test("ECR that signs with a profile that it does not name may be signing with the right one", async () => {
  const other = court.front.pushNew(API, "other");
  court.front.ecr.DescribeImageSigningStatus = () => ({ signingStatuses: [{ status: "IN_PROGRESS" }] });
  expect(await court.judge(`${API}@${other}`)).toMatchObject({
    outcome: "undecided",
    code: "signing-in-progress",
    message: "ECR is still signing it with a profile that it does not name",
    transient: true,
  });
});
