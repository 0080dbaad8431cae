bash -euo pipefail <<'SCRIPT'
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
    sed -E "s#^([[:space:]-]*image:[[:space:]]*)[\"']?IMAGE_URI[\"']?[[:space:]]*\$#\1$IMAGE_URI#" "$manifest" >> "$work/manifests.yaml"
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