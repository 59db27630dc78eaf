# Renew the lease of a node.
# Given: DIRECTORY, RUN, TOKEN, TTL.

guard
finish
