import { REGIONAL_SCANS, tooBroad } from "../../aws";
import { answeredTooLong } from "./answered";
import { type Check, type Finding } from "./check";
import { lookUp } from "../lookup";
import { type Organization } from "../schema/organization";
import { unknownAccount } from "./existing-roles";

const continuous: Check = {
  reads: ["registry.scanning"],
  find: ({ registry: { scanning } }) =>
    scanning.mode === "basic" && scanning.continuous.length > 0
      ? [
          {
            code: "continuous-needs-enhanced",
            path: ["registry", "scanning", "continuous"],
            at: "key",
            message: "basic scanning looks at an image once, when it is pushed",
            change: "set `mode: enhanced`, or remove `continuous`",
          },
        ]
      : [],
};

const nothing: Check = {
  reads: ["registry.scanning"],
  find: ({ registry: { scanning } }) =>
    scanning.onPush.length + scanning.continuous.length > 0
      ? []
      : [
          {
            code: "nothing-scanned",
            path: ["registry", "scanning", "onPush"],
            message: "is an empty list, so no image would be scanned",
            change: "remove it: every image is then scanned at push",
          },
        ],
};

const owner: Check = {
  reads: ["registry.scanning", "inspector.autoEnable"],
  find: ({ registry: { scanning }, inspector: { autoEnable } }): Finding[] => {
    const scansRegistries = autoEnable.includes("ecr");
    if ((scanning.mode === "enhanced") === scansRegistries) return [];
    return [
      scansRegistries
        ? {
            code: "setting-owned-twice",
            path: ["registry", "scanning", "mode"],
            message:
              "is basic, but inspector.autoEnable has ecr, and Inspector sets the same registry to enhanced",
            change: "set `mode: enhanced`, or take ecr out of inspector.autoEnable",
          }
        : {
            code: "scanning-needs-inspector",
            path: ["inspector", "autoEnable"],
            message: "lacks ecr, but registry.scanning.mode is enhanced, which is Inspector's",
            change: "add ecr, or set `registry.scanning.mode: basic`",
          },
    ];
  },
};

const lambdaCode: Check = {
  reads: ["inspector.autoEnable"],
  find: ({ inspector: { autoEnable } }) =>
    autoEnable.includes("lambda-code") && !autoEnable.includes("lambda")
      ? [
          {
            code: "lambda-code-needs-lambda",
            path: ["inspector", "autoEnable", autoEnable.indexOf("lambda-code")],
            message: "Inspector scans the code of functions only together with their packages",
            change: "add lambda",
          },
        ]
      : [],
};

/** What one of the regions has is scanned there, and a note says where not. */
const codeRegions: Check = {
  reads: ["inspector.autoEnable", "organization.regions"],
  find: ({ inspector: { autoEnable }, organization: { regions } }) =>
    REGIONAL_SCANS.filter(
      ({ scan, regions: served }) =>
        autoEnable.includes(scan) && !regions.some((region) => served.has(region)),
    ).map(({ scan, what, regions: served }) => ({
      code: "service-not-in-region",
      path: ["inspector", "autoEnable", autoEnable.indexOf(scan)],
      message: `Inspector does not scan ${what} in any of organization.regions`,
      allowed: `${scan} where one of them is ${[...served].join(", ")}`,
      change: "take it out",
    })),
};

const existingMembers: Check = {
  reads: ["accounts", "inspector"],
  find: (organization, written) => {
    const { autoEnable, existingMembers: keys } = organization.inspector;
    const path = ["inspector", "existingMembers"];
    if (autoEnable.length === 0 && written(path)) {
      return [
        {
          code: "key-without-effect",
          path,
          at: "key",
          message: "lists members, but with an empty autoEnable no account is made a member",
          change: "remove it, or list in autoEnable what Inspector scans",
        },
      ];
    }
    return keys.flatMap((key, index): Finding[] => {
      const at = [...path, index];
      const account = lookUp(organization.accounts, key);
      const administers = account?.role.includes("security") === true;
      if (!administers && account?.role.includes("management") !== true)
        return unknownAccount(organization, at, key);
      return [
        {
          code: "not-a-member",
          path: at,
          message: administers
            ? `${key} is the delegated administrator, which is no member of itself`
            : `${key} is the management account, which no stack makes a member`,
          change: "take it out",
        },
      ];
    });
  },
};

/** What is about images has no effect while Inspector does not scan them. */
function withoutImages(
  key: "rescan" | "suppressions",
  says: string,
  isSet: (inspector: Organization["inspector"]) => boolean,
): Check {
  return {
    reads: ["inspector.autoEnable", `inspector.${key}`],
    find: ({ inspector }) =>
      !isSet(inspector) || inspector.autoEnable.includes("ecr")
        ? []
        : [
            {
              code: "key-without-effect",
              path: ["inspector", key],
              at: "key",
              message: `${says}, but autoEnable lacks ecr`,
              change: "add ecr to autoEnable, or remove it",
            },
          ],
  };
}

const rescan = withoutImages(
  "rescan",
  "says how long images of ECR are scanned again",
  (inspector) => inspector.rescan !== undefined,
);

const suppressionsWithoutImages = withoutImages(
  "suppressions",
  "hides findings about images",
  (inspector) => Object.keys(inspector.suppressions).length > 0,
);

/** A suppression that hides what nobody has looked at. */
const broadSuppressions: Check = {
  reads: ["inspector.suppressions"],
  find: ({ inspector }) =>
    Object.entries(inspector.suppressions).flatMap(([name, suppression]) => {
      const message = tooBroad(suppression);
      return message === undefined
        ? []
        : [
            {
              code: "suppression-too-broad",
              path: ["inspector", "suppressions", name],
              at: "key" as const,
              message,
              allowed: "`vulnerabilities`, or `packages` with `repositories` named in full",
              change: "list in `vulnerabilities` the ones that were looked at",
            },
          ];
    }),
};

const longSuppressions: Check = {
  reads: ["inspector.suppressions"],
  find: ({ inspector }, _written, today) =>
    Object.entries(inspector.suppressions).flatMap(([name, { expires }]) =>
      answeredTooLong(
        "suppression",
        ["inspector", "suppressions", name],
        expires,
        today,
        "the finding is still accepted",
      ),
    ),
};

/** Rules over the scanning of images and functions. */
export const scanningChecks: readonly Check[] = [
  continuous,
  nothing,
  owner,
  lambdaCode,
  codeRegions,
  existingMembers,
  rescan,
  suppressionsWithoutImages,
  broadSuppressions,
  longSuppressions,
];
