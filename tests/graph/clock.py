"""Time for a stand-in that runs by itself: the real one, and what somebody skipped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Runs with real time; ``forward`` skips ahead."""

    def __init__(self) -> None:
        self.skipped = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    def forward(self, **by: float) -> None:
        """Let time pass at once."""
        self.skipped += timedelta(**by)
