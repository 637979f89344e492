"""The pages, one module or folder each; a file in `views` only names the page that it shows."""
