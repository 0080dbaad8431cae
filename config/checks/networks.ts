import { ipv4Range } from "../../aws";
import { type Path } from "../document";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";

/** Widest range that one VPC can have several blocks of; a wider one is a slip that opens the endpoints. */
const WIDEST_RANGE = 8;

const ranges: Check = {
  reads: ["accounts.*.networks"],
  find: ({ accounts }) =>
    Object.entries(accounts).flatMap(([key, { networks }]) =>
      networks.flatMap(({ cidr }, index) =>
        rangeFindings(["accounts", key, "networks", index, "cidr"], cidr),
      ),
    ),
};

function rangeFindings(path: Path, cidr: string): Finding[] {
  const range = ipv4Range(cidr) ?? cidr;
  return [
    ...(Number(cidr.split("/")[1]) < WIDEST_RANGE
      ? [
          {
            code: "range-too-wide",
            path,
            message: `${cidr} would let far more than one VPC reach the endpoints`,
            allowed: `/${String(WIDEST_RANGE)} or narrower`,
            change: "write the range of the VPC",
          },
        ]
      : []),
    ...(cidr === range
      ? []
      : [
          {
            code: "invalid-range",
            path,
            message: `${cidr} does not name the range by its first address`,
            change: `write ${range}`,
          },
        ]),
  ];
}

/** A VPC, its subnets and its route tables belong to one network of the file. */
const repeated: Check = {
  reads: ["accounts.*.networks"],
  find: ({ accounts }) => {
    const ownerOf = firstOwners();
    return Object.entries(accounts).flatMap(([key, { networks }]) =>
      networks.flatMap((network, index) => {
        const at = ["accounts", key, "networks", index] as const;
        const known = (id: string, path: Path, change: string): Finding[] => {
          const owner = ownerOf(id, key);
          if (owner === undefined) return [];
          const message = `${id} is listed before, in account ${owner}`;
          return [{ code: "network-repeated", path: [...at, ...path], message, change }];
        };
        const vpc = known(network.vpc, ["vpc"], "list a VPC once, in the account that owns it");
        const own = "list it once, in the network of its VPC";
        const parts = [
          ...network.subnets.flatMap((id, place) => known(id, ["subnets", place], own)),
          ...network.routeTables.flatMap((id, place) => known(id, ["routeTables", place], own)),
        ];
        return vpc.length > 0 ? vpc : parts;
      }),
    );
  },
};

/** A bucket is reached in its own partition alone. */
const buckets: Check = {
  reads: ["accounts.*.networks", "organization.partition"],
  find: ({ organization: { partition }, accounts }) =>
    Object.entries(accounts).flatMap(([key, { networks }]) =>
      networks.flatMap(({ foreignBuckets }, index) =>
        foreignBuckets.flatMap((arn, place) =>
          arnFindings(["accounts", key, "networks", index, "foreignBuckets", place], arn, {
            partition,
            region: "",
            accountId: "",
            resource: /./,
            example: "BUCKET",
          }),
        ),
      ),
    ),
};

/** Rules over VPCs. */
export const networkChecks: readonly Check[] = [ranges, repeated, buckets];
