import { ARN_RESOURCES, CONNECTION_REGIONS } from "../../aws";
import { lookUp, pipelineSite, sitesWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, namesOf, shown } from "../words";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";
import { unknownAccount } from "./existing-roles";

const region: Check = {
  reads: ["organization.homeRegion", "pipelines"],
  find: ({ organization: { homeRegion }, pipelines }) =>
    Object.keys(pipelines).length > 0 && !CONNECTION_REGIONS.has(homeRegion)
      ? [
          {
            code: "service-not-in-region",
            path: ["organization", "homeRegion"],
            message: `there is no AWS CodeConnections in ${homeRegion}, and pipelines run in the home region`,
            change: "choose another home region, or remove `pipelines` and push with roles of your own",
          },
        ]
      : [],
};

function accountFindings(organization: Organization, key: string, named: string | undefined): Finding[] {
  const path = ["pipelines", key];
  const known = sitesWith(organization, "pipeline").map(({ key }) => key);
  if (named === undefined) {
    if (known.length === 1) return [];
    return [
      {
        code: known.length === 0 ? "role-missing" : "pipeline-account-unclear",
        path,
        at: "key",
        message:
          known.length === 0
            ? "no account has the role pipeline"
            : `${String(known.length)} accounts have the role pipeline, and the pipeline names none`,
        ...(known.length === 0 ? {} : { allowed: namesOf(known) }),
        change: known.length === 0 ? "add `role: pipeline` to an account" : "add `account` with one of these",
      },
    ];
  }
  const unknown = unknownAccount(organization, [...path, "account"], named);
  if (unknown.length > 0 || known.includes(named)) return unknown;
  return [
    {
      code: "account-without-role",
      path: [...path, "account"],
      message: `account ${named} does not have the role pipeline`,
      allowed: known.length === 0 ? "an account with the role pipeline" : namesOf(known),
      change: `add the role pipeline to account ${named}, or name another account`,
    },
  ];
}

const accounts: Check = {
  reads: ["accounts", "pipelines.*.account"],
  find: (organization) =>
    Object.entries(organization.pipelines).flatMap(([key, { account }]) =>
      accountFindings(organization, key, account),
    ),
};

const connections: Check = {
  reads: ["organization.partition", "accounts", "pipelines"],
  find: (organization) =>
    Object.entries(organization.pipelines).flatMap(([key, { account: named, source }]) => {
      const account = pipelineSite(organization, named)?.account;
      if (source.connection === undefined || !account) return [];
      // A connection made in one region works in all of them.
      return arnFindings(["pipelines", key, "source", "connection"], source.connection, {
        partition: organization.organization.partition,
        accountId: account.id,
        resource: ARN_RESOURCES.connection,
        example: "connection/CONNECTION-ID",
      });
    }),
};

const images: Check = {
  reads: ["registry.repositories", "pipelines.*.image"],
  find: ({ registry, pipelines }) => {
    const known = Object.keys(registry.repositories);
    return Object.entries(pipelines).flatMap(([key, { image }]): Finding[] =>
      lookUp(registry.repositories, image) !== undefined
        ? []
        : [
            {
              code: "unknown-repository",
              path: ["pipelines", key, "image"],
              message: `there is no repository ${shown(image)}`,
              allowed:
                known.length === 0
                  ? "a key of registry.repositories, which has none"
                  : "a key of registry.repositories",
              change: () => didYouMean(image, known, "add it to registry.repositories"),
            },
          ],
    );
  },
};

const machines: Check = {
  reads: ["organization.partition", "pipelines.*.build"],
  find: ({ organization: { partition }, pipelines }) =>
    Object.entries(pipelines)
      .filter(([, { build }]) => build.architecture === "arm64" && partition === "aws-us-gov")
      .map(([key]): Finding => ({
        code: "service-not-in-partition",
        path: ["pipelines", key, "build", "architecture"],
        message: `is arm64, but CodeBuild has no such machines in the partition ${partition}`,
        allowed: "amd64",
        change: "write amd64, or remove the key",
      })),
};

/** Rules over pipelines, but for where they deploy to. */
export const pipelineChecks: readonly Check[] = [region, machines, accounts, connections, images];
