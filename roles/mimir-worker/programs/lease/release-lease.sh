# Release the lease of a node.
# Given: DIRECTORY, RUN, TOKEN (empty: any that this run holds), TTL.

lock
read_lease
TOKEN=${TOKEN:-$lease_token}
if [ "$lease_run" != "$RUN" ] || [ "$lease_token" != "$TOKEN" ]; then fail lease-lost "$(lease_lines)"; fi
[ "$lease_state" = free ] || let_go
finish
