"""Workbooks for Excel and WPS: one chart or a whole view, with charts that can be edited."""
