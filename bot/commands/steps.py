"""What a command says while it works, beside its result."""

from __future__ import annotations

import sys


def step(text: str) -> None:
    """One line of progress."""
    print(f"▸ {text}", file=sys.stderr, flush=True)
