# Bring the files and the image of a generation to a node, and check one with the other. Nothing that runs is touched.
# Given: DIRECTORY, GENERATION, PROJECT, IMAGE, PULL (yes or no), GROUP (gid of the worker), put_files.

RELEASE="$DIRECTORY/releases/$GENERATION"

make_directories() {
  problem=$(mkdir -p "$RELEASE" 2>&1) || fail_writing "$problem"
}

fail_writing() {
  case $1 in *'No space left'*) fail disk-full "$1" ;; *) fail not-writable "$1" ;; esac
}

# put PATH MODE SHA256: stdin becomes that file of the generation, at once or not at all
put() {
  target="$RELEASE/$1"
  if [ "$(sha256sum <"$target" 2>/dev/null)" = "$3  -" ]; then cat >/dev/null; return 0; fi
  mkdir -p "${target%/*}"
  fresh="$target.new.$$"
  problem=$({ cat >"$fresh" && chmod "$2" "$fresh" && chgrp "$GROUP" "$fresh" && sync "$fresh"; } 2>&1) || { rm -f "$fresh"; fail_writing "$problem"; }
  [ "$(sha256sum <"$fresh")" = "$3  -" ] || { rm -f "$fresh"; fail not-writable "$target does not hold what was written to it"; }
  problem=$(mv -f "$fresh" "$target" 2>&1) || fail_writing "$problem"
  written=yes
}

# Whatever else somebody put into a generation goes: a generation is what its name says.
remove_strangers() {
  find "$RELEASE" -type f | while IFS= read -r found; do
    case " $PATHS " in *" ${found#"$RELEASE/"} "*) ;; *) rm -f "$found" ;; esac
  done
}

choose_compose() {
  if docker compose version >/dev/null 2>&1; then COMPOSE='docker compose'
  elif command -v docker-compose >/dev/null 2>&1; then COMPOSE=docker-compose
  else fail compose-missing ''; fi
  problem=$(compose config -q 2>&1) || fail compose-broken "$COMPOSE config: $problem"
}

compose() {
  $COMPOSE -p "$PROJECT" --project-directory "$DIRECTORY" -f "$RELEASE/docker-compose.yml" "$@"
}

pull() {
  [ "$PULL" = yes ] || return 0
  progress pull
  problem=$(compose pull 2>&1) || fail pull-failed "$problem"
  changed image
}

# promtool of the very image that will run: another version's opinion is worth nothing
check_configuration() {
  progress promtool
  problem=$(docker run --rm --network none --entrypoint promtool --volume "$RELEASE:$RELEASE:ro" "$IMAGE" \
    check config "$RELEASE/prometheus.yml" 2>&1) || fail config-rejected "$problem"
}

written=no
progress files
make_directories
put_files
remove_strangers
if [ "$written" = yes ]; then
  sync "$RELEASE" "$DIRECTORY/releases" 2>/dev/null || sync
  changed files
fi
choose_compose
pull
check_configuration
finish
