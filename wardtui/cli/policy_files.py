"""A policy as somebody names it at a prompt: one that comes with wardtui, or a file."""

from pathlib import Path

from wardtui.domain.errors import BadInput
from wardtui.domain.policy import Policy
from wardtui.domain.policy_reader import LIMIT, read_policy
from wardtui.services.policies import UnknownPolicy, shipped_names, shipped_policy


def named_policy(text: str) -> Policy:
    """The policy that comes with wardtui under a name, or that a file describes.

    :raises UnknownPolicy: when it is neither
    :raises BadInput: ``policy_unreadable`` when the file is no text or may not be read,
        ``file_missing`` when it has the ending of a file and is none
    :raises wardtui.domain.policy_faults.PolicyFaulty: with everything that is wrong with the file
    """
    names = shipped_names()
    if text in names:
        return shipped_policy(text)
    path = Path(text)
    if not path.suffix and not path.is_file():
        raise UnknownPolicy(name=text[:40], known=tuple(names))
    return policy_in(path)


def policy_in(path: Path) -> Policy:
    """The policy that a file describes; it raises what ``named_policy`` does."""
    if not path.is_file():
        raise BadInput("file_missing", file=str(path))
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
        # What is too large is refused as such, wherever it was cut.
        text = content.decode(errors="replace" if len(content) > LIMIT else "strict")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("policy_unreadable", file=str(path)) from error
    return read_policy(text)
