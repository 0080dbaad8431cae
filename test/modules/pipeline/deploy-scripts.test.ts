import { describeWith, JQ } from "../../support/tools";
import { REPOSITORY_URI, synthPipeline } from "./fixture";
import { type Run, runStage, stageOf } from "./shell";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const IMAGE_URI = `${REPOSITORY_URI}@${DIGEST}`;
const stack = synthPipeline();
const ecs = stageOf(stack, "Deploys to shop/api");
const eks = stageOf(stack, "Deploys to tools/reports");
const FAST = { ATTEMPTS: "3", POLL_SECONDS: "0" } as const;
const NOT_OURS = `IMAGE_URI is not a digest of ${REPOSITORY_URI}`;

describeWith([JQ], "deployment to ECS", () => {
  const CURRENT = "arn:aws:ecs:us-east-1:444444444444:task-definition/api:4";
  const NEXT = "arn:aws:ecs:us-east-1:444444444444:task-definition/api:5";
  const deployment = (id: string) => `arn:aws:ecs:us-east-1:444444444444:service-deployment/shop/api/${id}`;
  const page = (id?: string, nextToken?: string) =>
    JSON.stringify({
      serviceDeployments: id === undefined ? [] : [{ serviceDeploymentArn: deployment(id) }],
      ...(nextToken === undefined ? {} : { nextToken }),
    });
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
  /** An ECS of one service, whose new deployment is on the second page and goes through the given states. */
  const ecsApi = (states: string, service = CURRENT, after = NEXT) => `
case "$2" in
  describe-services) if [ -f "$STAND_INS/updated" ]; then echo ${after}; else echo ${service}; fi ;;
  list-service-deployments) case "$*" in
    *--next-token*) if [ -f "$STAND_INS/updated" ]; then echo '${page("new")}'; else echo '${page()}'; fi ;;
    *) echo '${page("old", "more")}' ;;
  esac ;;
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

  test("passes no name as an argument of its own, for one that begins with a hyphen would be an option", () => {
    const { calls } = run(ecsApi("SUCCESSFUL"), { CLUSTER_NAME: "-web", SERVICE_NAME: "-api" });
    expect(calls.filter((call) => / -(web|api)/.test(call))).toEqual([]);
    expect(calls.filter((call) => call.includes("=-web --service")).length).toBeGreaterThan(0);
  });

  test("updates exactly the service, with the new revision", () => {
    expect(run(ecsApi("SUCCESSFUL")).calls.filter((call) => call.includes("update-service"))).toEqual([
      `aws ecs update-service --cluster=shop --service=api --task-definition ${NEXT} --query service.serviceArn --output text`,
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

  test("turns every page of the service's deployments, for ECS promises no order and the AWS CLI turns none", () => {
    const list = "aws ecs list-service-deployments --cluster=shop --service=api --max-results 100";
    const lists = run(ecsApi("SUCCESSFUL")).calls.filter((call) => call.startsWith(list));
    expect(lists).toEqual([
      `${list} --output json`,
      `${list} --next-token more --output json`,
      `${list} --output json`,
      `${list} --next-token more --output json`,
    ]);
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

describeWith([JQ], "deployment to EKS", () => {
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
