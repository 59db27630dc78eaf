# The containers of the worker, whatever they are called: compose renames the one that it replaces, and leaves it so where
# it fails.
# Given: PROJECT, SERVICE.

# worker_containers [--all]: an id a line of those that run, or of all: what kolla-mimir made, and what compose made of
# the same project and service
worker_containers() {
  {
    docker ps "$@" --quiet --no-trunc --filter label=kolla-mimir.container
    docker ps "$@" --quiet --no-trunc --filter "label=com.docker.compose.project=$PROJECT" --filter "label=com.docker.compose.service=$SERVICE"
  } 2>/dev/null | sort -u
}

# leftovers: all but the one under the worker's name; where none has that name, all but one
leftovers() {
  named=$(docker container inspect --format '{{.Id}}' "$SERVICE" 2>/dev/null)
  if [ -n "$named" ]; then worker_containers --all | grep -vxF "$named"
  else worker_containers --all | sed 1d; fi
}

# As long as compose gives a worker: what is queued is sent before the engine kills the process.
GRACE=30

# remove_containers ID...: each is stopped first, so that it sends what it still has. Its data is in a volume, and stays.
remove_containers() {
  for id; do
    docker stop -t "$GRACE" "$id" >/dev/null 2>&1
    problem=$(docker rm -f "$id" 2>&1) || fail start-failed "$problem"
  done
}

# require_name: no container that is neither kolla-mimir's nor compose's of this project has the worker's name; the
# program ends here otherwise, for compose would find out only after the swap
require_name() {
  named=$(docker container inspect --format '{{.Id}}' "$SERVICE" 2>/dev/null) || return 0
  worker_containers --all | grep -qxF "$named" ||
    fail start-failed "the name $SERVICE is in use by a container of somebody else: docker inspect $SERVICE"
}
