import { CONNECTION_REGIONS } from "../../aws";
import { type Path } from "../document";
import { type Organization, type Pipeline } from "../schema/organization";
import { didYouMean, shown } from "../words";
import { arnFindings } from "./arn";
import { type Check, type Finding, type Written } from "./check";
import { clusterOf, keysWith, lookUp, pipelineAccountOf } from "./lookup";
import { unknownAccount } from "./repositories";

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

/** @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
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
      })),
};

function accountFindings(organization: Organization, key: string, named: string | undefined): Finding[] {
  const path = ["pipelines", key];
  const known = keysWith(organization, "pipeline");
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
        ...(known.length === 0 ? {} : { allowed: known.join(", ") }),
        change: known.length === 0 ? "add `role: pipeline` to an account" : "add `account`",
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
      allowed: known.length === 0 ? "an account with the role pipeline" : known.join(", "),
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
      const owner = pipelineAccountOf(organization, named);
      const account = owner === undefined ? undefined : organization.accounts[owner];
      if (source.connection === undefined || !account) return [];
      // A connection made in one region works in all of them.
      return arnFindings(["pipelines", key, "source", "connection"], source.connection, {
        partition: organization.organization.partition,
        service: "codeconnections",
        account: account.id,
        resource: /^connection\/[\w/-]+$/,
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
              ...didYouMean(image, known),
            },
          ],
    );
  },
};

type Target = Pipeline["deploy"][number];

function kindFindings(type: "ecs" | "eks", target: Target, path: Path, written: Written): Finding[] {
  const kind = type.toUpperCase();
  const foreign = type === "ecs" ? ["manifests", "namespace"] : ["service", "container"];
  const needed = type === "ecs" ? "service" : "manifests";
  return [
    ...(target[needed] === undefined
      ? [
          {
            code: "target-incomplete",
            path,
            message: `an ${kind} cluster is deployed to through ${needed}`,
            change: `add \`${needed}\``,
          },
        ]
      : []),
    ...foreign
      .filter((key) => written([...path, key]))
      .map((key): Finding => ({
        code: "key-without-effect",
        path: [...path, key],
        at: "key",
        message: `an ${kind} cluster has no ${key}`,
        change: "remove it",
      })),
  ];
}

const targets: Check = {
  reads: ["accounts", "pipelines.*.deploy"],
  find: (organization, written) =>
    Object.entries(organization.pipelines).flatMap(([key, { deploy }]) => {
      const seen = new Set<string>();
      return deploy.flatMap((target, index): Finding[] => {
        const path = ["pipelines", key, "deploy", index];
        const found = clusterOf(organization, target.cluster);
        if (!found) return unknownCluster(organization, [...path, "cluster"], target.cluster);
        const what = JSON.stringify([
          target.cluster,
          target.service,
          target.container,
          target.namespace,
          target.manifests,
        ]);
        const repeated = seen.has(what);
        seen.add(what);
        return [
          ...kindFindings(found.cluster.type, target, path, written),
          ...(repeated
            ? [
                {
                  code: "repeated-entry",
                  path,
                  message: `the same deployment to ${target.cluster} stands in this list before`,
                  change: "remove it",
                },
              ]
            : []),
        ];
      });
    }),
};

function unknownCluster(organization: Organization, path: Path, reference: string): Finding[] {
  const known = Object.entries(organization.accounts).flatMap(([account, { clusters }]) =>
    Object.keys(clusters).map((cluster) => `${account}/${cluster}`),
  );
  return [
    {
      code: "unknown-cluster",
      path,
      message: `there is no cluster ${reference}`,
      allowed: known.length === 0 ? "a key of an account's `clusters`, and there are none" : known.join(", "),
      ...didYouMean(reference, known),
    },
  ];
}

const pulls: Check = {
  reads: ["accounts", "registry.repositories", "pipelines"],
  find: (organization) =>
    Object.entries(organization.pipelines).flatMap(([key, { image, deploy }]) => {
      const pull = lookUp(organization.registry.repositories, image)?.pull ?? "organization";
      if (pull === "organization") return [];
      if (pull.some((account) => lookUp(organization.accounts, account) === undefined)) return [];
      return deploy.flatMap(({ cluster }, index): Finding[] => {
        const found = clusterOf(organization, cluster);
        if (!found || pull.includes(found.accountKey)) return [];
        return [
          {
            code: "image-not-pullable",
            path: ["pipelines", key, "deploy", index, "cluster"],
            message: `account ${found.accountKey} may not pull ${image}`,
            allowed: `clusters of ${pull.join(", ")}`,
            change: `add ${found.accountKey} to registry.repositories.${image}.pull`,
          },
        ];
      });
    }),
};

/** Rules over pipelines. */
export const pipelineChecks: readonly Check[] = [
  region,
  machines,
  accounts,
  connections,
  images,
  targets,
  pulls,
];
