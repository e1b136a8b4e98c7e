"""Which action answers which intent, read from the rules once at the start and handed around as a value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML


def load_rules(folder: Path) -> Mapping[str, str]:
    """Every rule of two steps, an intent and an action, below ``folder``."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for rule in YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")).get("rules", []):
            steps = rule.get("steps", [])
            if len(steps) == 2 and "intent" in steps[0] and "action" in steps[1]:
                found[steps[0]["intent"]] = steps[1]["action"]
    return found
