"""From query rows to charts: like-with-like panels, values in a mode, and the kinds of chart."""
