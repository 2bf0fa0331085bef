"""Greets people."""

import argparse

__version__ = "1.0"


def greeting(name: str) -> str:
    """A polite sentence for `name`."""
    return f"Hello, {name}!"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="world")
    print(greeting(parser.parse_args().name))
