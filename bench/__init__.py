"""How fast the dashboard is, measured on this machine: `python -m bench`."""
