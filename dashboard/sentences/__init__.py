"""Sentences about figures, in the style of official reports, each number tied to its source."""
