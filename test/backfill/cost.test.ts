import { signingCost } from "../../backfill";

test("signing costs nothing, storing a signature what 16 KiB cost in every region that keeps it", () => {
  expect(signingCost(65_536, 0)).toEqual({
    signatures: 65_536,
    signingDollars: 0,
    storageBytes: 1_024 ** 3,
    storageDollarsPerMonth: 0.1,
  });
  expect(signingCost(65_536, 2).storageDollarsPerMonth).toBeCloseTo(0.3);
});
