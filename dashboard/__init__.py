"""What the browser shows: pages, filters, charts, chart cards and exports, in Chinese and English."""
