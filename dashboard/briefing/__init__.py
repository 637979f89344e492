"""Briefings: charts that a person collects, orders and annotates, and what becomes of them."""
