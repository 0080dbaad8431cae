bash -euo pipefail <<'SCRIPT'
main() {
  require_digest
  signatures="$(mktemp)"
  set -f
  for attempt in $(seq 1 "$ATTEMPTS"); do
    aws ecr describe-image-signing-status --registry-id "$REGISTRY_ID" --repository-name "$REPOSITORY_NAME" \
      --image-id "imageDigest=$digest" --output text \
      --query 'signingStatuses[].[signingProfileArn,status,failureCode,failureReason]' > "$signatures"
    missing=""
    for profile in $SIGNING_PROFILE_ARNS; do
      state="$(awk -F'\t' -v profile="$profile" '$1 == profile { print $2; exit }' "$signatures")"
      case "$state" in
        COMPLETE) ;;
        FAILED)
          echo "Signing failed: $(awk -F'\t' -v profile="$profile" '$1 == profile { print; exit }' "$signatures")" >&2
          exit 1 ;;
        *) missing="$missing $profile" ;;
      esac
    done
    for profile in $OTHER_PROFILE_ARNS; do
      state="$(awk -F'\t' -v profile="$profile" '$1 == profile { print $2; exit }' "$signatures")"
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

require_digest() {
  digest="$(printf '%s' "$IMAGE_URI" | cut -d@ -f2)"
  if [ "$IMAGE_URI" != "$REPOSITORY_URI@$digest" ] || ! [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "IMAGE_URI is not a digest of $REPOSITORY_URI: $IMAGE_URI" >&2
    exit 1
  fi
}
main < /dev/null
SCRIPT