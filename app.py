"""Entry of the dashboard: `streamlit run app.py`, or `python run.py`, which sets everything up first."""

from __future__ import annotations

from dashboard import site

site.run()
