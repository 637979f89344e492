"""The page 简报: order, title and annotate charts, see the pages, take them along as a file."""
