import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import { type ClientSettings } from "../../../local/emulator-aws";
import { blocksOf, type Written } from "./written";

/** A detector's features, each with its state and what belongs to it. */
export type Features = readonly {
  readonly name: unknown;
  readonly status: unknown;
  readonly additional: readonly (readonly [name: unknown, status: unknown])[];
}[];

/** What a stack says of its detector. */
export function writtenFeatures(stack: Written): Features {
  return stack.ofType("aws_guardduty_detector_feature").map((feature) => ({
    name: feature["name"],
    status: feature["status"],
    additional: blocksOf(feature["additional_configuration"]).map(({ name, status }) => [name, status]),
  }));
}

/** What the emulator answers of the account's detectors in a region. */
export async function askedDetectors(
  settings: ClientSettings,
): Promise<{ readonly status: unknown; readonly features: Features }[]> {
  const client = new GuardDutyClient(settings);
  const { DetectorIds: ids = [] } = await client.send(new ListDetectorsCommand());
  return Promise.all(
    ids.map(async (DetectorId) => {
      const { Status, Features: features = [] } = await client.send(new GetDetectorCommand({ DetectorId }));
      return {
        status: Status,
        features: features.map(({ Name, Status: status, AdditionalConfiguration: additional = [] }) => ({
          name: Name,
          status,
          additional: additional.map((setting) => [setting.Name, setting.Status] as const),
        })),
      };
    }),
  );
}
