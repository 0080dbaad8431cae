import {
  GetConfigurationCommand,
  type Inspector2Client,
  UpdateConfigurationCommand,
} from "@aws-sdk/client-inspector2";
import { type RescanSetting } from "./event";

/** What Inspector says is set, in whatever words it has. */
export interface RescanState {
  readonly rescanDuration?: string | undefined;
  readonly pullDateRescanDuration?: string | undefined;
  readonly pullDateRescanMode?: string | undefined;
  /** `SUCCESS`, `PENDING` or `FAILED`. */
  readonly status?: string | undefined;
  readonly updatedAt?: Date | undefined;
}

/** The two operations of Inspector that the function needs. */
export interface Inspector {
  read(): Promise<RescanState>;
  update(setting: RescanSetting): Promise<void>;
}

/** Inspector by its API; calls end when the signal says so. */
export function inspectorOf(client: Inspector2Client, abortSignal: AbortSignal): Inspector {
  return {
    read: async () => {
      const { ecrConfiguration } = await client.send(new GetConfigurationCommand({}), { abortSignal });
      return ecrConfiguration?.rescanDurationState ?? {};
    },
    update: async (setting) => {
      await client.send(new UpdateConfigurationCommand({ ecrConfiguration: setting }), { abortSignal });
    },
  };
}
