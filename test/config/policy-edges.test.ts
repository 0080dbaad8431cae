import { parseOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { type Edit, textOf, times } from "./bad-files/base";

/** Messages about policies, each without its place. */
function messagesOf(edits: readonly Edit[]): string[] {
  try {
    parseOrganization(textOf(edits), "organization.yaml");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ message, allowed = "" }) => `${message}; allowed: ${allowed}`);
  }
  return [];
}

/** So many accounts of workloads. */
function accounts(count: number): Edit {
  const account = (index: number) =>
    `  t${String(index)}: { id: "${String(500_000_000_000 + index)}", role: workload }\n`;
  return ["  shop:\n", `${times(count, account, "")}  shop:\n`];
}

const names = (count: number) => times(count, (index) => `t${String(index)}`);

/** A role for each number, under a path with so many letters; the first path has more. */
function roleOf(letters: number, more: number): (index: number) => string {
  return (index) => `${"p".repeat(index === 0 ? letters + more : letters)}/r${String(index)}`;
}

function pushers(count: number, letters: number, more: number): Edit[] {
  const role = roleOf(letters, more);
  const list = times(count, (index) => `{ account: shop, role: ${role(index)} }`);
  return [["{ pull: [shop] }", `{ pull: [shop, images], push: [${list}] }`]];
}

test("a repository's policy is filled to the last character", () => {
  expect(messagesOf(pushers(20, 173, 0))).toEqual([]);
  expect(messagesOf(pushers(20, 173, 1))).toEqual([
    "the accounts and roles that pull, verify, cache and push take 8742 characters of the repository's policy; allowed: at most 8740",
  ]);
});

test("a replica in a region with a long name fills a repository's policy", () => {
  const lambda: Edit[] = [accounts(98), ["{ pull: [shop] }", `{ lambdaPull: [${names(98)}] }`]];
  const farther: Edit[] = [
    ["[eu-central-1, eu-west-1]", "[eu-central-1, eu-west-1, ap-southeast-2]"],
    ["replication: [eu-west-1]", "replication: [eu-west-1, ap-southeast-2]"],
  ];
  expect(messagesOf(lambda)).toEqual([]);
  expect(messagesOf([...farther, ...lambda])).toEqual([
    "the accounts and roles that pull, verify, cache and push take 8909 characters of the repository's policy; allowed: at most 8740",
  ]);
});

test("signatures fill a repository's policy, whose pushers wait for them", () => {
  const list = times(62, (index) => `{ account: t${String(index)}, role: ci }`);
  const pushed: Edit[] = [accounts(62), ["{ pull: [shop] }", `{ push: [${list}] }`]];
  const unsigned: Edit[] = [
    ["    release: { validity: 135 months }", "    {}"],
    ["{ type: ecs }", '{ type: ecs, signatures: "off" }'],
    ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
  ];
  expect(messagesOf([...pushed, ...unsigned])).toEqual([]);
  expect(messagesOf(pushed)).toEqual([
    "the accounts and roles that pull, verify, cache and push take 8743 characters of the repository's policy; allowed: at most 8740",
  ]);
});

test("a registry's policy is filled to the last character", () => {
  const repositories = (more: number): Edit[] => {
    const role = roleOf(172, more);
    const text = (index: number) =>
      `    shop/a${String(index)}: { push: [{ account: shop, role: ${role(index)} }] }\n`;
    return [
      ["    shop/api: { pull: [shop] }\n", times(41, text, "")],
      ["image: shop/api", "image: shop/a0"],
    ];
  };
  expect(messagesOf(repositories(4))).toEqual([]);
  expect(messagesOf(repositories(5))).toEqual([
    "the roles that push, the prefixes and importers of caches and the accounts downstream take 9141 characters of the registry's policy; allowed: at most 9140",
  ]);
});
