# The links of a worker's directory, and the two ways to let the worker run with what they lead to.
# Given: PROJECT, SERVICE.

# link NAME TARGET: a relative link, swapped with rename(2); left alone where it is right already
link() {
  [ "$(readlink "$1" 2>/dev/null)" != "$2" ] || return 0
  keep_what_was_there "$1"
  problem=$({ ln -sfn "$2" ".$1.new.$$" && mv -fT ".$1.new.$$" "$1"; } 2>&1) || { rm -f ".$1.new.$$"; fail not-writable "$problem"; }
  linked=yes
}

# A worker that was set up by hand has plain files here. They are its owner's: set aside, never overwritten.
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

# current: the generation that runs; nothing where there is none of ours
current() {
  target=$(readlink current 2>/dev/null) || return 0
  name=${target#releases/}
  case $name in '' | *[!0-9a-f]*) ;; *) echo "$name" ;; esac
}

# start [FLAG]: `compose up` by the description of the current generation
start() {
  progress start
  if docker compose version >/dev/null 2>&1; then COMPOSE='docker compose'; else COMPOSE=docker-compose; fi
  problem=$($COMPOSE -p "$PROJECT" -f docker-compose.yml up -d "$@" 2>&1) || fail start-failed "$problem"
  changed container
}

replace() { start --force-recreate; }

# SIGHUP needs no open endpoint; whether the worker took the file is read from the worker afterwards.
reload() {
  progress reload
  problem=$(docker kill --signal HUP "$SERVICE" 2>&1) || fail start-failed "$problem"
  changed configuration
}
