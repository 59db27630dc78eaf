# Is on the node as .auto-revert and waits there for an activation to be confirmed. If it is not, the node reverts.
# Called with: the token of the activation, and how many seconds to wait.

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

sleep "$2"
until finished; do
  sleep 10 || exit
done
