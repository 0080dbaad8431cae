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
    expect(
      run({ docker: docker(IMAGE_URI) }).calls.filter((call) => !call.startsWith("docker image")),
    ).toEqual([
      "aws ecr get-login-password",
      "docker login --username AWS --password-stdin 333333333333.dkr.ecr.eu-central-1.amazonaws.com",
      `docker build --pull --platform linux/amd64 --file Dockerfile --tag ${tag} .`,
      `docker push ${tag}`,
    ]);
  });

  test("never prints the registry password", () => {
    expect(run({ docker: docker(IMAGE_URI) }).stdout).not.toContain("secret-token");
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

describe("deployment to ECS", () => {
  const CURRENT = "arn:aws:ecs:us-east-1:444444444444:task-definition/api:4";
  const NEXT = "arn:aws:ecs:us-east-1:444444444444:task-definition/api:5";
  const deployment = (id: string) => `arn:aws:ecs:us-east-1:444444444444:service-deployment/shop/api/${id}`;
  const described = JSON.stringify({
    taskDefinition: {
      taskDefinitionArn: CURRENT,
      family: "api",
      revision: 4,
      status: "ACTIVE",
      registeredAt: 1,
      registeredBy: "somebody",
      compatibilities: ["FARGATE"],
      requiresAttributes: [{ name: "x" }],
      cpu: "256",
      containerDefinitions: [
        { name: "app", image: "old", essential: true },
        { name: "proxy", image: "proxy:1" },
      ],
    },
    tags: [{ key: "team", value: "shop" }],
  });
  /** An ECS of one service, whose new deployment goes through the given states. */
  const ecsApi = (states: string, service = CURRENT, after = NEXT) => `
case "$2" in
  describe-services) if [ -f "$STAND_INS/updated" ]; then echo ${after}; else echo ${service}; fi ;;
  list-service-deployments) printf '${deployment("old")}'; if [ -f "$STAND_INS/updated" ]; then printf '\\t${deployment("new")}'; fi; echo ;;
  describe-task-definition) cat <<'JSON'
${described}
JSON
  ;;
  register-task-definition) cp "$(printf '%s' "$4" | cut -c8-)" "$STAND_INS/next.json"; cp "$AWS_CONFIG_FILE" "$STAND_INS/config"; echo ${NEXT} ;;
  update-service) touch "$STAND_INS/updated" ;;
  describe-service-deployments) echo x >> "$STAND_INS/count"; echo ${states} | cut -d' ' -f"$(wc -l < "$STAND_INS/count")" ;;
esac`;
  const run = (aws: string, variables = {}): Run =>
    runStage(ecs, { aws }, { ...FAST, IMAGE_URI, ...variables });

  test("registers the task definition again with only the container's image changed", () => {
    const result = run(ecsApi("SUCCESSFUL"));
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(result.file("next.json"))).toEqual({
      family: "api",
      cpu: "256",
      containerDefinitions: [
        { name: "app", image: IMAGE_URI, essential: true },
        { name: "proxy", image: "proxy:1" },
      ],
      tags: [{ key: "team", value: "shop" }],
    });
  });

  test("updates exactly the service, with the new revision", () => {
    expect(run(ecsApi("SUCCESSFUL")).calls.filter((call) => call.includes("update-service"))).toEqual([
      `aws ecs update-service --cluster shop --service api --task-definition ${NEXT} --query service.serviceArn --output text`,
    ]);
  });

  test("acts as the deploy role of the target account, with credentials that renew themselves", () => {
    expect(run(ecsApi("SUCCESSFUL")).file("config")).toBe(
      [
        "[profile target]",
        "role_arn = arn:aws:iam::444444444444:role/supply-chain/supply-chain-deploy-shop-api-shop",
        "role_session_name = supply-chain-deploy",
        "credential_source = EcsContainer",
        "",
      ].join("\n"),
    );
  });

  test("calls the region of the cluster", () => {
    const result = run(`echo "$AWS_REGION $AWS_DEFAULT_REGION $AWS_PROFILE" >&2; exit 1`);
    expect(result.stderr).toBe("us-east-1 us-east-1 target\n");
  });

  test("waits while the deployment is in progress, and looks at the new deployment only", () => {
    const result = run(ecsApi("PENDING IN_PROGRESS SUCCESSFUL"));
    expect(result.status).toBe(0);
    expect(result.calls.filter((call) => call.includes("describe-service-deployments"))).toEqual(
      Array.from(
        { length: 3 },
        () =>
          `aws ecs describe-service-deployments --service-deployment-arns ${deployment("new")} --query serviceDeployments[0].status --output text`,
      ),
    );
  });

  test.each(["ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED", "UNHEARD_OF"])(
    "fails when the deployment ends as %s",
    (state) => {
      expect(run(ecsApi(state))).toMatchObject({
        status: 1,
        stderr: `Deployment of ${NEXT} ended as ${state}\n`,
      });
    },
  );

  test("fails after the last attempt when the deployment does not end", () => {
    expect(run(ecsApi("IN_PROGRESS IN_PROGRESS IN_PROGRESS"))).toMatchObject({
      status: 1,
      stderr: `Deployment of ${NEXT} has not ended after 3 attempts\n`,
    });
  });

  test("fails when another deployment came between", () => {
    expect(run(ecsApi("SUCCESSFUL", CURRENT, `${NEXT}1`))).toMatchObject({
      status: 1,
      stderr: `Service api does not run ${NEXT}: another deployment came between\n`,
    });
  });

  test("fails when the service is not there, and registers nothing", () => {
    const result = run(ecsApi("SUCCESSFUL", "None"));
    expect(result).toMatchObject({ status: 1, stderr: "Cluster shop has no service api\n" });
    expect(result.file("next.json")).toBe("");
  });

  test("fails when the task definition has no such container, and registers nothing", () => {
    const result = run(ecsApi("SUCCESSFUL"), { CONTAINER_NAME: "web" });
    expect(result.status).toBe(1);
    expect(result.stderr).toContain("the task definition has no container web");
    expect(result.file("next.json")).toBe("");
  });

  test("refuses a tag without asking anybody", () => {
    const image = `${REPOSITORY_URI}:latest`;
    expect(run("exit 0", { IMAGE_URI: image })).toMatchObject({
      status: 1,
      calls: [],
      stderr: `${NOT_OURS}: ${image}\n`,
    });
  });
});

describe("deployment to EKS", () => {
  const MANIFESTS = {
    "deploy/api.yaml": 'spec:\n  containers:\n    - image: IMAGE_URI\n      name: "IMAGE_URI"\n',
    "deploy/web.yaml": 'spec:\n  initContainers:\n    - name: init\n      image: "IMAGE_URI"\n',
  };
  const kubectl = (rollout = "exit 0") => `case "$1" in
  apply) cp "$5" "$STAND_INS/manifests.yaml"; printf 'service/api\\ndeployment.apps/api\\nstatefulset.apps/db\\n' ;;
  rollout) ${rollout} ;;
esac`;
  const run = (files: Record<string, string> = MANIFESTS, program = kubectl(), variables = {}): Run =>
    runStage(eks, { aws: "exit 0", kubectl: program }, { IMAGE_URI, ...variables }, files);

  test("puts the digest into image fields and nowhere else", () => {
    const result = run();
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(result.file("manifests.yaml")).toBe(
      [
        `---\nspec:\n  containers:\n    - image: ${IMAGE_URI}\n      name: "IMAGE_URI"\n`,
        `---\nspec:\n  initContainers:\n    - name: init\n      image: ${IMAGE_URI}\n`,
      ].join(""),
    );
  });

  test("applies to the namespace and waits for the rollouts, for nothing else", () => {
    const calls = run().calls.map((call) => call.replace(/ \S+\/(kubeconfig|manifests\.yaml)/g, " FILE"));
    expect(calls).toEqual([
      "aws eks update-kubeconfig --name tools --kubeconfig FILE",
      "kubectl apply --namespace reports --filename FILE --output name",
      "kubectl rollout status --namespace reports --timeout 30m deployment.apps/api",
      "kubectl rollout status --namespace reports --timeout 30m statefulset.apps/db",
    ]);
  });

  test("fails when no manifest takes the image, and applies nothing", () => {
    const result = run({ "deploy/api.yaml": "image: nginx\n", "deploy/web.yaml": "image: IMAGE_URI_OLD\n" });
    expect(result).toMatchObject({
      status: 1,
      calls: [],
      stderr:
        "No manifest has a line 'image: IMAGE_URI' to put the digest in: deploy/api.yaml deploy/web.yaml\n",
    });
  });

  test("fails when the source has no such manifest, and applies nothing", () => {
    const result = run({ "deploy/api.yaml": "image: IMAGE_URI\n" });
    expect(result).toMatchObject({
      status: 1,
      calls: [],
      stderr: "The source has no manifest deploy/web.yaml\n",
    });
  });

  test("fails when a rollout fails", () => {
    expect(run(MANIFESTS, kubectl("exit 1")).status).toBe(1);
  });

  test("refuses the digest of a foreign repository without asking anybody", () => {
    const image = `evil.example.com/shop/api@${DIGEST}`;
    expect(run(MANIFESTS, kubectl(), { IMAGE_URI: image })).toMatchObject({
      status: 1,
      calls: [],
      stderr: `${NOT_OURS}: ${image}\n`,
    });
  });
});
