bash -euo pipefail <<'SCRIPT'
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

require_digest() {
  digest="$(printf '%s' "$IMAGE_URI" | cut -d@ -f2)"
  if [ "$IMAGE_URI" != "$REPOSITORY_URI@$digest" ] || ! [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "IMAGE_URI is not a digest of $REPOSITORY_URI: $IMAGE_URI" >&2
    exit 1
  fi
}
main < /dev/null
SCRIPT