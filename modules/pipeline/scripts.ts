/*
 * The shell of every build project. Terraform reads these texts as templates, so none may hold a dollar sign or
 * percent sign followed by an opening brace. Values come from environment variables alone, always quoted.
 */

/** Fails unless IMAGE_URI is a digest of the pipeline's own repository; what a build says is not trusted. */
const REQUIRE_DIGEST = `
require_digest() {
  digest="$(printf '%s' "$IMAGE_URI" | cut -d@ -f2)"
  if [ "$IMAGE_URI" != "$REPOSITORY_URI@$digest" ] || ! [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "IMAGE_URI is not a digest of $REPOSITORY_URI: $IMAGE_URI" >&2
    exit 1
  fi
}`;

/** From here on every call is made as the deploy role; the CLI renews the credentials, none is printed. */
const USE_DEPLOY_ROLE = `
use_deploy_role() {
  AWS_CONFIG_FILE="$(mktemp)"
  printf '[profile target]\\nrole_arn = %s\\nrole_session_name = supply-chain-deploy\\n' "$DEPLOY_ROLE_ARN" > "$AWS_CONFIG_FILE"
  printf 'credential_source = EcsContainer\\n' >> "$AWS_CONFIG_FILE"
  AWS_PROFILE=target
  AWS_REGION="$TARGET_REGION"
  AWS_DEFAULT_REGION="$TARGET_REGION"
  export AWS_CONFIG_FILE AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION
}`;

/**
 * Builds and pushes one image, and writes its address by digest to the file that {@link EXPORT_IMAGE} reads.
 * The tag is new for every build, because tags are immutable and a commit may be built again.
 */
export const BUILD_IMAGE = `
main() {
  if ! [[ $COMMIT_ID =~ ^[0-9a-f]{40,64}$ ]]; then
    echo "COMMIT_ID is not a commit: $COMMIT_ID" >&2
    exit 1
  fi
  tag="$(printf '%s' "$COMMIT_ID" | cut -c1-12)-$CODEBUILD_BUILD_NUMBER"
  aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY_HOST"
  docker build --pull --platform "linux/$ARCHITECTURE" --file "$DOCKERFILE" --tag "$REPOSITORY_URI:$tag" "$CONTEXT"
  docker push "$REPOSITORY_URI:$tag"
  digests="$(docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$REPOSITORY_URI:$tag")"
  IMAGE_URI="$(awk -F@ -v repository="$REPOSITORY_URI" '$1 == repository { print; exit }' <<< "$digests")"
  require_digest
  printf '%s' "$IMAGE_URI" > "$HOME/image-uri"
  echo "Pushed $IMAGE_URI as $tag"
}
${REQUIRE_DIGEST}
`;

/** Makes the address of the image a variable of the pipeline. */
export const EXPORT_IMAGE = `IMAGE_URI="$(cat "$HOME/image-uri")" && export IMAGE_URI`;

/**
 * Waits until every profile has signed the image. ECR signs after the push has succeeded, so a push that could
 * not be signed is found out only here. While a profile is replaced, the one before or after it may have signed instead.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageSigningStatus.html
 */
export const AWAIT_SIGNATURES = `
main() {
  require_digest
  signatures="$(mktemp)"
  set -f
  for attempt in $(seq 1 "$ATTEMPTS"); do
    aws ecr describe-image-signing-status --registry-id "$REGISTRY_ID" --repository-name "$REPOSITORY_NAME" \\
      --image-id "imageDigest=$digest" --output text \\
      --query 'signingStatuses[].[signingProfileArn,status,failureCode,failureReason]' > "$signatures"
    missing=""
    for profile in $SIGNING_PROFILE_ARNS; do
      state="$(awk -F'\\t' -v profile="$profile" '$1 == profile { print $2; exit }' "$signatures")"
      case "$state" in
        COMPLETE) ;;
        FAILED)
          echo "Signing failed: $(awk -F'\\t' -v profile="$profile" '$1 == profile { print; exit }' "$signatures")" >&2
          exit 1 ;;
        *) missing="$missing $profile" ;;
      esac
    done
    for profile in $OTHER_PROFILE_ARNS; do
      state="$(awk -F'\\t' -v profile="$profile" '$1 == profile { print $2; exit }' "$signatures")"
      if [ "$state" = COMPLETE ]; then missing=""; fi
    done
    if [ -z "$missing" ]; then
      echo "Signed: $IMAGE_URI"
      return 0
    fi
    echo "Attempt $attempt of $ATTEMPTS: no signature yet of$missing"
    sleep "$POLL_SECONDS"
  done
  echo "No signature after $ATTEMPTS attempts of$missing" >&2
  exit 1
}
${REQUIRE_DIGEST}
`;

/**
 * Registers the service's task definition again with the digest in it, updates the service and waits until that
 * deployment has succeeded. A deployment that was rolled back is a failure, though the service is stable again.
 * ECS keeps the deployments of 90 days and says not in which order it lists them, and the AWS CLI does not turn
 * the pages of this list, so every page is read. Names stand behind `=`, for ECS takes names that begin with a
 * hyphen, and the AWS CLI would take these for options.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServiceDeployments.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html
 */
export const DEPLOY_TO_ECS = `
deployments() {
  file="$1"
  : > "$file"
  set --
  while true; do
    aws ecs list-service-deployments --cluster="$CLUSTER_NAME" --service="$SERVICE_NAME" --max-results 100 "$@" \\
      --output json > "$work/page.json"
    jq -r '.serviceDeployments[].serviceDeploymentArn' "$work/page.json" >> "$file"
    token="$(jq -r '.nextToken // empty' "$work/page.json")"
    if [ -z "$token" ]; then return 0; fi
    set -- --next-token "$token"
  done
}
task_definition() {
  aws ecs describe-services --cluster="$CLUSTER_NAME" --services="$SERVICE_NAME" \\
    --query 'services[0].taskDefinition' --output text
}
main() {
  require_digest
  use_deploy_role
  work="$(mktemp -d)"
  current="$(task_definition)"
  if ! [[ $current == arn:* ]]; then
    echo "Cluster $CLUSTER_NAME has no service $SERVICE_NAME" >&2
    exit 1
  fi
  deployments "$work/before"
  aws ecs describe-task-definition --task-definition "$current" --include TAGS --output json > "$work/current.json"
  jq --arg container "$CONTAINER_NAME" --arg image "$IMAGE_URI" '
    (.tags // []) as $tags | .taskDefinition
    | if any(.containerDefinitions[]; .name == $container) then . else error("the task definition has no container " + $container) end
    | .containerDefinitions |= map(if .name == $container then .image = $image else . end)
    | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities,
          .registeredAt, .registeredBy, .deregisteredAt)
    | if ($tags | length) > 0 then .tags = $tags else . end' "$work/current.json" > "$work/next.json"
  next="$(aws ecs register-task-definition --cli-input-json "file://$work/next.json" \\
    --query taskDefinition.taskDefinitionArn --output text)"
  aws ecs update-service --cluster="$CLUSTER_NAME" --service="$SERVICE_NAME" --task-definition "$next" \\
    --query service.serviceArn --output text
  for attempt in $(seq 1 "$ATTEMPTS"); do
    deployments "$work/now"
    deployment="$(grep -vxFf "$work/before" "$work/now" | head -n 1 || true)"
    status=PENDING
    if [[ $deployment == arn:* ]]; then
      status="$(aws ecs describe-service-deployments --service-deployment-arns "$deployment" \\
        --query 'serviceDeployments[0].status' --output text)"
    fi
    case "$status" in
      SUCCESSFUL)
        if [ "$(task_definition)" != "$next" ]; then
          echo "Service $SERVICE_NAME does not run $next: another deployment came between" >&2
          exit 1
        fi
        echo "Deployed $IMAGE_URI as $next"
        return 0 ;;
      PENDING | IN_PROGRESS)
        echo "Attempt $attempt of $ATTEMPTS: deployment is $status"
        sleep "$POLL_SECONDS" ;;
      *)
        echo "Deployment of $next ended as $status" >&2
        exit 1 ;;
    esac
  done
  echo "Deployment of $next has not ended after $ATTEMPTS attempts" >&2
  exit 1
}
${REQUIRE_DIGEST}
${USE_DEPLOY_ROLE}
`;

/** Puts the digest where the manifests say `image: IMAGE_URI`, applies them and waits for every rollout. */
export const DEPLOY_TO_EKS = `
main() {
  require_digest
  use_deploy_role
  work="$(mktemp -d)"
  set -f
  for manifest in $MANIFESTS; do
    if ! [ -f "$manifest" ]; then
      echo "The source has no manifest $manifest" >&2
      exit 1
    fi
    echo '---' >> "$work/manifests.yaml"
    sed -E "s#^([[:space:]-]*image:[[:space:]]*)[\\"']?IMAGE_URI[\\"']?[[:space:]]*\\$#\\1$IMAGE_URI#" "$manifest" >> "$work/manifests.yaml"
  done
  if ! grep -qF "$IMAGE_URI" "$work/manifests.yaml"; then
    echo "No manifest has a line 'image: IMAGE_URI' to put the digest in: $MANIFESTS" >&2
    exit 1
  fi
  export KUBECONFIG="$work/kubeconfig"
  aws eks update-kubeconfig --name "$CLUSTER_NAME" --kubeconfig "$KUBECONFIG"
  kubectl apply --namespace "$NAMESPACE" --filename "$work/manifests.yaml" --output name > "$work/applied"
  cat "$work/applied"
  while read -r object; do
    case "$object" in
      daemonset.apps/* | deployment.apps/* | statefulset.apps/*)
        kubectl rollout status --namespace "$NAMESPACE" --timeout "$ROLLOUT_TIMEOUT" "$object" < /dev/null ;;
    esac
  done < "$work/applied"
  echo "Deployed $IMAGE_URI to $NAMESPACE"
}
${REQUIRE_DIGEST}
${USE_DEPLOY_ROLE}
`;

/**
 * A buildspec that runs one script in a shell of its own, which stops at the first failure.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html
 */
export function buildspec(script: string, exports: Readonly<Record<string, string>> = {}): string {
  const body = script.trim();
  return JSON.stringify({
    version: 0.2,
    env: {
      shell: "bash",
      ...(Object.keys(exports).length > 0 ? { "exported-variables": Object.keys(exports) } : {}),
    },
    phases: {
      build: {
        commands: [
          `bash -euo pipefail <<'SCRIPT'\n${body}\nmain < /dev/null\nSCRIPT`,
          ...Object.values(exports),
        ],
      },
    },
  });
}
