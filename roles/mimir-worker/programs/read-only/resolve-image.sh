# Resolve the name of an image, and read the version of Prometheus in it.
# Given: IMAGE, PULL (yes or no).

if [ "$PULL" = yes ]; then
  progress pull
  problem=$(docker pull "$IMAGE" 2>&1) || fail pull-failed "$problem"
fi
fact images "$(local_images)"
# Every release of Prometheus prints its version on the first line, to stdout or to stderr.
fact version "$(docker run --rm --network none --entrypoint prometheus "$IMAGE" --version 2>&1 | head -n 1)"
finish
