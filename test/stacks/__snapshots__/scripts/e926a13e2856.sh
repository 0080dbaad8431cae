bash -euo pipefail <<'SCRIPT'
deployments() {
  file="$1"
  : > "$file"
  set --
  while true; do
    aws ecs list-service-deployments --cluster="$CLUSTER_NAME" --service="$SERVICE_NAME" --max-results 100 "$@" \
      --output json > "$work/page.json"
    jq -r '.serviceDeployments[].serviceDeploymentArn' "$work/page.json" >> "$file"
    token="$(jq -r '.nextToken // empty' "$work/page.json")"
    if [ -z "$token" ]; then return 0; fi
    set -- --next-token "$token"
  done
}
task_definition() {
  aws ecs describe-services --cluster="$CLUSTER_NAME" --services="$SERVICE_NAME" \
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
  next="$(aws ecs register-task-definition --cli-input-json "file://$work/next.json" \
    --query taskDefinition.taskDefinitionArn --output text)"
  aws ecs update-service --cluster="$CLUSTER_NAME" --service="$SERVICE_NAME" --task-definition "$next" \
    --query service.serviceArn --output text
  for attempt in $(seq 1 "$ATTEMPTS"); do
    deployments "$work/now"
    deployment="$(grep -vxFf "$work/before" "$work/now" | head -n 1 || true)"
    status=PENDING
    if [[ $deployment == arn:* ]]; then
      status="$(aws ecs describe-service-deployments --service-deployment-arns "$deployment" \
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

require_digest() {
  digest="$(printf '%s' "$IMAGE_URI" | cut -d@ -f2)"
  if [ "$IMAGE_URI" != "$REPOSITORY_URI@$digest" ] || ! [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "IMAGE_URI is not a digest of $REPOSITORY_URI: $IMAGE_URI" >&2
    exit 1
  fi
}

use_deploy_role() {
  AWS_CONFIG_FILE="$(mktemp)"
  printf '[profile target]\nrole_arn = %s\nrole_session_name = supply-chain-deploy\n' "$DEPLOY_ROLE_ARN" > "$AWS_CONFIG_FILE"
  printf 'credential_source = EcsContainer\n' >> "$AWS_CONFIG_FILE"
  AWS_PROFILE=target
  AWS_REGION="$TARGET_REGION"
  AWS_DEFAULT_REGION="$TARGET_REGION"
  export AWS_CONFIG_FILE AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION
}
main < /dev/null
SCRIPT