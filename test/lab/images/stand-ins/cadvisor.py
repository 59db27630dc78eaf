#!/usr/bin/python3
"""Stand-in of the lab for google/cadvisor, which Debian does not package.

It takes those of that program's flags that Kolla uses and serves its metric names. Every value is measured: containers
are those of the Docker engine at --docker, their numbers come from the kernel's cgroups (v1 or v2) below /sys, network
counters are the node's. Containers stay known while the engine is down, as they do in cadvisor.
"""

import http.client
import json
import os
import re
import socket
import sys
import time

from cgroups import Cgroups
from exposition import counter, gauge
from serving import flags, serve

SYSFS = os.environ.get("LAB_SYSFS", "/sys")
TIMEOUT = 3

# metric, type, what the cgroup tells, help
CONTAINER = (
    ("container_memory_usage_bytes", gauge, "memory_usage", "Memory in use, caches included."),
    ("container_memory_rss", gauge, "memory_rss", "Anonymous memory."),
    ("container_memory_cache", gauge, "memory_cache", "Page cache."),
    ("container_memory_working_set_bytes", gauge, "memory_working_set", "Memory less inactive page cache."),
    ("container_memory_failcnt", counter, "memory_failcnt", "Times the memory limit was hit."),
    ("container_spec_memory_limit_bytes", gauge, "memory_limit", "The memory limit, 0 for none."),
    ("container_cpu_user_seconds_total", counter, "cpu_user", "Processor time in user mode."),
    ("container_cpu_system_seconds_total", counter, "cpu_system", "Processor time in the kernel."),
    ("container_processes", gauge, "processes", "Processes in the container."),
)

# metric, column of /proc/net/dev
NETWORK = (
    ("container_network_receive_bytes_total", 0),
    ("container_network_receive_packets_total", 1),
    ("container_network_receive_errors_total", 2),
    ("container_network_receive_packets_dropped_total", 3),
    ("container_network_transmit_bytes_total", 8),
    ("container_network_transmit_packets_total", 9),
    ("container_network_transmit_errors_total", 10),
    ("container_network_transmit_packets_dropped_total", 11),
)


class Docker:
    """The engine's HTTP API over its socket."""

    def __init__(self, path):
        self.path = path

    def get(self, what):
        connection = http.client.HTTPConnection("docker", timeout=TIMEOUT)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(TIMEOUT)
        try:
            connection.sock.connect(self.path)
            connection.request("GET", what)
            answer = connection.getresponse()
            if answer.status != 200:
                raise ConnectionError("%s answered %d" % (what, answer.status))
            return json.loads(answer.read())
        finally:
            connection.close()


class Node:
    """What is known of this node from one scrape to the next."""

    def __init__(self, docker, store_labels):
        self.docker = docker
        self.store_labels = store_labels
        self.containers = []
        self.version = ""

    def collect(self):
        failed = 0
        try:
            self.version = self.version or self.docker.get("/version").get("Version", "")
            self.containers = self.docker.get("/containers/json")
        except (OSError, ValueError, http.client.HTTPException) as error:
            print("docker: %s" % error, file=sys.stderr, flush=True)
            failed = 1
        cgroups = Cgroups(SYSFS)
        seen = [({"id": "/"}, None, cgroups.read("/"))]
        for container in self.containers:
            path = cgroups.path_of(container["Id"])
            if path is not None:
                seen.append((self.labels(container, path), container["Created"], cgroups.read(path)))
        error = gauge("container_scrape_error", "1 where the engine could not be asked.").add(failed)
        return [*machine(self.version), error, *container_families(seen), *network_families()]

    def labels(self, container, path):
        labels = {"id": path, "image": container["Image"], "name": container["Names"][0].lstrip("/")}
        if self.store_labels:
            for key, value in (container.get("Labels") or {}).items():
                labels["container_label_" + re.sub("[^a-zA-Z0-9_]", "_", key)] = value
        return labels


def machine(docker_version):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    info = gauge("cadvisor_version_info", "Versions of the kernel, the system, Docker and cadvisor.")
    info.add(1, cadvisorRevision="", cadvisorVersion="lab-stand-in", dockerVersion=docker_version,
             kernelVersion=os.uname().release, osVersion="")
    return [
        info,
        gauge("machine_cpu_cores", "Processor cores of the machine.").add(os.cpu_count()),
        gauge("machine_memory_bytes", "Memory of the machine.").add(memory),
    ]


def container_families(seen):
    now = round(time.time(), 3)
    last = gauge("container_last_seen", "When the container was last seen.")
    started = gauge("container_start_time_seconds", "When the container was started.")
    processor = counter("container_cpu_usage_seconds_total", "Processor time.")
    read = counter("container_fs_reads_bytes_total", "Bytes read from a device.")
    written = counter("container_fs_writes_bytes_total", "Bytes written to a device.")
    for labels, start, values in seen:
        last.add(now, **labels)
        started.add(start, **labels)
        processor.add(values["cpu_total"], cpu="total", **labels)
        for family, key in ((read, "read_bytes"), (written, "written_bytes")):
            for device, count in values[key].items():
                family.add(count, device=device, **labels)
    return [last, started, processor, read, written, *(plain(seen, *row) for row in CONTAINER)]


def plain(seen, name, kind, key, text):
    family = kind(name, text)
    for labels, _, values in seen:
        family.add(values[key], **labels)
    return family


def network_families():
    """The node's own counters: Kolla's containers are all on its network."""
    families = [counter(name, "From the node's interfaces.") for name, _ in NETWORK]
    with open("/proc/net/dev", encoding="ascii") as file:
        for line in file.readlines()[2:]:
            interface, _, columns = line.partition(":")
            numbers = columns.split()
            for family, (_, column) in zip(families, NETWORK):
                family.add(int(numbers[column]), id="/", interface=interface.strip())
    return families


def main():
    switches = ["docker_only", "store_container_labels", "logtostderr"]
    values = {
        "listen_ip": "",
        "port": "8080",
        "log_dir": "",
        "docker": "unix:///var/run/docker.sock",
        "prometheus_endpoint": "/metrics",
        "disable_metrics": "",
        "enable_metrics": "",
        "housekeeping_interval": "1s",
        "max_housekeeping_interval": "60s",
        "global_housekeeping_interval": "1m0s",
        "storage_duration": "2m0s",
    }
    given = flags("cadvisor", switches, values)
    node = Node(Docker(given["docker"].removeprefix("unix://")), given["store_container_labels"])
    host = "[%s]" % given["listen_ip"] if ":" in given["listen_ip"] else given["listen_ip"]
    serve("%s:%s" % (host, given["port"]), given["prometheus_endpoint"], "cadvisor", "measured", node.collect)


if __name__ == "__main__":
    main()
