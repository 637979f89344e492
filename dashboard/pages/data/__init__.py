"""数据与来源: every figure, coverage, checks, conflicts, documents and downloads."""
