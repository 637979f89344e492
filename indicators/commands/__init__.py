"""What `python -m indicators` does: files to rows, and a figure's reading in words."""
