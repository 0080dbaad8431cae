import { spawnSync } from "node:child_process";
import { PROFILE, REPOSITORY_URI, synthPipeline } from "./fixture";
import { type Run, runStage, stageOf } from "./shell";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const IMAGE_URI = `${REPOSITORY_URI}@${DIGEST}`;
const COMMIT_ID = "deadbeef".repeat(5);
const stack = synthPipeline();
const build = stageOf(stack, "Builds");
const signature = stageOf(stack, "Waits");
const ecs = stageOf(stack, "Deploys to shop/api");
const eks = stageOf(stack, "Deploys to tools/reports");
const FAST = { ATTEMPTS: "3", POLL_SECONDS: "0" } as const;
const NOT_OURS = `IMAGE_URI is not a digest of ${REPOSITORY_URI}`;

describe.each(Object.entries({ build, signature, ecs, eks }))("commands of %s", (_, stage) => {
  test("are correct bash", () => {
    expect(stage.buildspec.phases.build.commands).not.toEqual([]);
    for (const command of stage.buildspec.phases.build.commands) {
      const script = command.split("\n").slice(1, -1).join("\n");
      expect(spawnSync("bash", ["-n", "-c", command], { encoding: "utf8" }).stderr).toBe("");
      expect(spawnSync("bash", ["-n", "-c", script], { encoding: "utf8" }).stderr).toBe("");
    }
  });

  test("hold nothing that Terraform would interpolate", () => {
    expect(stage.buildspec.phases.build.commands.join("\n")).not.toMatch(/[$%]\{/);
  });

  test("run in bash and stop at the first failure", () => {
    expect(stage.buildspec.env.shell).toBe("bash");
    expect(stage.buildspec.phases.build.commands[0]?.split("\n")[0]).toBe("bash -euo pipefail <<'SCRIPT'");
  });
});

describe("build", () => {
  const AWS = "echo secret-token";
  const docker = (digests: string, push = "exit 0") => `case "$1" in
  login) cat > "$STAND_INS/token" ;;
  push) ${push} ;;
  image) printf '%s\\n' ${digests} ;;
esac`;
  const run = (programs: { aws?: string; docker: string }, variables = {}): Run =>
    runStage(build, { aws: AWS, ...programs }, { COMMIT_ID, ...variables });

  test("exports the digest of the pipeline's repository that was pushed", () => {
    const result = run({
      docker: docker(`other.example.com/shop/api@${DIGEST.replace("0", "f")} ${IMAGE_URI}`),
    });
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.file("exported-IMAGE_URI")).toBe(`${IMAGE_URI}\n`);
  });

  test("pushes a tag of commit and build number, once", () => {
    const tag = `${REPOSITORY_URI}:deadbeefdead-7`;
    const { calls } = run({ docker: docker(IMAGE_URI) });
    // The two sides of a pipe begin in any order.
    expect(calls.filter((call) => call.startsWith("aws"))).toEqual(["aws ecr get-login-password"]);
    expect(calls.filter((call) => /^docker (?!image)/.test(call))).toEqual([
      "docker login --username AWS --password-stdin 333333333333.dkr.ecr.eu-central-1.amazonaws.com",
      `docker build --pull --platform linux/amd64 --file Dockerfile --tag ${tag} .`,
      `docker push ${tag}`,
    ]);
  });

  test("never prints the registry password", () => {
    const { status, stdout, stderr } = run({ docker: docker(IMAGE_URI) });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`Pushed ${IMAGE_URI}`);
    expect(stdout).not.toContain("secret-token");
  });

  test.each([
    ["the login", { aws: "exit 254", docker: docker(IMAGE_URI) }],
    ["the push", { docker: docker(IMAGE_URI, "exit 1") }],
  ])("fails when %s fails, and exports nothing", (_, programs) => {
    const result = run(programs);
    expect(result.status).toBe(1);
    expect(result.file("exported-IMAGE_URI")).toBe("");
  });

  test("fails when the registry told no digest of the repository", () => {
    const result = run({ docker: docker(`other.example.com/shop/api@${DIGEST}`) });
    expect(result).toMatchObject({ status: 1, stderr: `${NOT_OURS}: \n` });
  });

  test("takes nothing but a commit id into the tag", () => {
    const result = run({ docker: docker(IMAGE_URI) }, { COMMIT_ID: "$(touch stolen)" });
    expect(result).toMatchObject({
      status: 1,
      calls: [],
      stderr: "COMMIT_ID is not a commit: $(touch stolen)\n",
    });
  });
});

describe("signature", () => {
  const run = (aws: string, imageUri = IMAGE_URI): Run =>
    runStage(signature, { aws }, { ...FAST, IMAGE_URI: imageUri });
  const line = (status: string, rest = "None\\tNone") => `printf '${PROFILE}\\t${status}\\t${rest}\\n'`;

  test("passes as soon as every profile has signed", () => {
    const result = run(line("COMPLETE"));
    expect(result).toMatchObject({ status: 0, stdout: `Signed: ${IMAGE_URI}\n` });
    expect(result.calls).toEqual([
      `aws ecr describe-image-signing-status --registry-id 333333333333 --repository-name shop/api --image-id imageDigest=${DIGEST} --output text --query signingStatuses[].[signingProfileArn,status,failureCode,failureReason]`,
    ]);
  });

  test("asks again while a signature is in progress", () => {
    const aws = `n=$(wc -l < "$STAND_INS/calls"); if [ "$n" -lt 3 ]; then ${line("IN_PROGRESS")}; else ${line("COMPLETE")}; fi`;
    const result = run(aws);
    expect([result.status, result.calls.length]).toEqual([0, 3]);
  });

  test("fails at once with ECR's reason when signing failed", () => {
    const result = run(line("FAILED", "AccessDenied\\tno signer:SignPayload"));
    expect(result).toMatchObject({
      status: 1,
      stderr: `Signing failed: ${PROFILE}\tFAILED\tAccessDenied\tno signer:SignPayload\n`,
    });
    expect(result.calls).toHaveLength(1);
  });

  test.each([
    ["stays in progress", line("IN_PROGRESS")],
    ["is of another profile", `printf '${PROFILE}x\\tCOMPLETE\\tNone\\tNone\\n'`],
    ["never begins", "printf ''"],
  ])("fails after the last attempt when the signature %s", (_, aws) => {
    const result = run(aws);
    expect(result).toMatchObject({ status: 1, stderr: `No signature after 3 attempts of ${PROFILE}\n` });
    expect(result.calls).toHaveLength(3);
  });

  describe("while the profile is replaced", () => {
    const NEXT = `${PROFILE}next`;
    const line = (profile: string, status: string) => `printf '${profile}\\t${status}\\tNone\\tNone\\n'`;
    const variables = { ...FAST, IMAGE_URI, OTHER_PROFILE_ARNS: `${PROFILE}x ${NEXT}` };

    test("passes with a signature of another generation", () => {
      const result = runStage(signature, { aws: line(NEXT, "COMPLETE") }, variables);
      expect(result).toMatchObject({ status: 0, stdout: `Signed: ${IMAGE_URI}\n` });
    });

    test.each([
      ["the profile that signs failed", `${line(NEXT, "COMPLETE")}; ${line(PROFILE, "FAILED")}`],
      ["the other one failed", line(NEXT, "FAILED")],
      ["the other one is not done", line(NEXT, "IN_PROGRESS")],
    ])("fails when %s", (_, aws) => {
      expect(runStage(signature, { aws }, variables).status).toBe(1);
    });
  });

  test("fails when ECR does not answer", () => {
    expect(run("exit 254").status).toBe(1);
  });

  test.each([
    `${REPOSITORY_URI}:latest`,
    `evil.example.com/shop/api@${DIGEST}`,
    `${REPOSITORY_URI}@sha256:ab`,
  ])("refuses the image %s without asking anybody", (image) => {
    expect(run("exit 0", image)).toMatchObject({ status: 1, calls: [], stderr: `${NOT_OURS}: ${image}\n` });
  });
});
