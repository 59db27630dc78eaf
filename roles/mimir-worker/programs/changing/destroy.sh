# Remove what kolla-mimir brought to a node: container, data, files. Cut off anywhere, it resumes where it was.
# Given: DIRECTORY, SERVICE, VOLUME, RUN, TOKEN, TTL.

# The worker is stopped, not killed, so that it sends what it still has. One that cannot be stopped is removed all the same.
remove_own() {
  [ -n "$own" ] || return 0
  for id in $own; do
    docker stop -t 30 "$id" >/dev/null 2>&1
    problem=$(docker rm -f -v "$id" 2>&1) || fail removal-failed "container: $problem"
  done
  changed container
}

remove_volumes() {
  [ -n "$volumes" ] || return 0
  # shellcheck disable=SC2086
  problem=$(docker volume rm $volumes 2>&1) || fail removal-failed "volume: $problem"
  changed volume
}

# The timer must not restore what is removed now: without that file it has nothing to do.
forget_auto_revert() {
  read_unconfirmed
  rm -f unconfirmed
  forget_restart
  disarm
}

# Other files and folders there stay.
remove_releases() {
  for release in releases/*; do
    is_generation "$release" || continue
    remove -r "$release"
  done
  rmdir releases 2>/dev/null
  return 0
}

# remove [-r] NAME
remove() {
  problem=$(rm -f "$@" 2>&1) || fail removal-failed "files: $problem"
}

# The lease is removed last: as long as anything is here, no other run begins.
remove_files() {
  remove_releases
  for name in $files; do
    case $name in releases | lease | .lock) ;; *) remove "$name" ;; esac
  done
  remove lease .lock
  cd / || return 0
  rmdir "$DIRECTORY" 2>/dev/null
  changed files
}

guard
find_remains
journal destroying
forget_auto_revert
remove_own
remove_volumes
remove_files
report_what_stays
finish
