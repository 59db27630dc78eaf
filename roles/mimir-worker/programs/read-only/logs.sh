# Print the worker's log, line by line as the engine has it, each behind its time; with FOLLOW also what it writes from
# now on, also in a new container.
# Given: SERVICE, SINCE (as the engine takes it; empty: from its beginning), TAIL (how many lines of that; or all), FOLLOW
# (yes or no).

there() { docker container inspect "$SERVICE" >/dev/null 2>&1; }

# A container that was replaced begins a log of its own; a line that is printed twice has the same time.
follow() {
  while :; do
    if there; then docker logs --follow --timestamps "$@" "$SERVICE" 2>&1; fi
    sleep 1
    set -- --since "$(($(date +%s) - 5))"
  done
}

command -v docker >/dev/null 2>&1 || fail engine-missing docker
there || { answer=$(docker version --format '{{.Server.Version}}' 2>&1) || fail engine-down "$answer"; fail worker-missing "$SERVICE"; }
fact log there
set -- --tail "$TAIL"
[ -z "$SINCE" ] || set -- "$@" --since "$SINCE"
[ "$FOLLOW" = no ] || follow "$@"
docker logs --timestamps "$@" "$SERVICE" 2>&1
finish
