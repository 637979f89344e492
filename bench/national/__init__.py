"""A made-up national data set in the project's own file formats, for measuring at scale."""
