# Give the lease of a node back.
# Given: DIRECTORY, RUN, TOKEN (empty: whatever this run holds), TTL.

lock
read_lease
TOKEN=${TOKEN:-$lease_token}
if [ "$lease_run" != "$RUN" ] || [ "$lease_token" != "$TOKEN" ]; then fail lease-lost "$(tell_lease)"; fi
[ "$lease_state" = free ] || let_go
finish
