# Resolve the name of an image, and read the version of Prometheus in it.
# Given: IMAGE, PULL (yes or no).

if [ "$PULL" = yes ]; then
  progress pull
  problem=$(docker pull "$IMAGE" 2>&1) || fail pull-failed "$problem"
fi
# A repository may have several digests of one image: what was pulled now counts.
fact pulled "$(printf '%s\n' "${problem-}" | sed -n 's/^Digest: //p' | tail -n 1)"
fact images "$(image_line "$IMAGE")"
# Every release of Prometheus prints its version on the first line, to stdout or to stderr.
fact version "$(docker run --rm --network none --entrypoint prometheus "$IMAGE" --version 2>&1 | head -n 1)"
finish
