"""``python -m wardtui`` and the ``wardtui`` command."""

import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from wardtui.cli.app import run

    # Whatever is written here holds personal data: nobody else on this machine may read it.
    os.umask(0o077)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
