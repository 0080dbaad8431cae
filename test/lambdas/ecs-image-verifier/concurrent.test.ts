import { ECRClient } from "@aws-sdk/client-ecr";
import { SignerClient } from "@aws-sdk/client-signer";
import { type JudgeServices } from "../../../lambdas/image-verification/services";
import { httpFetch } from "../../../notation/http/http-fetch";
import { API, SETTINGS } from "../image-verification/support";
import { throttled } from "../../support/registry";
import { pushed } from "./both";
import { hookEvent } from "./events";
import { World } from "./world";

const COUNT = 1_000;

/** A machine that does a thousand things at once takes its time for each. */
const TIME = 120_000;

let world: World;
let clients: { readonly ecr: ECRClient; readonly signer: SignerClient };
beforeEach(async () => {
  world = await new World().start(TIME);
  const { ecr, signer } = world.court.front.running;
  const settings = {
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: { requestTimeout: TIME, throwOnRequestTimeout: true },
  };
  clients = {
    ecr: new ECRClient({ ...settings, endpoint: ecr.endpoint }),
    signer: new SignerClient({ ...settings, endpoint: signer.endpoint, disableHostPrefix: true }),
  };
});
afterEach(async () => {
  clients.ecr.destroy();
  clients.signer.destroy();
  await world.stop();
});

/** The services of the tests, with time for all. */
function patient(): Partial<JudgeServices> {
  const loopback = httpFetch((address) => address === "127.0.0.1");
  const download: JudgeServices["download"] = (request) => loopback({ ...request, timeout: TIME });
  return { ecr: () => clients.ecr, signer: () => clients.signer, download };
}

test("of 1,000 decisions at the same time none is wrong", async () => {
  const { front } = world.court;
  const { signed, unsigned } = pushed(world);
  const index = front.pushIndex(API, [signed, unsigned]);
  front.sign(API, index);
  front.tag(API, "1.0", index);
  // The registry of this one throttles whoever asks, and one image has an exception.
  const slow = front.pushNew(API, "slow");
  const { BatchGetImage } = front.ecr;
  front.ecr.BatchGetImage = (input, count) =>
    input.imageIds?.some(({ imageDigest }) => imageDigest === slow) === true
      ? throttled()
      : (BatchGetImage?.(input, count) ?? {});
  const excepted = front.pushNew(API, "excepted");
  const exceptions = [
    { image: `${API}@${excepted}`, reason: "needed", owner: "platform", expires: "2026-06-25" },
  ];
  const kinds = [
    { service: "good", images: [signed], block: "SUCCEEDED", told: "trusted" },
    { service: "bad", images: [unsigned], block: "FAILED", told: "refused" },
    { service: "mixed", images: [signed, unsigned], block: "FAILED", told: "trusted refused" },
    { service: "index", images: [index, signed], block: "SUCCEEDED", told: "trusted trusted" },
    { service: "waits", images: [slow], block: "IN_PROGRESS", told: "undecided" },
    { service: "except", images: [excepted, signed], block: "SUCCEEDED", told: "admitted trusted" },
  ] as const;
  for (const { service, images } of kinds) {
    world.containers.set(
      service,
      images.map((digest, place) => ({ name: `c${String(place)}`, image: `${API}@${digest}` })),
    );
  }
  const ask = world.started({
    settings: JSON.stringify({ ...SETTINGS, exceptions }),
    milliseconds: TIME,
    services: patient(),
    surroundings: {
      recorder: { record: (records) => Promise.resolve(void world.decisions.push(...records)) },
    },
  });
  const cases = Array.from({ length: COUNT }, (_, number) => {
    const kind = kinds[number % kinds.length] ?? kinds[0];
    const cluster = ["shop", "tools", "lab"][Math.floor(number / kinds.length) % 3] ?? "shop";
    const byMode = cluster === "tools" && kind.block === "FAILED" ? "SUCCEEDED" : kind.block;
    // A cluster that nobody knows may run no repository, so that nothing is waited for; an exception holds.
    const isUnknown = cluster === "lab";
    const told = isUnknown ? kind.told.replaceAll(/trusted|undecided/g, "refused") : kind.told;
    return { kind, cluster, expected: isUnknown ? "FAILED" : byMode, told, id: String(number) };
  });
  const answers = await Promise.all(
    cases.map(async ({ kind, cluster, id }) => {
      const event = JSON.stringify(hookEvent({ cluster })).replaceAll(
        `${cluster}/api`,
        `${cluster}/${kind.service}`,
      );
      const { hookStatus } = await ask({ ...(JSON.parse(event) as object), executionId: id });
      return hookStatus;
    }),
  );
  const wrong = cases.flatMap(({ expected, kind, cluster }, place) =>
    answers[place] === expected
      ? []
      : [`${kind.service} in ${cluster}: ${answers[place] ?? ""}, not ${expected}`],
  );
  expect(wrong).toEqual([]);
  const told = new Map<string, string[]>();
  for (const { correlation, outcome, workload } of world.decisions) {
    const id = correlation["executionId"] ?? "";
    told.set(id, [...(told.get(id) ?? []), `${workload.service ?? ""}:${outcome}`]);
  }
  for (const { kind, told: outcomes, id } of cases) {
    const own = outcomes.split(" ").map((outcome) => `${kind.service}:${outcome}`);
    expect(told.get(id)).toEqual(own);
  }
}, 180_000);
