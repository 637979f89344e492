"""The page 导入报告: a report is read, reviewed by a person, and joins the figures."""
