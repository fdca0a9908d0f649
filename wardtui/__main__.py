"""``python -m wardtui`` and the ``wardtui`` command."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from wardtui.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
