# Take the lease of a node, bring the files and the image of a generation there, and check one with the other. No
# running process is touched. Without files of its own, the generation has to be there already.
# Given: DIRECTORY, GENERATION, PROJECT, IMAGE, REPLACES (yes where a worker that runs will be replaced), CHECK (flags for promtool, or empty), WORKER (uid of
# the worker), GROUP (its gid), MOUNTED_AT (where it has DIRECTORY), put_files with PATHS, RUN, HOLDER, REASON, TTL, BREAK (why a live lease of another run is taken all the same; empty: it is not), DEAD (runs
# that are dead, between blanks), AFTER (the token under which the run had the node before; empty: it had not), put_files.

RELEASE="$DIRECTORY/releases/$GENERATION"

# put PATH MODE SHA256: stdin becomes that file of the generation, at once or not at all
put() {
  target="$RELEASE/$1"
  if holds "$target" "$2" "$3"; then cat >/dev/null; return 0; fi
  problem=$(mkdir -p "${target%/*}" 2>&1) || fail_writing "$problem"
  fresh="$target.new.$$"
  # No other user reads a secret while it is written.
  problem=$({ umask 077 && cat >"$fresh" && chgrp "$GROUP" "$fresh" && chmod "$2" "$fresh" && sync "$fresh"; } 2>&1) || { rm -f "$fresh"; fail_writing "$problem"; }
  [ "$(sha256sum <"$fresh")" = "$3  -" ] || { rm -f "$fresh"; fail not-writable "$target does not hold what was written to it"; }
  problem=$(mv -fT "$fresh" "$target" 2>&1) || { rm -f "$fresh"; fail_writing "$problem"; }
  written=yes
}

# holds FILE MODE SHA256: whether it is that file already, with its mode and group
holds() {
  [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c '%a %g' "$1")" = "${2#0} $GROUP" ] && [ "$(sha256sum <"$1")" = "$3  -" ]
}

# A file that somebody else put into a generation is removed: a generation is what its name says. find itself removes it, for
# a name may hold a newline and what reads like another path.
remove_strangers() {
  removed=$(
    cd "$RELEASE" || exit
    set --
    for path in $PATHS; do set -- "$@" ! -path "./$path"; done
    find . ! -type d "$@" -exec rm -f {} + -print
  )
  [ -z "$removed" ] || written=yes
}

bring_files() {
  if [ -z "${PATHS-}" ]; then
    [ -f "$RELEASE/docker-compose.yml" ] || fail generation-missing "$GENERATION"
    return 0
  fi
  progress files
  written=no
  problem=$(mkdir -p "$RELEASE" 2>&1) || fail_writing "$problem"
  put_files
  remove_strangers
  [ "$written" = no ] || { sync "$RELEASE" "$DIRECTORY/releases" 2>/dev/null || sync; changed files; }
}

# open_directories: whatever umask they were made under, the worker's user enters them and nobody but this user writes there
open_directories() {
  opened=no
  me=$(id -u)
  open_directory "$DIRECTORY"
  open_directory "$DIRECTORY/releases"
  # A name of a stranger's folder may hold anything, so it is not read: only folders of the generation are opened.
  for folder in "$RELEASE" "$RELEASE/secrets"; do [ ! -d "$folder" ] || open_directory "$folder"; done
  [ "$opened" = no ] || changed permissions
}

open_directory() {
  found=$(stat -L -c '%a, owner %u' "$1")
  [ "$found" != "755, owner $me" ] || return 0
  problem=$({ chown "$me" "$1" && chmod 0755 "$1"; } 2>&1) || fail not-writable "$problem"
  journal opened "$1: mode $found"
  opened=yes
}

choose_compose() {
  find_compose || no_compose
  problem=$(compose config -q 2>&1) || fail compose-rejected "${COMPOSE%% --*} config: $problem"
}

no_compose() {
  invalid=$(invalid_plugin)
  [ -z "$invalid" ] || fail compose-broken "docker compose: $invalid"
  fail compose-missing ''
}

compose() {
  $COMPOSE -p "$PROJECT" --project-directory "$DIRECTORY" -f "$RELEASE/docker-compose.yml" "$@"
}

# pull: also where it was there when the node was observed, for a cron job may have removed it since
pull() {
  ! has_image "$IMAGE" || return 0
  progress pull
  problem=$(compose pull 2>&1) || fail pull-failed "$problem"
  changed image
}

# An activation that is not confirmed is reverted by the node alone, whatever the registry does then: what that takes is
# brought before.
bring_way_back() {
  [ "$REPLACES" = yes ] || return 0
  image=$(image_in "$DIRECTORY/$(way_back)/docker-compose.yml")
  [ -n "$image" ] && ! has_image "$image" || return 0
  progress pull
  problem=$(docker pull "$image" 2>&1) || fail way-back-missing "$image
$problem"
  changed image
}

way_back() {
  read_unconfirmed
  [ -z "$unconfirmed_previous" ] || { printf 'releases/%s\n' "$unconfirmed_previous"; return; }
  readlink current 2>/dev/null || echo current
}

# promtool of the very image that will run, for another version may judge otherwise; as the worker's user and through
# its mount, for root reads what that user cannot
check_configuration() {
  progress promtool
  problem=$(docker run --rm --network none --user "$WORKER:$GROUP" --entrypoint promtool --volume "$DIRECTORY:$MOUNTED_AT:ro" \
    "$IMAGE" check config $CHECK "$MOUNTED_AT/releases/$GENERATION/prometheus.yml" 2>&1) && return 0
  # promtool itself ends with 1; anything else is an engine that could not run it.
  case "$? $problem" in
    '1 '*': permission denied'*) fail not-readable "$problem" ;;
    '1 '*) fail config-rejected "$problem" ;;
    *) fail start-failed "promtool: $problem" ;;
  esac
}

# Staging changes nothing that runs, so the next run need not wait for one that failed here.
give_back() {
  status=$?
  trap - EXIT TERM
  [ -n "$TOKEN" ] || exit "$status"
  lock
  read_lease
  if [ "$lease_run" = "$RUN" ] && [ "$lease_token" = "$TOKEN" ]; then let_go; fi
  exit "$status"
}

require_safe_directory
problem=$(mkdir -p "$DIRECTORY/releases" 2>&1) || fail_writing "$problem"
TOKEN=''
trap give_back EXIT
trap 'exit 143' TERM
lock
take
bring_files
open_directories
# A pull takes minutes: the lock is not held, so that the lease can be renewed meanwhile.
unlock
# The description of the generation says what runs, also where it was rendered by an earlier run.
described=$(image_in "$RELEASE/docker-compose.yml")
IMAGE=${described:-$IMAGE}
choose_compose
require_answer "$RELEASE/docker-compose.yml"
pull
bring_way_back
check_configuration
guard
journal staged "$GENERATION"
trap - EXIT TERM
finish
