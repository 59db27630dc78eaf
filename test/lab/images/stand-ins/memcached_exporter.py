#!/usr/bin/python3
"""Stand-in of the lab for prometheus/memcached_exporter, which Debian does not package.

It takes that program's flags and serves its metric names. Every value is measured: it is what the memcached at
--memcached.address answers to `stats`, `stats settings` and `stats slabs` when it is scraped.
"""

import socket
import sys

from exposition import counter, gauge
from serving import flags, serve, split_address

TIMEOUT = 1.0

# metric, type, the name in `stats`, help
PLAIN = (
    ("uptime_seconds", counter, "uptime", "Seconds since the server started."),
    ("time_seconds", gauge, "time", "The server's own clock, as UNIX time."),
    ("current_bytes", gauge, "bytes", "Bytes that stored items take now."),
    ("limit_bytes", gauge, "limit_maxbytes", "Bytes that the server may use for items."),
    ("current_items", gauge, "curr_items", "Items stored now."),
    ("items_total", counter, "total_items", "Items ever stored."),
    ("items_evicted_total", counter, "evictions", "Valid items removed to make room."),
    ("items_reclaimed_total", counter, "reclaimed", "Expired items whose memory was used again."),
    ("direct_reclaims_total", counter, "direct_reclaims", "Reclaims that a worker thread had to do itself."),
    ("current_connections", gauge, "curr_connections", "Connections open now."),
    ("max_connections", gauge, "max_connections", "Connections that the server allows."),
    ("connections_total", counter, "total_connections", "Connections ever opened."),
    ("connections_yielded_total", counter, "conn_yields", "Connections that gave way at the request limit."),
    ("connections_listener_disabled_total", counter, "listen_disabled_num", "Times at the connection limit."),
    ("accepting_conns", gauge, "accepting_conns", "Whether new connections are accepted."),
    ("read_bytes_total", counter, "bytes_read", "Bytes read from the network."),
    ("written_bytes_total", counter, "bytes_written", "Bytes sent to the network."),
    ("lru_crawler_starts_total", counter, "lru_crawler_starts", "Starts of the LRU crawler."),
    ("lru_crawler_reclaimed_total", counter, "crawler_reclaimed", "Items freed by the LRU crawler."),
    ("lru_crawler_items_checked_total", counter, "crawler_items_checked", "Items seen by the LRU crawler."),
)

# command, status, the name in `stats`
COMMANDS = (
    *((name, how, "%s_%s" % (name, what)) for name in ("get", "delete", "incr", "decr", "touch", "cas")
      for how, what in (("hit", "hits"), ("miss", "misses"))),
    ("cas", "badval", "cas_badval"),
    ("flush", "hit", "cmd_flush"),
)

SLAB = (
    ("slab_chunk_size_bytes", gauge, "chunk_size", "Bytes of one chunk of this slab class."),
    ("slab_chunks_per_page", gauge, "chunks_per_page", "Chunks in one page of this slab class."),
    ("slab_current_pages", gauge, "total_pages", "Pages of this slab class."),
    ("slab_current_chunks", gauge, "total_chunks", "Chunks of this slab class."),
    ("slab_chunks_used", gauge, "used_chunks", "Chunks that hold an item."),
    ("slab_chunks_free", gauge, "free_chunks", "Chunks that hold none."),
)


def ask(address, command):
    """What memcached answers to a stats command, by name."""
    with socket.create_connection(address, TIMEOUT) as connection:
        connection.sendall(command.encode() + b"\r\n")
        answer = b""
        while not answer.endswith(b"END\r\n"):
            chunk = connection.recv(65536)
            if not chunk:
                raise ConnectionError("memcached hung up after %d bytes" % len(answer))
            answer += chunk
    words = (line.split(" ", 2) for line in answer.decode("ascii", "replace").split("\r\n"))
    return {part[1]: part[2] for part in words if len(part) == 3 and part[0] == "STAT"}


def collect(address):
    up = gauge("memcached_up", "Whether the memcached server could be reached.")
    try:
        stats, settings, slabs = (ask(address, command) for command in ("stats", "stats settings", "stats slabs"))
    except (OSError, ValueError) as error:
        print("memcached at %s:%d: %s" % (*address, error), file=sys.stderr, flush=True)
        return [up.add(0)]
    version = gauge("memcached_version", "The version of the server.").add(1, version=stats.get("version", ""))
    return [up.add(1), version, *plain(stats), commands(stats), *crawler(settings), *slab_families(slabs)]


def plain(stats):
    return [kind("memcached_" + name, text).add(stats.get(key)) for name, kind, key, text in PLAIN]


def commands(stats):
    family = counter("memcached_commands_total", "Requests by command and outcome.")
    for command, status, key in COMMANDS:
        family.add(stats.get(key), command=command, status=status)
    checked = sum(int(stats.get(key, 0)) for key in ("cas_hits", "cas_misses", "cas_badval"))
    return family.add(int(stats.get("cmd_set", 0)) - checked, command="set", status="hit")


def crawler(settings):
    enabled = gauge("memcached_lru_crawler_enabled", "Whether the LRU crawler is enabled.")
    sleep = gauge("memcached_lru_crawler_sleep", "Microseconds between its crawls.")
    return [
        enabled.add({"yes": 1, "no": 0}.get(settings.get("lru_crawler"))),
        sleep.add(settings.get("lru_crawler_sleep")),
    ]


def slab_families(slabs):
    malloced = gauge("memcached_malloced_bytes", "Bytes allocated to slab pages.").add(slabs.get("total_malloced"))
    families = []
    for name, kind, key, text in SLAB:
        family = kind("memcached_" + name, text)
        for found, value in slabs.items():
            number, _, rest = found.partition(":")
            if rest == key:
                family.add(value, slab=number)
        families.append(family)
    return [malloced, *families]


def main():
    values = {
        "web.listen-address": ":9150",
        "web.telemetry-path": "/metrics",
        "web.config.file": "",
        "memcached.address": "localhost:11211",
        "memcached.pid-file": "",
        "log.level": "info",
        "log.format": "logfmt",
    }
    given = flags("memcached_exporter", [], values)
    address = split_address(given["memcached.address"])
    serve(given["web.listen-address"], given["web.telemetry-path"], "memcached_exporter", "measured",
          lambda: collect(address))


if __name__ == "__main__":
    main()
