import { AWS_PROVIDER, NEEDED_VERSIONS, TERRAFORM } from "../schema/terraform";
import { lowestAdmitted, order, type Version } from "../version-constraint";
import { type Check } from "./check";

const awsProvider: Check = {
  reads: ["terraform.awsProvider"],
  find: ({ terraform: { awsProvider: constraint } }) => {
    const lowest = lowestAdmitted(constraint, AWS_PROVIDER.from);
    if (lowest !== undefined && order(lowest, AWS_PROVIDER.below) < 0) return [];
    return [
      {
        code: "unfit-version",
        path: ["terraform", "awsProvider"],
        message: `${constraint} admits no version of hashicorp/aws that the stacks are written for`,
        allowed: "a constraint that admits one from 6.25 on and below 7",
        change: "write ~> 6.25, or remove the key",
      },
    ];
  },
};

const terraform: Check = {
  reads: ["terraform.terraform"],
  find: ({ terraform: { terraform: constraint } }) => {
    const lowest = lowestAdmitted(constraint, [0, 0, 0]);
    const fits = lowest !== undefined && order(lowest, TERRAFORM.from) >= 0;
    if (fits && order(lowest, TERRAFORM.below) < 0) return [];
    return [
      {
        code: "unfit-version",
        path: ["terraform", "terraform"],
        message:
          lowest === undefined || fits
            ? `${constraint} admits no version of Terraform that can run the stacks`
            : `${constraint} admits Terraform ${lowest.join(".")}, which cannot run the stacks`,
        allowed: "a constraint that admits Terraform 1.x from 1.10 on and nothing before",
        change: 'write ">= 1.10", or remove the key',
      },
    ];
  },
};

/** A setting needs a later version than the constraint admits: what stacks are written for alone is no mistake. */
function tooOld(constraint: string, { from, below }: typeof TERRAFORM, needed: string): boolean {
  const isBelow = (lowest: Version | undefined) => lowest !== undefined && order(lowest, below) < 0;
  return (
    isBelow(lowestAdmitted(constraint, from)) && !isBelow(lowestAdmitted(`${constraint}, >= ${needed}`, from))
  );
}

const blobMounting: Check = {
  reads: ["terraform.awsProvider", "registry.blobMounting"],
  find: ({ terraform: { awsProvider: constraint }, registry }) => {
    const needed = NEEDED_VERSIONS.blobMounting;
    if (registry.blobMounting === undefined || !tooOld(constraint, AWS_PROVIDER, needed)) return [];
    return [
      {
        code: "unfit-version",
        path: ["terraform", "awsProvider"],
        message: `${constraint} admits no version of hashicorp/aws that knows registry.blobMounting`,
        allowed: `a constraint that admits one from ${needed} on and below 7`,
        change: `write ~> ${needed}, or remove registry.blobMounting`,
      },
    ];
  },
};

const createOnPush: Check = {
  reads: ["terraform.awsProvider", "registry.creationTemplates"],
  find: ({ terraform: { awsProvider: constraint }, registry }) => {
    const needed = NEEDED_VERSIONS.createOnPush;
    const [prefix] =
      Object.entries(registry.creationTemplates).find(([, { appliedFor }]) =>
        appliedFor.includes("CREATE_ON_PUSH"),
      ) ?? [];
    if (prefix === undefined || !tooOld(constraint, AWS_PROVIDER, needed)) return [];
    return [
      {
        code: "unfit-version",
        path: ["terraform", "awsProvider"],
        message: `${constraint} admits no version of hashicorp/aws that knows CREATE_ON_PUSH of registry.creationTemplates.${prefix}`,
        allowed: `a constraint that admits one from ${needed} on and below 7`,
        change: `write ~> ${needed}, or remove CREATE_ON_PUSH`,
      },
    ];
  },
};

const writeOnlyArguments: Check = {
  reads: ["terraform.terraform", "registry.pullThroughCache"],
  find: ({ terraform: { terraform: constraint }, registry }) => {
    const needed = NEEDED_VERSIONS.writeOnlyArguments;
    if (!tooOld(constraint, TERRAFORM, needed)) return [];
    const caches = Object.entries(registry.pullThroughCache);
    const [prefix] = caches.find(([, { credentials }]) => typeof credentials === "object") ?? [];
    if (prefix === undefined) return [];
    const key = `registry.pullThroughCache.${prefix}.credentials`;
    return [
      {
        code: "unfit-version",
        path: ["terraform", "terraform"],
        message: `${constraint} admits no version of Terraform that fills the secret of ${key}`,
        allowed: `a constraint that admits one from ${needed} on and below 2`,
        change: `write ">= ${needed}", or give ${key} the ARN of a secret`,
      },
    ];
  },
};

/** Versions that the stacks can do with. */
export const versionChecks: readonly Check[] = [
  awsProvider,
  terraform,
  blobMounting,
  createOnPush,
  writeOnlyArguments,
];
