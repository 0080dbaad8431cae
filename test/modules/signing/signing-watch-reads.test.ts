import { ManagedSigning, SigningWatch } from "../../../modules/signing";
import { synthStack, resourceOf } from "../../support/synth";

const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;
const arnOf = (name: string) => `arn:aws:ecr:eu-central-1:333333333333:repository/${name}`;
const profile = (name: number) =>
  `arn:aws:signer:eu-central-1:333333333333:/signing-profiles/p_${String(name)}`;

/** Of which repositories the watch reads signatures, where these are signed by so many profiles. */
function readOf(names: (profile: number) => string[], profiles = 1): unknown {
  const stack = synthStack((scope) => {
    const rules = Array.from({ length: profiles }, (_, index) => ({
      profileArn: profile(index),
      repositories: names(index),
    }));
    const signing = new ManagedSigning(scope, "signing", { ...REGISTRY, rules });
    new SigningWatch(scope, "watch", { ...REGISTRY, signing });
  });
  const { Statement } = JSON.parse(resourceOf(stack, "aws_iam_role_policy")["policy"] as string) as {
    Statement: { Sid: string; Resource: unknown }[];
  };
  return Statement.find(({ Sid }) => Sid === "ReadSignatures")?.Resource;
}
const hundred = (name: (index: number) => string) => Array.from({ length: 100 }, (_, index) => name(index));

test("a watch reads what the rules sign and nothing else", () => {
  expect(readOf(() => ["shop/api"])).toBe(arnOf("shop/api"));
  expect(readOf((one) => [`team-${String(one)}/api`, "shop/api"], 2)).toEqual(
    ["shop/api", "team-0/api", "team-1/api"].map(arnOf),
  );
});

test("a watch of more repositories than its policy holds reads their folders", () => {
  const names = (one: number) => hundred((index) => `team-${String(one)}/api-${String(index)}`);
  expect(readOf(names, 2)).toEqual(["team-0/*", "team-1/*"].map(arnOf));
});

test("a watch of more folders than its policy holds reads the registry", () => {
  const names = (one: number) => hundred((index) => `team-${String(one)}-${String(index)}/api`);
  expect(readOf(names, 2)).toBe(arnOf("*"));
});
