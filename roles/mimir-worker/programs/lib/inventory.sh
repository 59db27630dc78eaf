# What kolla-mimir brought to a node, by its own names only. A thing with such a name that somebody else made is passed over.
# Given: DIRECTORY, SERVICE, VOLUME.

# find_engine: whether there is one; one that does not answer could hide a container
find_engine() {
  engine=no
  command -v docker >/dev/null 2>&1 || return 0
  problem=$(docker version --format '{{.Server.Version}}' 2>&1) || fail engine-down "$problem"
  engine=yes
}

# find_container: kolla-mimir's has its label; one that somebody made by hand under its name has not
find_container() {
  container=none
  [ "$engine" = yes ] || return 0
  label=$(docker container inspect --format '{{index .Config.Labels "kolla-mimir.container"}}' "$SERVICE" 2>/dev/null) || return 0
  case $label in '' | '<no value>') container=strange ;; *) container=own ;; esac
}

# find_volumes: one for each major version of Prometheus that ran here. The data of a container made by hand is
# not kolla-mimir's either.
find_volumes() {
  volumes=
  [ "$engine" = yes ] && [ "$container" != strange ] || return 0
  volumes=$(docker volume ls --quiet --filter "name=$VOLUME" 2>/dev/null | grep -xE "$VOLUME(-[0-9]+)?")
}

# own_files: the names of kolla-mimir's files in the directory, a line each
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

# find_remains: container, volume and files become known; the directory is entered where there is one
find_remains() {
  find_engine
  find_container
  find_volumes
  files=
  [ -d "$DIRECTORY" ] || return 0
  cd "$DIRECTORY" || fail not-writable "$DIRECTORY cannot be entered"
  files=$(own_files)
}

# A directory with nothing in it is what a removal left behind that was cut off.
nothing_remains() {
  [ "$container" != own ] && [ -z "$volumes" ] && [ -z "$files" ] && { [ ! -d "$DIRECTORY" ] || [ -n "$(ls -A)" ]; }
}

report_what_stays() {
  [ "$container" != strange ] || fact strange "$SERVICE"
  [ ! -d "$DIRECTORY" ] || fact stays "$(ls -A "$DIRECTORY")"
}
