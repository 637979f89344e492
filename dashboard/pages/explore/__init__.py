"""指标对比: any indicator as a trend, ranking, change, small multiples, scatter or table."""
