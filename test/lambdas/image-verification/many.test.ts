import { type Fetching } from "../../../notation/http/fetch";
import { OTHER_VERSION, PROFILE } from "../../support/registry";
import { API, Court, settingsWith, short, WEB } from "./support";

const COUNT = 1_000;
/** A machine that does a thousand things at once takes its time for each. */
const TIME = 120_000;

const court = new Court();
const { front } = court;
beforeAll(async () => {
  front.requestTimeout = TIME;
  await court.start();
});
afterAll(() => front.stop());

/** One kind of image: how it is put there, and what comes of it in either cluster. */
interface Kind {
  /** A reference to an image that no other decision has. */
  readonly make: (name: string) => string;
  readonly block: string;
  /** @default - the same as where it is blocked */
  readonly alert?: string;
}

const by = (digest: string) => `${API}@${digest}`;
const pushed =
  (prepare: (digest: string, name: string) => unknown = () => undefined) =>
  (name: string) => {
    const digest = front.pushNew(API, name);
    prepare(digest, name);
    return by(digest);
  };
const hex = (name: string) => Buffer.from(name).toString("hex").padEnd(64, "0");

const KINDS: readonly Kind[] = [
  { make: pushed((digest) => front.sign(API, digest)), block: "trusted" },
  { make: pushed((digest) => front.sign(API, digest, { listed: "tag" })), block: "trusted" },
  {
    make: (name) => {
      const index = front.pushIndex(API, [front.pushNew(API, name)]);
      front.sign(API, index);
      return by(index);
    },
    block: "trusted",
  },
  { make: pushed(), block: "refused unsigned" },
  {
    make: pushed((digest) => front.sign(API, digest, { profileVersionArn: OTHER_VERSION })),
    block: "refused identity-untrusted",
  },
  {
    make: pushed((digest) => front.sign(API, digest, { envelope: Buffer.from("{}") })),
    block: "refused envelope-malformed",
  },
  {
    make: pushed((digest) => {
      front.signing(API, digest, "IN_PROGRESS", PROFILE);
    }),
    block: "undecided transient signing-in-progress",
  },
  { make: (name) => by(`sha256:${hex(name)}`), block: "undecided image-missing" },
  {
    make: (name) => {
      const digest = front.pushNew(API, name);
      front.sign(API, digest);
      front.tag(API, name, digest);
      return `${API}:${name}`;
    },
    block: "refused tag-refused",
    alert: "trusted",
  },
  { make: (name) => `${WEB}@sha256:${hex(name)}`, block: "refused repository-not-allowed" },
];

test("of 1,000 images judged at the same time, each in a call of its own, none gets another's verdict", async () => {
  const { download } = court.services();
  const patient = { download: (one: Fetching) => download({ ...one, timeout: TIME }) };
  const verification = court.verification(settingsWith(), patient);
  const cases = Array.from({ length: COUNT }, (_, number) => {
    const { make, block, alert = block } = KINDS[number % KINDS.length] as Kind;
    // Every kind comes to both.
    const cluster = Math.floor(number / KINDS.length) % 2 === 0 ? "shop" : "tools";
    const reference = make(`image-${String(number)}`);
    return { reference, cluster, verdict: `${cluster === "shop" ? block : alert} ${reference}` };
  });
  let running = 0;
  let most = 0;
  const answers = await Promise.all(
    cases.map(async ({ reference, cluster }) => {
      most = Math.max(most, (running += 1));
      const outcome = await verification.judgeUntil(AbortSignal.timeout(TIME)).judge({ reference, cluster });
      running -= 1;
      return `${short(outcome)} ${outcome.image.reference}`;
    }),
  );
  expect(answers).toEqual(cases.map(({ verdict }) => verdict));
  expect(new Set(cases.map(({ reference }) => reference)).size).toBe(COUNT);
  expect(most).toBe(COUNT);
}, 180_000);
