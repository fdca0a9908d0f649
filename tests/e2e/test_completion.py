"""What a shell completes, in a real bash with what ``--install-completion`` has written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PATIENCE = 60
SCRIPT = """
. "$HOME/.bashrc"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
function=$(complete -p wardtui | sed 's/.*-F \\([^ ]*\\).*/\\1/')
"$function" wardtui
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Bash:
    """A shell of somebody who has installed the completion."""

    def __init__(self, home: Path) -> None:
        programs = str(Path(sys.executable).parent)
        self._environment = {
            **os.environ,
            "HOME": str(home),
            "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
        }

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def completes(self, *words: str) -> list[str]:
        """What is offered for the last word."""
        return self.run("bash", "-c", SCRIPT, "bash", "wardtui", *words).split()


@pytest.fixture(scope="module")
def bash(tmp_path_factory: pytest.TempPathFactory) -> Bash:
    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    made = Bash(tmp_path_factory.mktemp("home"))
    made.run("wardtui", "--install-completion", "bash")
    return made


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["do"], ["doctor"]),
        (["pa"], ["pair", "pause"]),
        (["theme", ""], ["list"]),
        (["log", "call", "--ou"], ["--outcome"]),
    ],
)
def test_words_are_completed_whichever_module_they_are_in(
    bash: Bash, words: list[str], offered: list[str]
) -> None:
    assert sorted(bash.completes(*words)) == offered


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_there_is_a_completion_for_the_other_shells(bash: Bash, shell: str) -> None:
    assert "_WARDTUI_COMPLETE" in bash.run("wardtui", "--show-completion", shell)


def test_only_the_module_of_a_whole_word_is_loaded_for_it(bash: Bash) -> None:
    code = "import sys, wardtui.cli.app as app; app.run([]); print(*sys.modules)"
    asked = {"_WARDTUI_COMPLETE": "complete_bash", "COMP_WORDS": "wardtui\ntheme\n"}
    told = bash.run(
        "env",
        *(f"{name}={text}" for name, text in asked.items()),
        "COMP_CWORD=2",
        sys.executable,
        "-c",
        code,
    )
    loaded = {name for name in told.split() if name.startswith("wardtui.cli.commands.")}
    assert loaded == {"wardtui.cli.commands.look"}
