# Reverting an activation that was not confirmed.
# Given: PROJECT, SERVICE; what lease.sh and worker.sh know.

# write_unconfirmed RETURNING
write_unconfirmed() {
  write_whole unconfirmed "run=$unconfirmed_run
token=$unconfirmed_token
generation=$unconfirmed_generation
previous=$unconfirmed_previous
back=$unconfirmed_back
timer=$unconfirmed_timer
deadline=$unconfirmed_deadline
boot=$unconfirmed_boot
reverting=$1"
  settle
}

# revert_activation: the previous generation runs again. A full disk must not stop it: only the swap itself may fail.
revert_activation() {
  [ -f "releases/$unconfirmed_previous/docker-compose.yml" ] || fail generation-missing "$unconfirmed_previous"
  # Nothing was swapped yet when the activation was cut off: nothing is to be undone.
  if [ "$unconfirmed_reverting" = no ] && [ "$unconfirmed_generation" != "$unconfirmed_previous" ] &&
    [ "$(current)" = "$unconfirmed_previous" ]; then return 0; fi
  (write_unconfirmed yes) >/dev/null 2>&1
  swap "$unconfirmed_previous"
  # A container that cannot be reloaded does not run: then a new one is made.
  if [ "$unconfirmed_back" = reload ] && docker kill --signal HUP "$SERVICE" >/dev/null 2>&1; then
    changed configuration
  else
    replace
  fi
}

# The name of the auto-revert outside the directory.
auto_revert_name() { echo "kolla-mimir-auto-revert-$(printf %s "$DIRECTORY" | sha256sum | cut -c 1-8)"; }

UNITS=/etc/systemd/system

# Nothing is left that would revert when the machine starts.
forget_restart() {
  [ -d "$UNITS" ] || return 0
  unit=$(auto_revert_name).service
  rm -f "$UNITS/multi-user.target.wants/$unit" "$UNITS/$unit"
}

# forget HOW WHO REASON REVISION: the activation has ended so
forget() {
  note history "$unconfirmed_generation" "$1" "$RUN" "$2" "$3" "$4"
  journal "$1" "$unconfirmed_generation"
  rm -f unconfirmed
  forget_restart
  settle
}

# disarm: the timer of the activation is no longer needed; left alone it would end at its time
disarm() {
  case $unconfirmed_timer in
    '') ;;
    *[!0-9]*) systemctl stop "$unconfirmed_timer.timer" "$unconfirmed_timer.service" >/dev/null 2>&1 ;;
    *) case $(tr '\0' ' ' <"/proc/$unconfirmed_timer/cmdline" 2>/dev/null) in
      *"$DIRECTORY/.auto-revert $unconfirmed_token "*) kill -s TERM -- "-$unconfirmed_timer" 2>/dev/null ;;
    esac ;;
  esac
  return 0
}
