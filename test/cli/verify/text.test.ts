import { verdictText } from "../../../cli/verify/text";

test.each([
  [1, "1 signature in the registry"],
  [499, "499 signatures in the registry"],
  [500, "500 signatures or more in the registry"],
])("that not all signatures are counted is said: %d", (signatures, line) => {
  const image = { reference: "registry.example/shop/api@sha256:0", signatures };
  expect(verdictText("", { trusted: false, checks: [], image }).split("\n")[1]).toBe(line);
});
