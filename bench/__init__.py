"""How fast the dashboard is: `python -m bench`, measured on this machine in this run."""
