import { distance } from "../../config/distance";
import { anyOf, didYouMean, namesOf, nearest, pathText, shown } from "../../config/words";

jest.mock("../../config/distance", () => {
  const real = jest.requireActual<{ distance: typeof distance }>("../../config/distance");
  return { distance: jest.fn(real.distance) };
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${String(index)}`);

describe("shown", () => {
  test("repeats 60 characters and tells how many there are", () => {
    expect(shown("x".repeat(60))).toBe("x".repeat(60));
    expect(shown("x".repeat(61))).toBe(`${"x".repeat(60)}… (61 characters)`);
  });

  test("takes another length", () => {
    expect(shown("abcd", 3)).toBe("abc… (4 characters)");
  });

  test.each([
    ["a control character", "a\u001bb", "a\\u{1b}b"],
    ["a direction mark", "a\u202eb", "a\\u{202e}b"],
    ["a line end of Unicode", "a\u2028b", "a\\u{2028}b"],
    ["a paragraph end of Unicode", "a\u2029b", "a\\u{2029}b"],
    ["half of a character", "a\ud800b", "a\\u{d800}b"],
    ["a character beyond the basic plane", "a\u{e0001}b", "a\\u{e0001}b"],
    ["letters of any script", "büro 北京 🐳", "büro 北京 🐳"],
  ])("%s", (_name, text, safe) => {
    expect(shown(text)).toBe(safe);
  });
});

test.each([
  [[], ""],
  [["accounts", "shop", "networks", 0, "vpc"], "accounts.shop.networks[0].vpc"],
  [[0, "vpc"], "[0].vpc"],
  [["a\u0007b", "x".repeat(70)], `a\\u{7}b.${"x".repeat(60)}… (70 characters)`],
])("the path %j is %j", (path, text) => {
  expect(pathText(path)).toBe(text);
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("any of %j is %j", (words, text) => {
  expect(anyOf(words)).toBe(text);
});

test("of more than twelve names twelve are listed", () => {
  expect(namesOf(["a", "b\u0007"])).toBe("a, b\\u{7}");
  expect(namesOf(names(12))).toBe("n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11");
  expect(namesOf(names(13))).toBe("n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11 and 1 more");
});

test.each([
  ["", "", 0],
  ["abc", "abc", 0],
  ["", "abc", 3],
  ["abc", "", 3],
  ["abc", "abcd", 1],
  ["abc", "ac", 1],
  ["abc", "axc", 1],
  ["abc", "acb", 1],
  ["ab", "ba", 1],
  ["abcdef", "badcfe", 3],
  ["abc", "cab", 2],
  ["kitten", "sitting", 3],
])("between %j and %j lie %d slips", (left, right, number) => {
  expect(distance(left, right)).toBe(number);
});

describe("nearest", () => {
  test.each([
    ["ecs", ["eks", "ecs"], "ecs"],
    ["eck", ["eks", "ecs"], "ecs"],
    ["s4", ["s3", "local"], "s3"],
    ["dockerhub", ["docker-hub"], "docker-hub"],
    ["Docker_Hub", ["docker-hub"], "docker-hub"],
    ["docker hub", ["docker-hub"], "docker-hub"],
    ["pipeline", ["pipelines"], "pipelines"],
    ["abcdxx", ["abcdef"], "abcdef"],
    ["abcxxx", ["abcdef"], undefined],
    ["abcdefgh", ["abcdef"], "abcdef"],
    ["abcdefghi", ["abcdef"], undefined],
    ["abcdefg", ["abcdxxx"], "abcdxxx"],
    ["x", ["k"], undefined],
    ["--", ["k"], undefined],
    ["abc", [], undefined],
    ["mars-north-1", ["af-south-1", "us-east-1"], undefined],
  ])("to %j among %j is %j", (word, known, name) => {
    expect(nearest(word, known)).toBe(name);
  });

  test("the first of two that are equally near", () => {
    expect(nearest("abx", ["abc", "abd"])).toBe("abc");
  });

  test("a name of more than 60 letters is near none", () => {
    const long = "x".repeat(60);
    expect(nearest(long, [long])).toBe(long);
    expect(nearest(`${long}x`, [long])).toBeUndefined();
  });

  test("5,000 names are compared", () => {
    jest.mocked(distance).mockClear();
    expect(nearest("m0", names(5_001))).toBe("n0");
    const known = [...Array<string>(4_999).fill("shop"), "abcd", "wxyz"];
    expect(nearest("abce", known)).toBe("abcd");
    expect(nearest("wxya", known)).toBeUndefined();
    expect(jest.mocked(distance).mock.calls.length).toBeLessThan(11_000);
  });

  test("names of another length are not compared", () => {
    jest.mocked(distance).mockClear();
    nearest("abcdef", ["abcdefghijkl", "abc"]);
    expect(distance).not.toHaveBeenCalled();
  });
});

test("the hint for an unknown name is the near one, or what else can be done", () => {
  expect(didYouMean("eck", ["ecs"], "remove it")).toBe("did you mean `ecs`?");
  expect(didYouMean("firewall", ["ecs"], "remove it")).toBe("remove it");
});
