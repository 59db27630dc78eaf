# The links of a worker's directory, and the two ways to let the worker run with what they lead to.
# Given: PROJECT, SERVICE; what compose.sh, containers.sh and images.sh know.

# link NAME TARGET: a relative link, swapped with rename(2); left alone where it is right already
link() {
  [ "$(readlink "$1" 2>/dev/null)" != "$2" ] || return 0
  keep_what_was_there "$1"
  problem=$({ ln -sfn "$2" ".$1.new.$$" && mv -fT ".$1.new.$$" "$1"; } 2>&1) || { rm -f ".$1.new.$$"; fail not-writable "$problem"; }
  linked=yes
}

# A worker that was set up by hand has plain files here. They are moved aside, never overwritten.
keep_what_was_there() {
  { [ -e "$1" ] && [ ! -L "$1" ]; } || return 0
  problem=$(mv "$1" "$1.before-kolla-mimir.$(date +%s)" 2>&1) || fail not-writable "$problem"
}

# swap GENERATION
swap() {
  linked=no
  link current "releases/$1"
  link docker-compose.yml current/docker-compose.yml
  link openstack-worker-prometheus.yml current/prometheus.yml
  [ "$linked" = no ] || { settle; changed links; }
}

# current: the generation that runs; nothing where there is none
current() {
  target=$(readlink current 2>/dev/null) || return 0
  name=${target#releases/}
  case $name in '' | *[!0-9a-f]*) ;; *) echo "$name" ;; esac
}

COMPOSE=
# use_compose: where neither is there, version 1 is missed by its name
use_compose() { [ -n "$COMPOSE" ] || find_compose || COMPOSE=docker-compose; }

# start: `compose up` by the description of the current generation; a new container where there is one already
start() {
  [ -z "$(worker_containers --all)" ] || { replace; return; }
  progress start
  use_compose
  create || fail start-failed "$problem"
  changed container
}

# replace: a new container in the place of whatever the worker has. Version 2 of compose makes it before it removes the
# one that runs; version 1 after that, and cannot with an engine of 25 or later, so that one is removed here.
replace() {
  progress start
  use_compose
  # shellcheck disable=SC2046
  remove_containers $(leftovers)
  case $COMPOSE in
    docker-compose*) create_anew ;;
    *) create --force-recreate || { nothing_runs && create_anew; } ;;
  esac || fail start-failed "$problem"
  changed container
}

# nothing_runs: the engine says so, and is not silent
nothing_runs() { docker ps --quiet >/dev/null 2>&1 && [ -z "$(worker_containers)" ]; }

# no_worker: the engine answers, and has none, not even one that is stopped
no_worker() { docker ps --quiet >/dev/null 2>&1 && [ -z "$(worker_containers --all)" ]; }

# create_anew: nothing that runs is removed before all is there that the new container takes
create_anew() {
  require_answer docker-compose.yml
  bring_image docker-compose.yml || return
  # shellcheck disable=SC2046
  remove_containers $(worker_containers --all)
  create
}

# bring_image FILE: the image of that description is on the node
bring_image() {
  image=$(image_in "$1")
  [ -z "$image" ] || has_image "$image" || problem=$(docker pull "$image" 2>&1)
}

# create [FLAG]
create() {
  if data_has_another_owner; then
    up --no-start "$@" || return
    give_data
    set --
  fi
  up -d "$@"
}

up() { problem=$($COMPOSE -p "$PROJECT" -f docker-compose.yml up "$@" 2>&1); }

# A new volume gets the owner that its image has for it; an existing one may have the owner of another image, or of a
# worker that was run by hand. A worker that may not write there would crash.
data_has_another_owner() {
  user=$(sed -n 's/^    user: "\(.*\)"$/\1/p' docker-compose.yml)
  volume=$(sed -n 's/^    name: "\(.*\)"$/\1/p' docker-compose.yml)
  [ -n "$user" ] && [ -n "$volume" ] || return 1
  find_data || return 0
  [ -n "$(strangers_data)" ]
}

find_data() { data=$(docker volume inspect --format '{{.Mountpoint}}' "$volume" 2>/dev/null) && [ -d "$data" ]; }

# No deeper than the names of blocks and segments: any worker that wrote there wrote some of those.
strangers_data() { find "$data" -maxdepth 2 ! -user "${user%:*}" 2>/dev/null | head -n 1; }

give_data() {
  find_data && [ -n "$(strangers_data)" ] || return 0
  problem=$(chown -R "$user" "$data" 2>&1) || fail start-failed "$problem"
}

# SIGHUP needs no open endpoint; whether the worker took the file is read from the worker afterwards.
reload() {
  progress reload
  problem=$(docker kill --signal HUP "$SERVICE" 2>&1) || fail start-failed "$problem"
  changed configuration
}
