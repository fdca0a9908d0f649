"""PouchDB sending the same documents to its own server, with what comes from npm."""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.rounds import Options, say
from wardtui.wire import BATCH_EVENTS

_HERE = Path(__file__).parent


@contextmanager
def installed(options: Options) -> Iterator[Path | None]:
    """A folder with PouchDB; none where it does not install."""
    with TemporaryDirectory(prefix="wardtui-") as name:
        folder = (options.cache or Path(name)) / "pouchdb"
        if not (folder / "node_modules").exists():
            folder.mkdir(parents=True, exist_ok=True)
            for file in (*_HERE.glob("*.js"), _HERE / "package.json"):
                shutil.copy(file, folder)
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
    with TemporaryDirectory(prefix="wardtui-") as name:
        documents = Path(name) / "documents"
        with documents.open("w") as out:
            for one in events:
                content = json.loads(one)
                content["_id"] = content.pop("id")
                out.write(json.dumps(content, ensure_ascii=False) + "\n")
        for side in ("here", "there"):
            (Path(name) / side).mkdir()
        server = subprocess.Popen(
            ["node", "serve.js", Path(name) / "there"],
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout is not None
        try:
            url = server.stdout.readline().strip()
            send: list[str | Path] = [
                "node",
                "send.js",
                Path(name) / "here",
                documents,
                url,
                str(BATCH_EVENTS),
            ]
            return float(subprocess.check_output(send, cwd=folder, text=True))
        finally:
            server.kill()
            server.wait()
            server.stdout.close()
