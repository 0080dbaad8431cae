import { errorMessage } from "../../../lambdas/shared/error-message";

const refused = (address: string) => new Error(`connect ECONNREFUSED ${address}:443`);

test.each<[string, unknown, string]>([
  ["an error", new Error("no"), "no"],
  ["an error over several lines", new Error(" no,\n\tnot\r\nnow "), "no, not now"],
  ["a text", "no", "no"],
  ["nothing", undefined, "undefined"],
  ["an error without words", new Error(), "it did not say why"],
  ["an error of white space", new Error(" \n"), "it did not say why"],
  [
    "a host none of whose addresses answers",
    new AggregateError([refused("10.0.0.1"), refused("10.0.0.2"), "odd"]),
    "connect ECONNREFUSED 10.0.0.1:443; connect ECONNREFUSED 10.0.0.2:443; odd",
  ],
  [
    "several errors with words of their own",
    new AggregateError([refused("10.0.0.1")], "all failed"),
    "all failed",
  ],
  ["several errors that are none", new AggregateError([]), "it did not say why"],
  ["an error with something else than a text", Object.assign(new Error(), { message: { a: 1 } }), '{"a":1}'],
  ["an error with nothing", Object.assign(new Error(), { message: undefined }), "undefined"],
  ["something without a prototype", Object.create(null), "{}"],
  ["a number that JSON does not have", 1n, "[object BigInt]"],
])("what %s says", (_, error, expected) => {
  expect(errorMessage(error)).toBe(expected);
});

test("is cut", () => {
  expect(errorMessage(new Error("x".repeat(1_000)))).toHaveLength(600);
  expect(errorMessage(new Error("x".repeat(1_000)), 300)).toHaveLength(300);
});
