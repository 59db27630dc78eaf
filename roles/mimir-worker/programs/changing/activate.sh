# Make a generation on the node the current one, and let the worker run with it. Unless it is confirmed in time, the
# node reverts to the previous one on its own.
# Given: DIRECTORY, GENERATION, PROJECT, SERVICE, ACTION (reload, start, replace or mend), BACK (reload or replace: how the
# worker reverts), WINDOW (seconds), LISTEN, RUN, TOKEN, TTL, put_auto_revert.

# A generation that was never confirmed is no target to revert to: the previous one stays the one before it. Where there
# is none, the new one stays, for inspection.
prepare_auto_revert() {
  read_unconfirmed
  [ -n "$unconfirmed_previous" ] || unconfirmed_previous=$(current)
  [ -f unconfirmed ] || [ "$unconfirmed_previous" != "$GENERATION" ] || return 0
  [ -f "releases/$unconfirmed_previous/docker-compose.yml" ] || return 0
  # Two activations may be between the two generations: one new container reverts both.
  case $unconfirmed_back$BACK in *replace*) unconfirmed_back=replace ;; *) unconfirmed_back=reload ;; esac
  unconfirmed_run=$RUN unconfirmed_token=$TOKEN unconfirmed_generation=$GENERATION
  unconfirmed_deadline=$((now + WINDOW))
  # A timer does not outlive the machine: with another boot there is no timer either.
  read -r unconfirmed_boot </proc/sys/kernel/random/boot_id || unconfirmed_boot=''
  write_whole .auto-revert "$(put_auto_revert)"
  arm
  write_unconfirmed no
  journal armed "back to $unconfirmed_previous in $WINDOW s"
}

# Outside this session, which it outlives, with nothing of it held open: by systemd where it runs, else in its own
# session.
arm() {
  unconfirmed_timer=$(auto_revert_name)-$TOKEN-$$
  if [ -d /run/systemd/system ] && systemd-run --quiet --collect --unit="$unconfirmed_timer" \
    --description="kolla-mimir: back to $unconfirmed_previous unless confirmed" --on-active="$WINDOW" \
    --timer-property=AccuracySec=1s sh "$DIRECTORY/.auto-revert" "$TOKEN" 0 </dev/null >/dev/null 2>&1 9>&-; then
    outlive_restart
    return 0
  fi
  need setsid
  unconfirmed_timer=$(setsid sh "$DIRECTORY/.auto-revert" "$TOKEN" "$WINDOW" </dev/null 2>/dev/null 9>&- &)
  case $unconfirmed_timer in '' | *[!0-9]*) fail timer-failed "$unconfirmed_timer" ;; esac
}

# A timer does not outlive the machine. Two files make systemd, which reads them only when it starts, wait once more;
# where they cannot be written, status reports that no timer waits.
outlive_restart() {
  unit=$(auto_revert_name).service
  quoted=$(printf %s "$DIRECTORY" | sed 's/[\\"]/\\&/g; s/%/%%/g; s/\$/$$/g')
  { mkdir -p "$UNITS/multi-user.target.wants" && cat >"$UNITS/$unit" && sync "$UNITS/$unit" &&
    ln -sfn "../$unit" "$UNITS/multi-user.target.wants/$unit" && sync "$UNITS/multi-user.target.wants"; } 2>/dev/null <<UNIT || return 0
[Unit]
Description=kolla-mimir: back to $unconfirmed_previous unless confirmed
After=docker.service
[Service]
ExecStart=/bin/sh "$quoted/.auto-revert" $TOKEN $WINDOW boot
[Install]
WantedBy=multi-user.target
UNIT
  unconfirmed_boot=''
}

# mend: a new container; where its first start had to repair a torn log, it is started once more. A process counts that
# repair for as long as it lives, and the next one finds the log whole.
mend() {
  replace
  tries=0
  until docker exec "$SERVICE" promtool check ready --url="http://$LISTEN" >/dev/null 2>&1; do
    tries=$((tries + 1))
    state=$(docker container inspect --format '{{.State.Status}} {{.RestartCount}}' "$SERVICE" 2>/dev/null)
    { [ "$state" = 'running 0' ] && [ "$tries" -lt 60 ]; } || return 0
    sleep 1
  done
  docker logs "$SERVICE" 2>&1 | grep -q 'attempting repair' || return 0
  problem=$(docker restart "$SERVICE" 2>&1) || fail start-failed "$problem"
}

# Before anything is swapped: a worker that runs is not stopped for one that cannot be made.
prepare_start() {
  # shellcheck disable=SC2046
  remove_containers $(leftovers)
  [ "$ACTION" != reload ] || return 0
  require_name
  use_compose
  require_answer "releases/$GENERATION/docker-compose.yml"
  bring_image "releases/$GENERATION/docker-compose.yml" || fail pull-failed "$problem"
}

guard
{ [ -f "releases/$GENERATION/prometheus.yml" ] && [ -f "releases/$GENERATION/docker-compose.yml" ]; } || fail generation-missing "$GENERATION"
prepare_start
prepare_auto_revert
swap "$GENERATION"
"$ACTION"
journal activated "$GENERATION"
finish
