# What kolla-mimir brought to a node, by its own names only. A thing with such a name that somebody else made is passed over.
# Given: DIRECTORY, SERVICE, VOLUME.

# find_engine: whether there is one; one that does not answer could hide a container
find_engine() {
  engine=no
  command -v docker >/dev/null 2>&1 || return 0
  problem=$(docker version --format '{{.Server.Version}}' 2>&1) || fail engine-down "$problem"
  engine=yes
}

# find_containers: kolla-mimir's have its label, under whatever name an attempt to replace them left them; one that
# somebody made by hand under the worker's name has not, and is strange
find_containers() {
  own='' strange=''
  [ "$engine" = yes ] || return 0
  own=$(docker ps --all --quiet --no-trunc --filter label=kolla-mimir.container 2>&1) || fail engine-down "$own"
  named=$(docker container inspect --format '{{.Id}}' "$SERVICE" 2>/dev/null) || return 0
  case "
$own
" in *"
$named
"*) ;; *) strange=$SERVICE ;; esac
}

# find_volumes: one for each major version of Prometheus that ran here. The data of a container made by hand is
# not kolla-mimir's either.
find_volumes() {
  volumes=
  [ "$engine" = yes ] && [ -z "$strange" ] || return 0
  volumes=$(docker volume ls --quiet --filter "name=$VOLUME" 2>/dev/null | grep -xE "$VOLUME(-[0-9]+)?")
}

# own_files: the names of kolla-mimir's files in the directory, a line each
own_files() {
  for name in unconfirmed journal history .auto-revert .no-env lease .lock; do
    [ ! -f "$name" ] || echo "$name"
  done
  for name in current docker-compose.yml "$SERVICE.yml"; do
    case $(readlink "$name" 2>/dev/null) in
      releases/* | current/docker-compose.yml | current/prometheus.yml) echo "$name" ;;
    esac
  done
  [ ! -d releases ] || echo releases
}

# find_remains: containers, volumes and files become known; the directory is entered where there is one
find_remains() {
  find_engine
  find_containers
  find_volumes
  files=
  [ -d "$DIRECTORY" ] || return 0
  cd "$DIRECTORY" || fail not-writable "$DIRECTORY cannot be entered"
  files=$(own_files)
}

# A directory with nothing in it is what a removal left behind that was cut off.
nothing_remains() {
  [ -z "$own" ] && [ -z "$volumes" ] && [ -z "$files" ] && { [ ! -d "$DIRECTORY" ] || [ -n "$(ls -A)" ]; }
}

report_what_stays() {
  [ -z "$strange" ] || fact strange "$strange"
  [ ! -d "$DIRECTORY" ] || fact stays "$(ls -A "$DIRECTORY")"
}
