#!/usr/bin/python3
"""Stand-in of the lab for openstack-exporter/openstack-exporter, which Debian does not package.

It takes that program's flags and serves its metric names and labels. There is no OpenStack in the lab: the cloud is
made up (source="fixture"), but for its hosts, which are the nodes that this node knows by name in /etc/hosts. This
node is the one that controls, the others compute.
"""

import os
import re
import socket
import sys

from exposition import Family, counter, gauge
from serving import flags, serve

HOSTS = os.environ.get("LAB_HOSTS", "/etc/hosts")
SERVICES = ("nova", "neutron", "cinder", "glance", "identity", "placement")
SERVICE_TYPES = {
    "nova": "compute",
    "neutron": "network",
    "cinder": "volume",
    "glance": "image",
    "identity": "identity",
    "placement": "placement",
}
OTHER_TYPES = ("object-store", "load-balancer", "container-infra", "dns", "baremetal", "gnocchi", "database",
               "orchestration", "sharev2")

PROJECTS = (("admin", "3f5b0c61"), ("service", "7a90d2e4"), ("demo", "b81e6f07"))
VCPUS, MEMORY, DISK = 16, 64 * 2**30, 500 * 2**30
VMS_PER_HOST = 4


def node_names(hosts_file):
    """The names that stand alone beside an address: the nodes of the lab, not localhost and not registries."""
    with open(hosts_file, encoding="utf-8") as file:
        rows = [line.split("#", 1)[0].split() for line in file]
    names = {row[1] for row in rows if len(row) == 2 and re.fullmatch("[a-z][a-z0-9-]*", row[1])}
    return sorted(names - {"localhost"})


class Cloud:
    """A small made-up cloud on real host names."""

    def __init__(self, prefix, control, nodes):
        self.prefix = prefix
        self.control = control
        self.compute = [name for name in nodes if name != control] or [control]

    def metric(self, name, text, value=None, kind=gauge) -> Family:
        family = kind("%s_%s" % (self.prefix, name), text)
        return family if value is None else family.add(value)

    def counts(self, service, **values):
        return [self.metric("%s_%s" % (service, name), "Number of %s." % name.replace("_", " "), value)
                for name, value in values.items()]

    def agents(self, service, rows, zone):
        family = self.metric("%s_agent_state" % service, "1 where the agent is alive.")
        for index, (host, agent) in enumerate(rows):
            family.add(1, id=str(index + 1), hostname=host, service=agent, **zone(agent))
        return family

    def nova(self, slow):
        internal = [(self.control, name) for name in ("nova-conductor", "nova-scheduler")]
        agents = self.agents("nova", [*internal, *((host, "nova-compute") for host in self.compute)],
                             lambda agent: {"adminState": "enabled", "disabledReason": "",
                                            "zone": "nova" if agent == "nova-compute" else "internal"})
        totals = self.counts("nova", total_vms=VMS_PER_HOST * len(self.compute), flavors=5, availability_zones=2,
                             security_groups=len(PROJECTS))
        return [agents, *totals, *self.hypervisors(), *(self.nova_limits() if slow else [])]

    def hypervisors(self):
        values = {
            "running_vms": VMS_PER_HOST,
            "current_workload": 0,
            "vcpus_available": VCPUS,
            "vcpus_used": 2 * VMS_PER_HOST,
            "memory_available_bytes": MEMORY,
            "memory_used_bytes": VMS_PER_HOST * 4 * 2**30,
            "local_storage_available_bytes": DISK,
            "local_storage_used_bytes": VMS_PER_HOST * 20 * 2**30,
            "free_disk_bytes": DISK - VMS_PER_HOST * 20 * 2**30,
        }
        families = []
        for name, value in values.items():
            family = self.metric("nova_" + name, "By hypervisor: %s." % name.replace("_", " "))
            for host in self.compute:
                family.add(value, hostname=host, availability_zone="nova", aggregates="")
            families.append(family)
        return families

    def nova_limits(self):
        values = {"vcpus_max": 40, "vcpus_used": 8, "memory_max": 102400, "memory_used": 16384,
                  "instances_max": 20, "instances_used": 4}
        return [self.by_project("nova_limits_" + name, value) for name, value in values.items()]

    def by_project(self, name, value):
        family = self.metric(name, "By project: %s." % name.replace("_", " "))
        for tenant, tenant_id in PROJECTS:
            family.add(value, tenant=tenant, tenant_id=tenant_id)
        return family

    def neutron(self, _):
        central = [(self.control, name) for name in
                   ("neutron-dhcp-agent", "neutron-l3-agent", "neutron-metadata-agent", "neutron-openvswitch-agent")]
        agents = self.agents("neutron", [*central, *((host, "neutron-openvswitch-agent") for host in self.compute)],
                             lambda agent: {"adminState": "up",
                                            "availability_zone": "nova" if "dhcp" in agent or "l3" in agent else ""})
        totals = self.counts("neutron", networks=3, subnets=3, ports=VMS_PER_HOST * len(self.compute) + 6, routers=1,
                             routers_not_active=0, floating_ips=2, floating_ips_associated_not_active=0,
                             security_groups=len(PROJECTS), ports_no_ips=0, ports_lb_not_active=0)
        used = self.metric("neutron_network_ip_availabilities_used", "Addresses taken in a subnet.")
        total = self.metric("neutron_network_ip_availabilities_total", "Addresses of a subnet.")
        for family, value in ((used, 8), (total, 253)):
            family.add(value, network_id="5e0c9a11", network_name="demo-net", subnet_name="demo-subnet",
                       ip_version="4", cidr="192.0.2.0/24", project_id=PROJECTS[2][1])
        return [agents, *totals, used, total]

    def cinder(self, slow):
        family = self.metric("cinder_agent_state", "1 where the agent is alive.")
        for service, host in (("cinder-scheduler", self.control), ("cinder-volume", self.control + "@lvm-1")):
            family.add(1, uuid="", hostname=host, service=service, adminState="enabled", zone="nova",
                       disabledReason="")
        free = self.metric("cinder_pool_capacity_free_gb", "Free space of a pool.")
        total = self.metric("cinder_pool_capacity_total_gb", "Size of a pool.")
        for pool, value in ((free, 420), (total, 500)):
            pool.add(value, name=self.control + "@lvm-1#lvm-1", volume_backend_name="lvm-1",
                     vendor_name="Open Source")
        states = self.metric("cinder_volume_status_counter", "Volumes by state.")
        for state, value in (("available", 1), ("in-use", 3), ("error", 0)):
            states.add(value, status=state)
        limits = [self.by_project("cinder_limits_volume_" + name, value)
                  for name, value in (("max_gb", 1000), ("used_gb", 40))]
        return [family, *self.counts("cinder", volumes=4, snapshots=1), free, total, states,
                *(limits if slow else [])]

    def glance(self, slow):
        size = self.metric("glance_image_bytes", "Size of an image.")
        size.add(21430272, id="c2f1a9d0", name="cirros", tenant_id=PROJECTS[0][1])
        return [*self.counts("glance", images=1), *([size] if slow else [])]

    def identity(self, _):
        info = self.metric("identity_project_info", "Projects.")
        for name, project in PROJECTS:
            info.add(1, id=project, name=name, is_domain="false", description="", domain_id="default",
                     enabled="true", parent_id="default", tags="")
        return [info, *self.counts("identity", domains=1, users=6, groups=0, projects=len(PROJECTS), regions=1)]

    def placement(self, _):
        families = []
        for name, values in (("total", (VCPUS, 65536)), ("usage", (8, 16384)), ("reserved", (0, 512))):
            family = self.metric("placement_resource_" + name, "By hypervisor and kind: %s." % name)
            for host in self.compute:
                for kind, value in zip(("VCPU", "MEMORY_MB"), values):
                    family.add(value, hostname=host, resourcetype=kind)
            families.append(family)
        return families


class Exporter:
    """Counts its scrapes, as the real one does for each service."""

    def __init__(self, prefix, services, slow):
        self.prefix = prefix
        self.services = services
        self.slow = slow
        self.scrapes = 0

    def collect(self):
        self.scrapes += 1
        cloud = Cloud(self.prefix, socket.gethostname(), node_names(HOSTS))
        families = []
        for service in self.services:
            families.append(cloud.metric(service + "_up", "1 where the service answers.", 1))
            scrapes = service + "_exporter_scrapes_total"
            families.append(cloud.metric(scrapes, "Scrapes of the service.", self.scrapes, counter))
            errors = service + "_exporter_scrape_errors_total"
            families.append(cloud.metric(errors, "Failed scrapes of the service.", 0, counter))
            families.extend(getattr(cloud, service)(self.slow))
        return families


def main():
    types = [*SERVICE_TYPES.values(), *OTHER_TYPES]
    switches = ["collect-metric-time", "disable-slow-metrics", "disable-deprecated-metrics",
                "disable-cinder-agent-uuid", "multi-cloud", *("disable-service." + name for name in types)]
    values = {
        "web.listen-address": ":9180",
        "web.telemetry-path": "/metrics",
        "log.level": "info",
        "os-client-config": "/etc/openstack/clouds.yaml",
        "prefix": "openstack",
        "endpoint-type": "public",
        "domain-id": "",
        "disable-metric": "",
    }
    given = flags("openstack-exporter", switches, values, "cloud")
    if given["multi-cloud"] or given["cloud"] is None:
        sys.exit("openstack-exporter (stand-in of the lab): expected the name of one cloud")
    if not os.path.exists(given["os-client-config"]):
        sys.exit("openstack-exporter (stand-in of the lab): no file %s" % given["os-client-config"])
    services = [name for name in SERVICES if not given["disable-service." + SERVICE_TYPES[name]]]
    exporter = Exporter(given["prefix"], services, not given["disable-slow-metrics"])
    serve(given["web.listen-address"], given["web.telemetry-path"], "openstack-exporter", "fixture",
          exporter.collect)


if __name__ == "__main__":
    main()
