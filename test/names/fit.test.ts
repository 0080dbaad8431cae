import fc from "fast-check";
import { fitName } from "../../names";

test("a name that fits stays as it is", () => {
  expect(fitName("a".repeat(32), 32)).toBe("a".repeat(32));
});

test("a name that is too long keeps its beginning and ends with eight digits of its own", () => {
  expect(fitName("supply-chain-shop-api-production-x", 32)).toMatch(/^supply-chain-shop-api-p-[0-9a-f]{8}$/);
});

test("names of any length fit, and those with one beginning stay apart", () => {
  const name = fc.stringMatching(/^[a-z-]{0,80}$/);
  fc.assert(
    fc.property(name, name, fc.integer({ min: 20, max: 64 }), (first, second, length) => {
      const [one, two] = [
        `${"shared-beginning".repeat(4)}${first}`,
        `${"shared-beginning".repeat(4)}${second}`,
      ];
      expect(fitName(one, length).length).toBeLessThanOrEqual(length);
      expect(fitName(one, length) === fitName(two, length)).toBe(one === two);
    }),
    { seed: 20261124 },
  );
});
