"""What the kernel counts for a container, read from cgroup v1 or v2, whichever the node has."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


class Cgroups:
    """The cgroup file systems below one directory, as a node mounts them at /sys/fs/cgroup."""

    def __init__(self, sysfs):
        self.sysfs = sysfs
        self.root = os.path.join(sysfs, "fs/cgroup")
        self.unified = os.path.exists(os.path.join(self.root, "cgroup.controllers"))

    def path_of(self, container):
        """The path of a container's cgroup as cadvisor names it, or None where the container has none."""
        controller = "" if self.unified else "memory"
        for path in ("/docker/" + container, "/system.slice/docker-%s.scope" % container):
            if os.path.isdir(os.path.join(self.root, controller, path[1:])):
                return path
        return None

    def read(self, path):
        """All that is known of the cgroup at `path`; a value that the kernel does not give is None."""
        return self._read_v2(path) if self.unified else self._read_v1(path)

    def _read_v1(self, path):
        stat = table(self._text("memory", path, "memory.stat"))
        cpu = table(self._text("cpuacct", path, "cpuacct.stat"))
        usage = number(self._text("memory", path, "memory.usage_in_bytes"))
        read, written = self._blkio(path)
        return {
            "memory_usage": usage,
            "memory_rss": stat.get("total_rss"),
            "memory_cache": stat.get("total_cache"),
            "memory_working_set": less(usage, stat.get("total_inactive_file")),
            "memory_failcnt": number(self._text("memory", path, "memory.failcnt")),
            "memory_limit": limit(self._text("memory", path, "memory.limit_in_bytes")),
            "cpu_total": scaled(number(self._text("cpuacct", path, "cpuacct.usage")), 1e9),
            "cpu_user": scaled(cpu.get("user"), TICKS),
            "cpu_system": scaled(cpu.get("system"), TICKS),
            "processes": lines(self._text("memory", path, "cgroup.procs")),
            "read_bytes": read,
            "written_bytes": written,
        }

    def _read_v2(self, path):
        stat = table(self._text("", path, "memory.stat"))
        cpu = table(self._text("", path, "cpu.stat"))
        usage = number(self._text("", path, "memory.current"))
        if usage is None and "anon" in stat:
            usage = stat["anon"] + stat.get("file", 0)
        read, written = self._io_stat(path)
        return {
            "memory_usage": usage,
            "memory_rss": stat.get("anon"),
            "memory_cache": stat.get("file"),
            "memory_working_set": less(usage, stat.get("inactive_file")),
            "memory_failcnt": table(self._text("", path, "memory.events")).get("max"),
            "memory_limit": limit(self._text("", path, "memory.max")),
            "cpu_total": scaled(cpu.get("usage_usec"), 1e6),
            "cpu_user": scaled(cpu.get("user_usec"), 1e6),
            "cpu_system": scaled(cpu.get("system_usec"), 1e6),
            "processes": lines(self._text("", path, "cgroup.procs")),
            "read_bytes": read,
            "written_bytes": written,
        }

    def _blkio(self, path):
        """Bytes by device, from lines as `254:0 Read 4096`."""
        counted = {"Read": {}, "Write": {}}
        for line in (self._text("blkio", path, "blkio.throttle.io_service_bytes") or "").splitlines():
            words = line.split()
            if len(words) == 3 and words[1] in counted:
                counted[words[1]][self._device(words[0])] = int(words[2])
        return counted["Read"], counted["Write"]

    def _io_stat(self, path):
        """Bytes by device, from lines as `254:0 rbytes=4096 wbytes=0 ...`."""
        read, written = {}, {}
        for line in (self._text("", path, "io.stat") or "").splitlines():
            number_of_device, *words = line.split()
            fields = dict(word.split("=", 1) for word in words if "=" in word)
            read[self._device(number_of_device)] = int(fields.get("rbytes", 0))
            written[self._device(number_of_device)] = int(fields.get("wbytes", 0))
        return read, written

    def _device(self, numbers):
        link = os.path.join(self.sysfs, "dev/block", numbers)
        return "/dev/" + os.path.basename(os.path.realpath(link)) if os.path.exists(link) else numbers

    def _text(self, controller, path, name):
        try:
            with open(os.path.join(self.root, controller, path.strip("/"), name), encoding="ascii") as file:
                return file.read()
        except OSError:
            return None


def table(text):
    """Numbers by name, from lines as `anon 4096`."""
    rows = (line.split() for line in (text or "").splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}


def number(text):
    return int(text) if text is not None and text.strip().isdigit() else None


def lines(text):
    return None if text is None else len(text.splitlines())


def limit(text):
    """0 for no limit, as cadvisor has it: v2 says `max`, v1 a number that no machine has."""
    value = number(text)
    if text is None:
        return None
    return 0 if value is None or value > 2**60 else value


def less(whole, part):
    return None if whole is None else max(0, whole - (part or 0))


def scaled(value, divisor):
    return None if value is None else value / divisor
