"""What the dashboard costs at a country's scale, and how the costs grow."""
