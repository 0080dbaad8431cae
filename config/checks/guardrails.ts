import { ACCOUNT_ID, ARN_RESOURCES, ORGANIZATIONAL_UNIT_ID } from "../../aws";
import { lookUp, sitesWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, namesOf } from "../words";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";

/** Ids that a target of a guardrail stands for: none when it is unknown, several when it is unclear. */
function targetIds({ organization, accounts }: Organization, target: string): string[] {
  if (target === "root" || target === organization.root) return [organization.root];
  const ids = [lookUp(organization.organizationalUnits, target), lookUp(accounts, target)?.id];
  const named = ids.filter((id) => id !== undefined);
  if (named.length > 0) return named;
  return ORGANIZATIONAL_UNIT_ID.test(target) || ACCOUNT_ID.test(target) ? [target] : [];
}

const targets: Check = {
  reads: ["organization", "accounts.*.id", "accounts.*.role", "guardrails.attachTo"],
  find: (organization) => {
    const ownerOf = firstOwners();
    const management = sitesWith(organization, "management").map(({ account }) => account.id);
    const known = [
      "root",
      ...Object.keys(organization.organization.organizationalUnits),
      ...Object.keys(organization.accounts),
    ];
    return organization.guardrails.attachTo.flatMap((target, index): Finding[] => {
      const path = ["guardrails", "attachTo", index];
      const [id, ...others] = targetIds(organization, target);
      if (id === undefined) {
        return [
          {
            code: "unknown-target",
            path,
            message: `"${target}" is neither root nor a key or id of an organizational unit or account`,
            allowed: namesOf(known),
            change: () => didYouMean(target, known, "use one of these, or an id"),
          },
        ];
      }
      if (others.length > 0) {
        return [
          {
            code: "target-unclear",
            path,
            message: `${target} is the key of an organizational unit and of an account`,
            change: `write the id: ${[id, ...others].join(" or ")}`,
          },
        ];
      }
      if (management.includes(id)) {
        return [
          {
            code: "guardrail-on-management",
            path,
            message: "is the management account, which no service control policy binds",
            change: "remove it",
          },
        ];
      }
      const owner = ownerOf(id, target);
      if (owner === undefined) return [];
      return [
        {
          code: "repeated-entry",
          path,
          message:
            owner === target
              ? `${target} is in this list already`
              : `${target} is ${owner}, which is in this list already`,
          change: "remove it",
        },
      ];
    });
  },
};

const exempt: Check = {
  reads: ["organization.partition", "guardrails.exemptRoles"],
  find: ({ organization: { partition }, guardrails }) =>
    guardrails.exemptRoles.flatMap((arn, index) =>
      arnFindings(["guardrails", "exemptRoles", index], arn, {
        partition,
        region: "",
        resource: ARN_RESOURCES.role,
        example: "role/NAME",
      }),
    ),
};

/** Rules over guardrails. */
export const guardrailChecks: readonly Check[] = [targets, exempt];
