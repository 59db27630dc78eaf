"""The HTTP side that the stand-ins share: flags as Go's programs take them, /metrics, and an honest label."""

import argparse
import os
import signal
import socket
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from exposition import CONTENT_TYPE, gauge, render


def flags(program, switches, values, positional=None):
    """The command line as a dictionary: `values` (name to default), `switches` (also NAME=true or NAME=false)."""
    parser = argparse.ArgumentParser(prog=program, allow_abbrev=False)
    for name in switches:
        parser.add_argument("--" + name, dest=name, action="store_true")
    for name, default in values.items():
        parser.add_argument("--" + name, dest=name, default=default)
    if positional is not None:
        parser.add_argument(positional, nargs="?")
    valued = {"--%s=%s" % (name, value): value for name in switches for value in ("true", "false")}
    words = (word.partition("=")[0] if word in valued else word
             for word in sys.argv[1:] if valued.get(word) != "false")
    return vars(parser.parse_args(list(words)))


def serve(listen, path, exporter, source, collect):
    """Answers `path` with what collect() gives, for ever. `source`: 'measured', or 'fixture' for made-up values."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    host, port = split_address(listen)
    server = _server_class(host)((host, port), _handler(path, exporter, source, collect))
    print("lab stand-in for %s (%s) listens on %s" % (exporter, source, listen), file=sys.stderr, flush=True)
    server.serve_forever()


def split_address(address):
    """(host, port) of `HOST:PORT`, `:PORT` or `[IPV6]:PORT`."""
    host, _, port = address.rpartition(":")
    return host.strip("[]") or "0.0.0.0", int(port)


def _server_class(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return type("Server", (ThreadingHTTPServer,), {"address_family": family, "daemon_threads": True})


def _handler(path, exporter, source, collect):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked = self.path.split("?", 1)[0]
            if asked == path:
                self.answer(*_metrics(exporter, source, collect))
            elif asked == "/healthz":
                self.answer(200, "text/plain", "ok")
            elif asked == "/":
                self.answer(200, "text/html", '<a href="%s">Metrics</a>\n' % path)
            else:
                self.answer(404, "text/plain", "404 page not found\n")

        def answer(self, status, content_type, text):
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Scrapes are not worth a line each."""

    return Handler


def _metrics(exporter, source, collect):
    began = time.monotonic()
    try:
        families = collect()
    except Exception as error:  # one bad scrape must not end the exporter
        print("scrape failed: %r" % error, file=sys.stderr, flush=True)
        return 500, "text/plain", "%r\n" % error
    took = time.monotonic() - began
    honest = gauge("lab_standin_info", "This is a stand-in of the lab, not the exporter that it is named after.")
    honest.add(1, exporter=exporter, source=source)
    duration = gauge("lab_standin_collect_seconds", "What the values of this answer took to collect.").add(took)
    return 200, CONTENT_TYPE, render([*families, honest, duration])
