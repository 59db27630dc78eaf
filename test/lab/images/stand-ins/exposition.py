"""Prometheus's text format, version 0.0.4."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Family:
    """One metric: its name, type and help, and samples as (labels, value)."""

    def __init__(self, name, kind, help_text):
        self.name = name
        self.kind = kind
        self.help_text = help_text
        self.samples = []

    def add(self, value, **labels):
        """Adds a sample; None means that there is nothing to tell."""
        if value is not None:
            self.samples.append((labels, value))
        return self


def gauge(name, help_text):
    return Family(name, "gauge", help_text)


def counter(name, help_text):
    return Family(name, "counter", help_text)


def render(families):
    """The families that have samples, in the order given."""
    lines = []
    for family in families:
        if not family.samples:
            continue
        lines.append("# HELP %s %s" % (family.name, _escaped_help(family.help_text)))
        lines.append("# TYPE %s %s" % (family.name, family.kind))
        lines.extend(_sample(family.name, labels, value) for labels, value in family.samples)
    return "".join(line + "\n" for line in lines)


def _sample(name, labels, value):
    pairs = ",".join('%s="%s"' % (key, _escaped(labels[key])) for key in sorted(labels))
    return "%s%s %s" % (name, "{%s}" % pairs if pairs else "", value)


def _escaped(value):
    return str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _escaped_help(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n")
