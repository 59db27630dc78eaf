# Take the lease of a node where anything of ours is, so that nobody else changes it. Elsewhere nothing is written.
# Given: DIRECTORY, SERVICE, VOLUME, RUN, HOLDER, REASON, TTL, BREAK (why a live lease of another run is taken all the
# same; empty: it is not), DEAD (runs of which nobody goes on, between blanks).

look_for_remains
if nothing_remains; then
  tell_what_stays
  finish
  exit
fi
problem=$(mkdir -p "$DIRECTORY" 2>&1) || fail_writing "$problem"
lock
take
finish
