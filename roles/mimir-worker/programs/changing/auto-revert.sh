# Is on the node as .auto-revert and waits there for an activation to be confirmed. If it is not, the node reverts.
# Called with: the token of the activation, how many seconds to wait, and `boot` where the machine has been restarted since.

TOKEN=$1
RUN=timer
TTL=0

# the program that armed it waits for this line; nothing else is printed, and no session is kept open
echo "$$"
exec >/dev/null 2>&1
trap '' HUP

# Done, or no longer needed; 1 where it has to be tried again.
finished() (
  lock
  read_unconfirmed
  [ "$unconfirmed_token" = "$TOKEN" ] && [ -f unconfirmed ] || exit 0
  read_lease
  # Another run is at work here, and knows what it found.
  if live && [ "$lease_token" -gt "$TOKEN" ]; then exit 1; fi
  RUN=$unconfirmed_run
  # The holder of the lease until now can no longer write, not even if all below is cut off.
  [ "$lease_token" -ge "$TOKEN" ] || lease_token=$TOKEN
  lease_token=$((lease_token + 1))
  (write_lease free "$now")
  revert_activation
  forget auto-reverted "timer of this node" 'not confirmed in time' ''
)

# A power cut may have come after the old container was removed and before the new one was made: then there is nothing to
# wait for but a controller that is about to connect again.
delay=$2
[ "${3-}" != boot ] || ! no_worker || delay=30
sleep "$delay"
until finished; do
  sleep 10 || exit
done
