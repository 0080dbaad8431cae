import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

/** Settings of an SDK client that asks the emulator as one account in one region. */
export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
  readonly credentials: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  }>;
}

/** Where something is. */
export interface Site {
  readonly accountId: string;
  readonly region: string;
}

/** The settings with which a client of the AWS SDK acts as an account of the emulator. */
export function clientSettings(endpoint: string, { accountId, region }: Site): ClientSettings {
  return {
    endpoint,
    region,
    maxAttempts: 2,
    forcePathStyle: true,
    credentials: async () => {
      const sts = new STSClient({
        endpoint,
        region,
        credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
      });
      const { Credentials: assumed } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${accountId}:role/supply-chain-deployment`,
          RoleSessionName: "inspection",
        }),
      );
      sts.destroy();
      return {
        accessKeyId: assumed?.AccessKeyId ?? "",
        secretAccessKey: assumed?.SecretAccessKey ?? "",
        sessionToken: assumed?.SessionToken ?? "",
      };
    },
  };
}
