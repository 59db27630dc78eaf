# Make a staged generation the current one, and let the worker run with it.
# Given: DIRECTORY, GENERATION, PROJECT, SERVICE, ACTION (reload or start), RECREATE (a flag for up, or empty),
# KEEP (how many generations stay).

cd "$DIRECTORY" || fail not-writable "$DIRECTORY cannot be entered"

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

swap() {
  linked=no
  previous=$(readlink current 2>/dev/null)
  link current "releases/$GENERATION"
  link docker-compose.yml current/docker-compose.yml
  link openstack-worker-prometheus.yml current/prometheus.yml
  [ "$linked" = no ] || { sync . 2>/dev/null || sync; changed links; }
}

start() {
  progress start
  if docker compose version >/dev/null 2>&1; then COMPOSE='docker compose'; else COMPOSE=docker-compose; fi
  problem=$($COMPOSE -p "$PROJECT" -f docker-compose.yml up -d $RECREATE 2>&1) || fail start-failed "$problem"
  changed container
}

# SIGHUP needs no open endpoint; whether the worker took the file is read from the worker afterwards.
reload() {
  progress reload
  problem=$(docker kill --signal HUP "$SERVICE" 2>&1) || fail start-failed "$problem"
  changed configuration
}

# The current and the previous generation are never removed, however old; nor is what is no generation of ours.
prune() {
  count=0
  ls -1t releases | while IFS= read -r release; do
    case $release in *[!0-9a-f]*) continue ;; esac
    count=$((count + 1))
    [ "$count" -le "$KEEP" ] && continue
    case "releases/$release" in "$(readlink current)" | "$previous") continue ;; esac
    rm -rf "releases/$release"
  done
}

swap
"$ACTION"
prune
finish
