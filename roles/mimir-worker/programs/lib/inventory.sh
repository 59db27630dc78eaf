# What kolla-mimir brought to a node, by its own names only. What has such a name and is somebody else's is passed over.
# Given: DIRECTORY, SERVICE, VOLUME.

# ask_engine: whether there is one; one that does not answer could hide a container
ask_engine() {
  engine=no
  command -v docker >/dev/null 2>&1 || return 0
  problem=$(docker version --format '{{.Server.Version}}' 2>&1) || fail engine-down "$problem"
  engine=yes
}

# ask_container: ours carries our label; one that somebody made by hand under its name does not
ask_container() {
  container=none
  [ "$engine" = yes ] || return 0
  label=$(docker container inspect --format '{{index .Config.Labels "kolla-mimir.container"}}' "$SERVICE" 2>/dev/null) || return 0
  case $label in '' | '<no value>') container=strange ;; *) container=own ;; esac
}

# ask_volumes: one for each major version of Prometheus that ran here. The data of a container that is not ours is not
# ours either.
ask_volumes() {
  volumes=
  [ "$engine" = yes ] && [ "$container" != strange ] || return 0
  volumes=$(docker volume ls --quiet --filter "name=$VOLUME" 2>/dev/null | grep -xE "$VOLUME(-[0-9]+)?")
}

# own_files: the names of ours in the directory, a line each
own_files() {
  for name in unconfirmed journal history .auto-revert lease .lock; do
    [ ! -f "$name" ] || echo "$name"
  done
  for name in current docker-compose.yml "$SERVICE.yml"; do
    case $(readlink "$name" 2>/dev/null) in
      releases/* | current/docker-compose.yml | current/prometheus.yml) echo "$name" ;;
    esac
  done
  [ ! -d releases ] || echo releases
}

# look_for_remains: container, volume and files become known; the directory is entered where there is one
look_for_remains() {
  ask_engine
  ask_container
  ask_volumes
  files=
  [ -d "$DIRECTORY" ] || return 0
  cd "$DIRECTORY" || fail not-writable "$DIRECTORY cannot be entered"
  files=$(own_files)
}

# A directory with nothing in it is what a removal left behind that was cut off.
nothing_remains() {
  [ "$container" != own ] && [ -z "$volumes" ] && [ -z "$files" ] && { [ ! -d "$DIRECTORY" ] || [ -n "$(ls -A)" ]; }
}

tell_what_stays() {
  [ "$container" != strange ] || fact strange "$SERVICE"
  [ ! -d "$DIRECTORY" ] || fact stays "$(ls -A "$DIRECTORY")"
}
