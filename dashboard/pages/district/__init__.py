"""区县档案: all figures of one district, with its peers as background."""
