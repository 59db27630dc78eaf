# The current generation stays, and its auto-revert is removed: it is verified, or the operator keeps it all the same.
# Given: DIRECTORY, RUN, TOKEN, TTL, HOW (confirmed or kept), RELEASE (yes or no), KEEP (how many generations stay), WHO, WHY, REVISION.

# The current and the previous generation are never removed, however old; nor is what is no generation.
prune() {
  current=$(current)
  previous=$(previous_of "$current")
  count=0
  ls -1t releases | while IFS= read -r release; do
    is_generation "releases/$release" || continue
    count=$((count + 1))
    [ "$count" -le "$KEEP" ] && continue
    case $release in "$current" | "$previous" | "$unconfirmed_previous") continue ;; esac
    rm -rf "releases/$release"
  done
}

# previous_of GENERATION: the last other one that was confirmed
previous_of() {
  [ -f history ] || return 0
  while IFS='	' read -r _ generation how _; do
    [ "$how" = confirmed ] && [ "$generation" != "$1" ] && last=$generation
  done <history
  echo "${last-}"
}

guard
read_unconfirmed
# What was not activated is nothing to keep.
if [ "$HOW" = confirmed ] || [ -f unconfirmed ]; then
  unconfirmed_generation=$(current)
  forget "$HOW" "$WHO" "$WHY" "$REVISION"
  disarm
  prune
fi
[ "$RELEASE" = no ] || let_go
finish
