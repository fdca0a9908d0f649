"""What the files of a vault are called, and whether there is one. Nothing is loaded for it."""

from pathlib import Path

KEYS = "keys.json"
DATABASE = "vault.db"
CODE_UNREAD = "recovery-code-unread"
"""Says that nobody may have the recovery code yet."""

KEY_BYTES = 32


def vault_exists(folder: Path) -> bool:
    """Whether a folder holds a vault."""
    return (folder / KEYS).exists() or (folder / DATABASE).exists()
