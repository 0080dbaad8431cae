import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip } from "../../../files";
import { LambdaFunction } from "../../../modules/function";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, type SynthesizedStack } from "../../support/synth";
import { PROPS, readable, synthFunction } from "./support";

const ALLOWED =
  "allowed: plain names that the zip does not have, and a zip of the suite's own functions [files-do-not-fit]";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "files-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const functionOf = (files: Readonly<Record<string, string>>) =>
  resourceOf(synthFunction({ files }), "aws_lambda_function");
const rejected = (files: Readonly<Record<string, string>>, zip = PROPS.zip) =>
  stackRejectionOf((stack) => new LambdaFunction(stack, "watch", { ...PROPS, zip, files }));

test("texts lie in the zip beside the code, in the file that Terraform uploads", () => {
  const app = new App({ outdir: folder, stackTraces: false });
  const own = new TerraformStack(app, "own");
  new AwsProvider(own, "aws", { region: PROPS.region });
  const fn = new LambdaFunction(own, "watch", { ...PROPS, files: { "settings.json": '{"mode":"block"}' } });
  app.synth();
  const stack = JSON.parse(readFileSync(join(folder, "stacks/own/cdk.tf.json"), "utf8")) as SynthesizedStack;
  const resource = resourceOf(stack, "aws_lambda_function");
  const bytes = readFileSync(join(folder, "stacks/own", String(resource["filename"])));
  const [code, settings] = unzip(bytes);
  const [original] = unzip(readFileSync(PROPS.zip));
  expect(code).toEqual(original);
  expect(settings?.name).toBe("settings.json");
  expect(Buffer.from(settings?.content ?? []).toString()).toBe('{"mode":"block"}');
  const sha256 = createHash("sha256").update(bytes).digest("base64");
  expect(resource["source_code_hash"]).toBe(sha256);
  expect(fn.codeSha256).toBe(sha256);
});

test("another text is other code, and the same text the same", () => {
  const hash = (text: string) => functionOf({ "settings.json": text })["source_code_hash"];
  expect(hash("a")).toBe(hash("a"));
  expect(hash("a")).not.toBe(hash("b"));
});

test("no texts leave the zip as it is", () => {
  expect(functionOf({})).toEqual(resourceOf(synthFunction(), "aws_lambda_function"));
});

test("a version is published where that is said, and its ARN is that of the newest", () => {
  const published = resourceOf(synthFunction({ publish: true }), "aws_lambda_function");
  expect(published["publish"]).toBe(true);
  expect(resourceOf(synthFunction(), "aws_lambda_function")).not.toHaveProperty("publish");
  const { output } = synthFunction({ publish: true }, (fn) => {
    new TerraformOutput(fn, "arn", { value: fn.qualifiedArn, staticId: true });
  });
  expect(readable(output)).toEqual({ arn: { value: "${aws_lambda_function.watch_.qualified_arn}" } });
});

test("a file that the code has already is refused", () => {
  expect(rejected({ "index.js": "" })).toEqual([
    `test/watch: index.js cannot be put into the zip with the code, "${PROPS.zip}": "index.js" cannot be the name of a file in a zip; ${ALLOWED}`,
  ]);
});

test("a zip that somebody else made takes no more files", () => {
  const zip = join(folder, "own.zip");
  writeFileSync(zip, "PK");
  expect(rejected({ "settings.json": "{}" }, zip)).toEqual([
    `test/watch: settings.json cannot be put into the zip with the code, "${zip}": is not a zip of stored files as they are written here; ${ALLOWED}`,
  ]);
});
