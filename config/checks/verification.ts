import { parseRegistryHost, plainRepository } from "../../aws";
import { type Path } from "../document";
import { clusterOf, isVerified, lookUp, siteWith } from "../lookup";
import { type Organization, type Verification } from "../schema/organization";
import { shown } from "../words";
import { answeredTooLong } from "./answered";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";
import { unknownCluster } from "./deployments";
import { unknownAccount } from "./existing-roles";
import { publisherCertificates } from "./publisher-certificates";

type Part = keyof Verification;

/** Accounts of what is let in: those of the file, with an ECS cluster that verifies. */
function accountFindings(
  organization: Organization,
  part: Part,
  key: string,
  accounts: readonly string[],
): Finding[] {
  return accounts.flatMap((account, index): Finding[] => {
    const path = ["verification", part, key, "accounts", index];
    const found = lookUp(organization.accounts, account);
    if (found === undefined) return unknownAccount(organization, path, account);
    if (Object.values(found.clusters).some(isVerified)) return [];
    return [
      {
        code: "key-without-effect",
        path,
        message: `account ${account} has no ECS cluster whose images are verified`,
        change: "take it out, or set `signatures: alert` or `signatures: block` for one of its ECS clusters",
      },
    ];
  });
}

const accounts: Check = {
  reads: ["accounts", "verification"],
  find: (organization) =>
    (["exceptions", "publishers"] as const).flatMap((part) =>
      Object.entries(organization.verification[part]).flatMap(([key, entry]) =>
        accountFindings(organization, part, key, entry.accounts),
      ),
    ),
};

const ends: Check = {
  reads: ["verification"],
  find: ({ verification }, _written, today) =>
    (
      [
        ["exceptions", "exception"],
        ["breakGlass", "breakGlass"],
      ] as const
    ).flatMap(([part, kind]) =>
      Object.entries(verification[part]).flatMap(([key, { expires }]) =>
        answeredTooLong(kind, ["verification", part, key], expires, today, "somebody still answers for it"),
      ),
    ),
};

const breakGlass: Check = {
  reads: ["accounts", "verification.breakGlass"],
  find: (organization) =>
    Object.entries(organization.verification.breakGlass).flatMap(([key, entry]): Finding[] => {
      const path: Path = ["verification", "breakGlass", key];
      const found = clusterOf(organization, entry.cluster);
      const what: Finding[] =
        (entry.service === undefined) !== (entry.digest === undefined)
          ? []
          : [
              {
                code: "break-glass-unclear",
                path,
                at: "key",
                message:
                  entry.service === undefined
                    ? "names neither a service nor a digest"
                    : "names a service and a digest, and would let in both",
                allowed: "exactly one of `service` and `digest`",
                change:
                  entry.service === undefined
                    ? "add the service that may run any image, or the digest that may run in every service"
                    : "remove one of them",
              },
            ];
      if (!found) return [...what, ...unknownCluster(organization, [...path, "cluster"], entry.cluster)];
      const { type, signatures } = found.cluster;
      if (type === "ecs" && signatures === "block") return what;
      return [
        ...what,
        {
          code: "key-without-effect",
          path: [...path, "cluster"],
          message:
            type === "ecs"
              ? `${entry.cluster} has \`signatures: ${signatures === "off" ? '"off"' : signatures}\`, which keeps nothing out`
              : `${entry.cluster} is an EKS cluster, whose admission controller has exceptions of its own`,
          allowed: "an ECS cluster with `signatures: block`",
          change: `remove verification.breakGlass.${key}, or name another cluster`,
        },
      ];
    }),
};

const publishedRepositories: Check = {
  reads: ["organization.partition", "accounts.*.id", "accounts.*.role", "verification.publishers"],
  find: (organization) => {
    const ownerOf = firstOwners();
    const registry = siteWith(organization, "registry")?.account.id;
    return Object.entries(organization.verification.publishers).flatMap(([key, publisher]) =>
      publisher.repositories.flatMap((address, index): Finding[] => {
        const path = ["verification", "publishers", key, "repositories", index];
        const owner = ownerOf(address, key);
        if (owner !== undefined) {
          const message = `${shown(address)} is one of ${owner} already, and a repository has one publisher`;
          return [{ code: "repeated-entry", path, message, change: "remove one of them" }];
        }
        const at = parseRegistryHost(address.split("/")[0] ?? "");
        if (at === undefined) {
          return [
            {
              code: "publisher-outside-ecr",
              path,
              message: `${shown(address)} is in no private registry of ECR, and the verifiers read signatures there alone`,
              allowed: "addresses of ECR: <account>.dkr.ecr.<region>.amazonaws.com/<repository>",
              change:
                "let single images in by their digests with verification.exceptions, or copy them into a repository with `signedBy`",
            },
          ];
        }
        const plain = plainRepository(address);
        if (plain !== address) {
          return [
            {
              code: "publisher-by-other-host",
              path,
              message: `${shown(address)} has the host name of ECR for IPv6 or FIPS, and trust policies know a repository by its plain one`,
              allowed: plain,
              change: `write ${plain}: images are known by it, whichever host name a task definition has`,
            },
          ];
        }
        if (at.accountId !== registry) return [];
        return [
          {
            code: "publisher-of-own-registry",
            path,
            message: `${shown(address)} is in the organization's own registry, whose images the signing profiles sign`,
            change: "take it out, and set `signedBy` of the repository",
          },
        ];
      }),
    );
  },
};

const stopLimit: Check = {
  reads: ["accounts", "verification.stopLimit"],
  find: ({ accounts }, written): Finding[] => {
    const path = ["verification", "stopLimit"];
    const clusters = Object.values(accounts).flatMap(({ clusters }) => Object.values(clusters));
    const stopping = clusters.some(
      (cluster) =>
        cluster.type === "ecs" && cluster.signatures === "block" && cluster.enforcedSince !== undefined,
    );
    if (stopping || !written(path)) return [];
    return [
      {
        code: "key-without-effect",
        path,
        at: "key",
        message: "limits how many tasks are stopped, and no ECS cluster stops any",
        allowed: "an ECS cluster with `signatures: block` and `enforcedSince`",
        change: "take it out, or set `enforcedSince` for a cluster",
      },
    ];
  },
};

/** Rules over what is let in beside the images that the organization signs. */
export const verificationChecks: readonly Check[] = [
  accounts,
  ends,
  breakGlass,
  publishedRepositories,
  publisherCertificates,
  stopLimit,
];
