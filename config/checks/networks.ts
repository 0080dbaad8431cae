import { ipv4Range } from "../../aws";
import { type Check, type Finding } from "./check";

/** Widest range that one VPC can have several blocks of; a wider one is a slip that opens the endpoints. */
const WIDEST_RANGE = 8;

const networks: Check = {
  reads: ["accounts.*.networks"],
  find: ({ accounts }) => {
    const owners = new Map<string, string>();
    return Object.entries(accounts).flatMap(([key, account]) =>
      account.networks.flatMap(({ vpc, cidr }, index): Finding[] => {
        const path = ["accounts", key, "networks", index];
        const findings: Finding[] = [];
        const owner = owners.get(vpc);
        owners.set(vpc, owner ?? key);
        if (owner !== undefined) {
          findings.push({
            code: "network-repeated",
            path: [...path, "vpc"],
            message: `${vpc} is listed before, in account ${owner}`,
            change: "list a VPC once, in the account that owns it",
          });
        }
        const range = ipv4Range(cidr) ?? cidr;
        if (range !== cidr) {
          findings.push({
            code: "invalid-range",
            path: [...path, "cidr"],
            message: `${cidr} does not name the range by its first address`,
            change: `write ${range}`,
          });
        }
        if (Number(cidr.split("/")[1]) < WIDEST_RANGE) {
          findings.push({
            code: "range-too-wide",
            path: [...path, "cidr"],
            message: `${cidr} would let far more than one VPC reach the endpoints`,
            allowed: `/${String(WIDEST_RANGE)} or narrower, usually the range of the VPC`,
          });
        }
        return findings;
      }),
    );
  },
};

/** Rules over VPCs. */
export const networkChecks: readonly Check[] = [networks];
