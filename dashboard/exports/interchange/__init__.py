"""The figures of a view for other programs: Parquet, SDMX-CSV, a Frictionless data package."""
