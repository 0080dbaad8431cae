import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip } from "../../../files";
import { EcsImageVerification, type EcsImageVerificationProps } from "../../../modules/runtime";
import { trustPolicyDocument } from "../../../trust-policy";
import { type ClusterSettings, NEVER_ENFORCED } from "../../../verification";
import { resourcesOf, type SynthesizedStack, synthStack } from "../../support/synth";

export const AT = { accountId: "444444444444", region: "eu-central-1", partition: "aws" } as const;
export const API = "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api";
export const API_ARN = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
export const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
export const NAMES = [
  "supply-chain-ecs-image-verifier",
  "supply-chain-ecs-task-verifier",
  "supply-chain-decision-recorder",
];

export const cluster = (changes: Partial<ClusterSettings> = {}): ClusterSettings => ({
  mode: "block",
  tags: "refuse",
  repositories: [API],
  services: {},
  enforcedSince: "2026-03-02T00:00:00Z",
  ...changes,
});

export const PROPS: EcsImageVerificationProps = {
  ...AT,
  clusters: {
    shop: cluster(),
    batch: cluster({ enforcedSince: NEVER_ENFORCED }),
    tools: cluster({ mode: "alert", tags: "detect", enforcedSince: NEVER_ENFORCED }),
  },
  trustPolicy: trustPolicyDocument({
    profiles: [{ name: "release", profileArns: [PROFILE], registryScopes: [API] }],
  }),
  repositoryArns: [API_ARN],
};

/** A stack with the verification, and what else is done with it. */
export function synthVerification(
  changes: Partial<EcsImageVerificationProps> = {},
  use: (verification: EcsImageVerification) => void = () => undefined,
): SynthesizedStack {
  return synthStack((stack) => {
    use(new EcsImageVerification(stack, "verification", { ...PROPS, ...changes }));
  });
}

/** The stack with the ARNs that AWS will give, in the place of Terraform's references to them. */
export function withArns(stack: SynthesizedStack): SynthesizedStack {
  const where = `${AT.region}:${AT.accountId}`;
  const arns = {
    aws_sqs_queue: (name: string) => `arn:aws:sqs:${where}:${name}`,
    aws_dynamodb_table: (name: string) => `arn:aws:dynamodb:${where}:table/${name}`,
    aws_cloudwatch_event_rule: (name: string) => `arn:aws:events:${where}:rule/${name}`,
  };
  let text = JSON.stringify(stack);
  for (const [type, arnOf] of Object.entries(arns)) {
    for (const [address, body] of Object.entries(stack.resource?.[type] ?? {})) {
      text = text.replaceAll(`\${${type}.${address}.arn}`, arnOf(String(body["name"])));
    }
  }
  return JSON.parse(text) as SynthesizedStack;
}

/** The function of that name. */
export function functionOf(stack: SynthesizedStack, name: string): Record<string, unknown> {
  const found = resourcesOf(stack, "aws_lambda_function").find((each) => each["function_name"] === name);
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

/** The files that Terraform uploads for each function, as texts. */
export function uploadedFiles(props: EcsImageVerificationProps): Record<string, Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), "verification-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    const own = new TerraformStack(app, "own");
    new AwsProvider(own, "aws", { region: AT.region });
    new EcsImageVerification(own, "verification", props);
    app.synth();
    const folder = join(outdir, "stacks", "own");
    const stack = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as SynthesizedStack;
    return Object.fromEntries(
      resourcesOf(stack, "aws_lambda_function").map((fn) => {
        const entries = unzip(readFileSync(join(folder, String(fn["filename"]))));
        return [
          String(fn["function_name"]),
          Object.fromEntries(entries.map(({ name, content }) => [name, Buffer.from(content).toString()])),
        ];
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
