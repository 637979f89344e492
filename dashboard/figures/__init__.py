"""Plotly figures, one module a kind; each takes like rows and draws one mark for one meaning.

Filled circle: reported, full year. Filled triangle: reported, first half. Hollow: derived.
Bar: bounds. A line joins like with like only, and never across a missing period.
"""
