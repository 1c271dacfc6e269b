"""See that the locks agree with what they lock and name no address.

``--strip`` first removes what npm writes beside the needed (pages that ask for donations).
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("timefold", "pyworkforce", "pyworkforce_staffing")
PEER_LOCKS = tuple(f"benchmarks/peers/{name}/requirements.lock" for name in PEERS)
PYTHON_LOCKS = ("requirements.lock", "scripts/node.lock", "scripts/postgres.lock", *PEER_LOCKS)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)


def pinned(lock: str) -> dict[str, str]:
    """Return the locked version by canonical package name."""
    return {canonicalize_name(name): version for name, version in PIN.findall(lock)}


def python_complaints(project: dict[str, Any], lock: str) -> list[str]:
    """Say which requirement of pyproject.toml the lock does not meet."""
    extras = project.get("optional-dependencies", {})
    versions = pinned(lock)
    complaints = []
    for text in [*project["dependencies"], *(line for extra in extras.values() for line in extra)]:
        requirement = Requirement(text)
        version = versions.get(canonicalize_name(requirement.name))
        if version is None:
            complaints.append(f"requirements.lock lacks {requirement.name}; run 'make lock'")
        elif not requirement.specifier.contains(version, prereleases=True):
            complaints.append(f"requirements.lock has {requirement.name} {version}, wanted is {text}")
    return complaints


def npm_complaints(package: dict[str, Any], lock: dict[str, Any]) -> list[str]:
    """Say where package.json and its lock differ."""
    locked = lock["packages"][""]
    groups = ("dependencies", "devDependencies")
    if any(package.get(group, {}) != locked.get(group, {}) for group in groups):
        return ["package-lock.json is not that of package.json; run 'make lock'"]
    return []


def address_complaints() -> list[str]:
    """Say which lock names an address: behind a company mirror it would be the wrong one."""
    names = (*PYTHON_LOCKS, "package-lock.json")
    return [
        f"{name} names an address" for name in names if "://" in (ROOT / name).read_text(encoding="utf-8")
    ]


def strip_npm_lock(path: Path) -> None:
    """Remove the donation addresses that npm copies into its lock."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    for entry in lock["packages"].values():
        entry.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Print every complaint; 1 when there is one."""
    if "--strip" in arguments:
        strip_npm_lock(ROOT / "package-lock.json")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    complaints = [
        *python_complaints(project, (ROOT / "requirements.lock").read_text(encoding="utf-8")),
        *npm_complaints(
            json.loads((ROOT / "package.json").read_text(encoding="utf-8")),
            json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8")),
        ),
        *address_complaints(),
    ]
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
