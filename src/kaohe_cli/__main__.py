"""``kaohe`` and ``python -m kaohe_cli``."""

import os

# No pydantic plugin has a part in this, and looking for them costs start-up time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Runs the command line and exits with its code."""
    from kaohe_cli.cli.app import run

    raise SystemExit(run())


if __name__ == "__main__":
    main()
