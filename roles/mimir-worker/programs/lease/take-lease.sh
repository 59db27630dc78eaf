# Take the lease of a node that has anything of kolla-mimir. On any other node nothing is written.
# Given: DIRECTORY, SERVICE, VOLUME, RUN, HOLDER, REASON, TTL, BREAK (why a live lease of another run is taken all the
# same; empty: it is not), DEAD (runs that are dead, between blanks).

find_remains
if nothing_remains; then
  report_what_stays
  finish
  exit
fi
require_safe_directory
problem=$(mkdir -p "$DIRECTORY" 2>&1) || fail_writing "$problem"
lock
take
finish
