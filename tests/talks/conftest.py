"""The house of the demo shop."""

from houses import demo_house

__all__ = ["demo_house"]
