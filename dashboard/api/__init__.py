"""Stable addresses of charts and their figures, to be embedded in reports; they only read."""
