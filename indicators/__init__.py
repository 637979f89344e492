"""The domain: what an indicator, a district, a period and an observation are, and what may be compared.

Pure Python and exact arithmetic; knows neither SQL nor the browser.
"""
