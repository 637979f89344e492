"""What leaves the dashboard: pictures and tables that stand alone."""
