import { readFileSync } from "node:fs";
import { run } from "./aws";
import { BUILD, FakeRegistry, image, ORGANIZATION, pushEvent, readableSignatures } from "./registry";

const [FIRST, SECOND] = [image("first", ["1.4.1"]), image("second", ["1.4.2"])];
const FILES = { "organization.yaml": ORGANIZATION };
const blocks = [...readFileSync("docs/signing-backfill.md", "utf8").matchAll(/```console\n([^]*?)```/g)].map(
  ([, block]) => block,
);
const fixed = (text: string) =>
  text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, "2026-03-04 05:06")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "0b8f2c1e-6f0f-4a53-9a34-2f6f3b1c7d10")
    .replaceAll(/signature sha256:[0-9a-f]{64}/g, `signature sha256:${"0123456789abcdef".repeat(4)}`);

readableSignatures();

test("docs/signing-backfill.md shows what unsigned prints", async () => {
  const { stdout } = await run(
    ["unsigned"],
    new FakeRegistry(FIRST, SECOND).world({
      cloudtrail: { LookupEvents: () => ({ Events: [pushEvent(SECOND)] }) },
    }),
    FILES,
  );
  expect(blocks[0]).toBe(fixed(stdout));
});

test("docs/signing-backfill.md shows what sign-images prints", async () => {
  const { stdout } = await run(
    [
      "sign-images",
      `shop/api@${FIRST.digest}`,
      `shop/api@${SECOND.digest}`,
      "--reason",
      "In use since before signing",
    ],
    new FakeRegistry(FIRST, SECOND).world({
      cloudtrail: { LookupEvents: () => ({ Events: [pushEvent(SECOND)] }) },
    }),
    FILES,
  );
  expect(stdout).toContain("1 signed, 1 refused");
  expect(blocks[1]).toBe(fixed(stdout));
  expect(BUILD).toContain("/supply-chain/push/");
});
