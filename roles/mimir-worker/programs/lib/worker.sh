# The links of a worker's directory, and the two ways to let the worker run with what they lead to.
# Given: PROJECT, SERVICE.

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

# start [FLAG]: `compose up` by the description of the current generation
start() {
  progress start
  find_compose || COMPOSE=docker-compose
  if data_has_another_owner; then
    up --no-start "$@"
    give_data
    set --
  fi
  up -d "$@"
  changed container
}

up() { problem=$($COMPOSE -p "$PROJECT" -f docker-compose.yml up "$@" 2>&1) || fail start-failed "$problem"; }

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

replace() { start --force-recreate; }

# SIGHUP needs no open endpoint; whether the worker took the file is read from the worker afterwards.
reload() {
  progress reload
  problem=$(docker kill --signal HUP "$SERVICE" 2>&1) || fail start-failed "$problem"
  changed configuration
}
