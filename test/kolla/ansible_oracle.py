"""Answers with the real Ansible what an inventory, a host pattern or a template is.

Reads a list of questions as JSON from stdin and prints the list of answers; one process for all of them, as starting
Ansible takes most of the time.
"""
import json
import os
import sys

os.environ["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"] = "true"
os.environ["ANSIBLE_DEPRECATION_WARNINGS"] = "false"

from ansible import constants
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible.utils.display import Display
from ansible.vars.manager import VariableManager

Display.warning = lambda *args, **kwargs: None


def inventory_of(question):
    loader = DataLoader()
    if "play" in question:
        loader.set_basedir(question["play"])
    return loader, InventoryManager(loader=loader, sources=question["sources"])


def variables(manager, host, keys):
    found = manager.get_vars(host=host, include_hostvars=False, stage="all")
    return {key: found[key] for key in keys if key in found}


def inventory(question):
    loader, found = inventory_of(question)
    manager = VariableManager(loader=loader, inventory=found)
    for file in question.get("extra", []):
        manager._extra_vars = {**manager._extra_vars, **loader.load_from_file(file)}
    return {
        "groups": {name: [host.name for host in group.get_hosts()] for name, group in found.groups.items()},
        "hosts": {
            name: {
                "groups": host.get_vars()["group_names"],
                "variables": variables(manager, host, question["keys"]),
            }
            for name, host in found.hosts.items()
        },
    }


def limit(question):
    constants.HOST_PATTERN_MISMATCH = "error"
    _, found = inventory_of(question)
    answers = []
    for pattern in question["patterns"]:
        try:
            found.subset(pattern)
            answers.append([host.name for host in found.get_hosts("all")])
        except Exception as error:
            answers.append({"error": str(error)})
    return answers


def template(question):
    answers = []
    for text in question["templates"]:
        try:
            answers.append({"value": Templar(loader=DataLoader(), variables=question["variables"]).template(text)})
        except Exception as error:
            answers.append({"error": str(error)})
    return answers


def yaml(question):
    answers = []
    for text in question["texts"]:
        try:
            answers.append({"value": DataLoader().load(text, file_name="f.yml")})
        except Exception as error:
            answers.append({"error": str(error)})
    return answers


def answer(question):
    try:
        return {"limit": limit, "inventory": inventory, "template": template, "yaml": yaml}[question["kind"]](question)
    except Exception as error:
        return {"error": str(error)}


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout, default=lambda value: sorted(value) if isinstance(value, (set, frozenset)) else str(value))
