import { isUnresolved } from "../reference";
import { type Finding, type Rule } from "../rule";
import { textsOf } from "../stack";

/** Wrong credentials cannot apply a stack. */
export const wrongAccountGuard: Rule = {
  id: "wrong-account-guard",
  description: "Every AWS provider allows exactly the account of its stack.",
  check: ({ stack }): Finding[] => {
    const { account } = stack.source;
    const change = `set allowed_account_ids = ["${account}"]`;
    const providers = stack.providers.filter(({ type }) => type === "aws");
    const [first] = stack.resources.filter(({ type }) => type.startsWith("aws_"));
    if (first && !providers.some(({ name }) => name === "")) {
      const message = "uses a provider without a block, which works in any account";
      return [{ resource: first, message, change: `add a provider "aws" block and ${change}` }];
    }
    return providers.flatMap((resource): Finding[] => {
      const value = resource.body["allowed_account_ids"];
      const allowed = textsOf(value);
      if (allowed.length === 1 && allowed[0] === account) return [];
      const found = allowed.join(", ");
      const message = allowed.some(isUnresolved)
        ? `which accounts are allowed could not be decided: ${found}`
        : allowed.length === 0
          ? `works in any account, not only in ${account}`
          : `works in ${found}, not exactly in ${account}`;
      return [{ resource, message, change }];
    });
  },
};
