"""The warehouse: builds a DuckDB file from the figures, checks and publishes it, and queries it.

Knows the domain (`indicators`) but nothing of the browser.
"""
