"""Measured figures: `python -m benchmarks.prove` runs the items and adds a dated line each to RESULTS.md."""
