"""What the browser shows: pages, filters, charts, cards and exports, in Chinese and English."""
