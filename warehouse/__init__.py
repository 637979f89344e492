"""The warehouse: builds a DuckDB file from the figures, checks it, publishes it, and answers questions.

Knows the domain (`indicators`) but nothing of the browser.
"""
