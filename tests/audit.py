"""Known holes in what is pinned, and a bill of materials: ``make audit``.

The argument is the ``bin`` of the environment that the tools have (``requirements/audit.txt``). It
ends with 1 when a hole is known. Where the index does not say what it knows, that is told and
nothing fails: a build without a network has to end as well.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from wardtui import __version__

ROOT = Path(__file__).parent.parent
PINNED = ROOT / "requirements" / "dev.txt"
MATERIALS = ROOT / "dist" / "sbom.json"

SECONDS = 300


def judged(report: Any) -> tuple[int, str]:
    """What pip-audit's JSON comes to: the exit code, and what is said.

    :param report: null where it has not answered
    """
    packages = report["dependencies"] if report else []
    silent = [one["name"] for one in packages if "skip_reason" in one]
    holes = [
        f"  {one['name']} {one['version']}: {hole['id']}, mended in "
        + (", ".join(hole["fix_versions"]) or "no version yet")
        for one in packages
        for hole in one.get("vulns", ())
    ]
    asked = len(packages) - len(silent)
    if holes:
        return 1, "\n".join([f"{len(holes)} known holes in {asked} packages:", *holes])
    if not asked:
        return 0, "NOT AUDITED: the index does not say here which holes it knows."
    left = f", {len(silent)} not: {', '.join(silent)}" if silent else ""
    return 0, f"No known hole in {asked} packages{left}."


def audit(tools: Path) -> tuple[int, str]:
    """Ask the index about everything that is pinned."""
    command = [tools / "pip-audit", "-r", PINNED, "--require-hashes", "--disable-pip"]
    try:
        asked = subprocess.run(
            [*command, "--progress-spinner", "off", "-f", "json"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return judged(None)
    try:
        return judged(json.loads(asked.stdout))
    except json.JSONDecodeError:
        print(asked.stderr.strip()[-500:], file=sys.stderr)
        return judged(None)


def write_materials(tools: Path) -> int:
    """Write what is installed here, with licences and what needs what, as CycloneDX.

    :return: how many packages it names
    """
    MATERIALS.parent.mkdir(exist_ok=True)
    command = [tools / "cyclonedx-py", "environment", "--pyproject", ROOT / "pyproject.toml"]
    more = ["--output-reproducible", "--no-validate", "--of", "JSON", "-o", MATERIALS]
    subprocess.run([*command, *more, sys.executable], check=True, timeout=SECONDS)
    made = json.loads(MATERIALS.read_text("utf-8"))
    made["metadata"]["component"]["version"] = __version__
    MATERIALS.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return len(made["components"])


if __name__ == "__main__":
    where = Path(sys.argv[1])
    named = write_materials(where)
    print(f"{named} packages in {MATERIALS.relative_to(ROOT)}")
    code, said = audit(where)
    print(said)
    sys.exit(code)
