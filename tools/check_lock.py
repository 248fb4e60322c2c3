"""From the two locks to a list of what is wrong with them; nothing is fetched.

A lock must hold every dependency in a version that pyproject.toml allows, a hash for each, and no index address; the
lock of the gate must hold everything that the lock of the dashboard holds, in the same version.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"


def locked(text: str) -> dict[str, set[str]]:
    """Read the versions of each package; a package may have several, each for its own systems."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, flags=re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def wanted(project: dict[str, Any], *groups: str) -> Iterator[Requirement]:
    """Give what the dashboard and these groups ask for."""
    yield from map(Requirement, project["project"]["dependencies"])
    for group in groups:
        for entry in project["dependency-groups"][group]:
            if isinstance(entry, str):
                yield Requirement(entry)


def faults(name: str, text: str, requirements: Iterator[Requirement]) -> Iterator[str]:
    """Say what is wrong with one lock."""
    versions = locked(text)
    for requirement in requirements:
        found = versions.get(canonicalize_name(requirement.name), set())
        if not found:
            yield f"{name}: {requirement.name} is missing"
        for version in sorted(found):
            if version not in requirement.specifier:
                yield f"{name}: {requirement.name} {version} is locked, pyproject.toml wants {requirement.specifier}"
    for entry in re.split(r"\n(?=\S)", text):
        if not entry.startswith("#") and "--hash=sha256:" not in entry:
            yield f"{name}: no hash in «{entry.strip()}»"
    if "://" in text or re.search(r"^\s*(--(extra-)?index-url|--find-links|-[if])\b", text, flags=re.MULTILINE):
        yield f"{name}: an address stands in the lock"


def main() -> int:
    """Print every fault; the exit code says whether there is one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = ((ROOT / name).read_text(encoding="utf-8") for name in (RUNTIME, DEV))
    found = [*faults(RUNTIME, runtime, wanted(project, "build")), *faults(DEV, dev, wanted(project, "build", "dev"))]
    found += [
        f"{DEV}: {name} is not as in {RUNTIME}"
        for name, versions in locked(runtime).items()
        if locked(dev).get(name) != versions
    ]
    print(*(f"{fault}; make lock" for fault in found), sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
