# Revert an activation that was not confirmed.
# Given: DIRECTORY, PROJECT, SERVICE, RUN, TOKEN, TTL, RELEASE (yes or no), WHO, WHY, REVISION.

guard
read_unconfirmed
if [ -n "$unconfirmed_previous" ]; then
  revert_activation
  forget reverted "$WHO" "$WHY" "$REVISION"
  disarm
fi
fact returned "$unconfirmed_previous"
[ "$RELEASE" = no ] || let_go
finish
