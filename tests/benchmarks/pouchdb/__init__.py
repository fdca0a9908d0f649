"""PouchDB exchanging the same documents with its own server, with what comes from npm."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.rounds import Options, say
from wardtui.messages import BATCH_EVENTS

_HERE = Path(__file__).parent


@contextmanager
def installed(options: Options) -> Iterator[Path | None]:
    """A folder with PouchDB; none where it does not install."""
    with TemporaryDirectory(prefix="wardtui-") as name:
        folder = (options.cache or Path(name)) / "pouchdb"
        folder.mkdir(parents=True, exist_ok=True)
        for file in (*_HERE.glob("*.js"), _HERE / "package.json"):
            shutil.copy(file, folder)
        if not (folder / "node_modules").exists():
            say("installing PouchDB from npm …")
            install = ["npm", "install", "--silent", "--no-audit", "--no-fund"]
            if shutil.which("npm") is None or subprocess.call(install, cwd=folder) != 0:
                say("  PouchDB does not install here: left out")
                shutil.rmtree(folder)
                yield None
                return
        yield folder


def seconds(folder: Path, events: Sequence[str]) -> float:
    """How long it takes to send events, each a document of a local database, to an empty one."""
    with _serving(folder, events) as (here, documents, url):
        return _run(folder, "send.js", here, documents, url)


def both_ways(folder: Path, events: Sequence[str]) -> tuple[float, float]:
    """How long that takes, and reading them all into another local database, which is empty."""
    with _serving(folder, events) as (here, documents, url):
        sent = _run(folder, "send.js", here, documents, url)
        return sent, _run(folder, "receive.js", here, str(len(events)), url)


@contextmanager
def _serving(folder: Path, events: Sequence[str]) -> Iterator[tuple[Path, Path, str]]:
    """A folder for local databases, a file with the documents, and the address of a server."""
    with TemporaryDirectory(prefix="wardtui-") as name:
        documents, here, there = (Path(name) / part for part in ("documents", "here", "there"))
        with documents.open("w") as out:
            for one in events:
                content = json.loads(one)
                content["_id"] = content.pop("id")
                out.write(json.dumps(content, ensure_ascii=False) + "\n")
        here.mkdir()
        there.mkdir()
        server = subprocess.Popen(
            ["node", "serve.js", there], cwd=folder, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        try:
            yield here, documents, server.stdout.readline().strip()
        finally:
            server.kill()
            server.wait()
            server.stdout.close()


def _run(folder: Path, script: str, *arguments: str | Path) -> float:
    command: list[str | Path] = ["node", script, *arguments, str(BATCH_EVENTS)]
    return float(subprocess.check_output(command, cwd=folder, text=True))
