"""Many visitors at once: how long each waits, what a session costs, and where it breaks."""
