"""Entry of the dashboard: `python run.py` sets everything up; then `streamlit run app.py` too."""

from __future__ import annotations

from dashboard import site

site.run()
