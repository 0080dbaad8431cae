import { AWS_PROVIDER, TERRAFORM } from "../schema/terraform";
import { lowestAdmitted, order } from "../version-constraint";
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

/** Versions that the stacks can do with. */
export const versionChecks: readonly Check[] = [awsProvider, terraform];
