import { ORGANIZATIONAL_UNIT_ID } from "../../aws";
import { type Path } from "../document";
import { lookUp } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, shown } from "../words";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";

const known: Check = {
  reads: ["accounts.*.organizationalUnit", "organization.organizationalUnits"],
  find: ({ accounts, organization: { organizationalUnits } }) =>
    Object.entries(accounts).flatMap(([key, { organizationalUnit: unit }]): Finding[] =>
      unit === undefined ||
      ORGANIZATIONAL_UNIT_ID.test(unit) ||
      lookUp(organizationalUnits, unit) !== undefined
        ? []
        : [
            {
              code: "unknown-organizational-unit",
              path: ["accounts", key, "organizationalUnit"],
              message: `"${shown(unit)}" is not a key of organization.organizationalUnits`,
              allowed: "one of its keys, or an id such as ou-ex4m-prod0001",
              change: () =>
                /^(?:root|r-.*)$/i.test(unit)
                  ? "remove the key: without it the account is in the root"
                  : didYouMean(
                      unit,
                      Object.keys(organizationalUnits),
                      "write the id, or add the key with its id to organization.organizationalUnits",
                    ),
            },
          ],
    ),
};

/** In `guardrails.attachTo` this word is the root of the organization. */
const ROOT = "root";

const reserved: Check = {
  reads: ["accounts", "organization.organizationalUnits"],
  find: ({ accounts, organization: { organizationalUnits } }) =>
    (
      [
        [["accounts"], accounts],
        [["organization", "organizationalUnits"], organizationalUnits],
      ] as const
    ).flatMap(([path, map]): Finding[] =>
      lookUp<unknown>(map, ROOT) === undefined
        ? []
        : [
            {
              code: "reserved-key",
              path: [...path, ROOT],
              at: "key",
              message: "root stands for the root of the organization",
              change: "rename it",
            },
          ],
    ),
};

/** Every id of an organizational unit that the file has, and where. */
function unitIds({ accounts, guardrails, organization }: Organization): readonly (readonly [Path, string])[] {
  const written: (readonly [Path, string])[] = [
    ...Object.entries(organization.organizationalUnits).map(
      ([key, id]) => [["organization", "organizationalUnits", key], id] as const,
    ),
    ...Object.entries(accounts).map(
      ([key, { organizationalUnit }]) =>
        [["accounts", key, "organizationalUnit"], organizationalUnit ?? ""] as const,
    ),
    ...guardrails.attachTo.map((target, index) => [["guardrails", "attachTo", index], target] as const),
  ];
  return written.filter(([, id]) => ORGANIZATIONAL_UNIT_ID.test(id));
}

const roots: Check = {
  reads: ["accounts.*.organizationalUnit", "guardrails.attachTo", "organization"],
  find: (organization) => {
    const start = `ou-${organization.organization.root.replace(/^r-/, "")}-`;
    return unitIds(organization)
      .filter(([, id]) => !id.startsWith(start))
      .map(([path, id]) => ({
        code: "unit-of-other-root",
        path,
        message: `${id} is a unit of another root than ${organization.organization.root}`,
        allowed: `ids that begin with ${start}`,
        change: "write the id of a unit of this organization, or the right `organization.root`",
      }));
  },
};

const repeated: Check = {
  reads: ["organization.organizationalUnits"],
  find: ({ organization: { organizationalUnits } }) => {
    const ownerOf = firstOwners();
    return Object.entries(organizationalUnits).flatMap(([key, id]): Finding[] => {
      const owner = ownerOf(id, key);
      if (owner === undefined) return [];
      return [
        {
          code: "unit-repeated",
          path: ["organization", "organizationalUnits", key],
          message: `${id} is the id of ${owner} already`,
          change: "write the right id for each of the two, or remove one of them",
        },
      ];
    });
  },
};

/** Rules over organizational units. */
export const unitChecks: readonly Check[] = [known, reserved, roots, repeated];
