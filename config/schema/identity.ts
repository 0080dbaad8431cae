import { z } from "zod";
import { ORGANIZATION_ID, ORGANIZATIONAL_UNIT_ID, PARTITIONS, ROOT_ID } from "../../aws";
import { key, list, region } from "./common";

export const organization = z
  .strictObject({
    id: z
      .string()
      .regex(ORGANIZATION_ID, "the id of an organization such as o-exampleorg1")
      .describe("Id of the organization."),
    root: z
      .string()
      .regex(ROOT_ID, "the id of a root such as r-ex4m")
      .describe("Id of the organization's root."),
    partition: z
      .enum(PARTITIONS)
      .default("aws")
      .describe("AWS partition that every account and region is in."),
    homeRegion: region.describe("Region of the registry, the pipelines and the Security Hub aggregator."),
    regions: list(region, { min: 1 }).describe("Every region in use, the home region included."),
    organizationalUnits: z
      .record(
        key,
        z
          .string()
          .regex(ORGANIZATIONAL_UNIT_ID, "the id of an organizational unit such as ou-ex4m-prod0001")
          .describe("Id of the organizational unit."),
      )
      .default({})
      .describe("Names for organizational units, for use elsewhere in this file."),
  })
  .describe("The AWS Organization.");
