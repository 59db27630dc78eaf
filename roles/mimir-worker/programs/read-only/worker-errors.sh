# What the worker logged lately about remote write, and about the configuration that it read last; nothing else of its
# log.
# Given: SERVICE, SINCE (seconds since 1970 or a duration: what was logged before is of another configuration or cured).

# Equal errors are logged once a minute at the most.
sending() {
  docker logs --since "$SINCE" --tail 2000 "$SERVICE" 2>&1 |
    grep -E 'err(or)?=' | grep -E 'component=remote|remote_name=|remote_write|non-recoverable|Failed to send batch' |
    tail -n 10 | cut -c 1-2000
}

# The first errors since the worker last read its configuration, however long ago that was.
loading() {
  docker logs --tail 5000 "$SERVICE" 2>&1 |
    sed -n -e '/Loading configuration file/{s/.*//;h;}' -e '/level=[eE][rR][rR]/H' -e '${x;p;}' |
    grep . | head -n 3 | cut -c 1-2000
}

fact log "$(sending)"
fact loading "$(loading)"
finish
