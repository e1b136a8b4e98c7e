"""Whole conversations of shoppers, played against a running house and judged by facts; README.md tells the format."""
