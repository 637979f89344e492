"""The domain: indicators, districts, periods, observations, and what may be compared.

Pure Python and exact arithmetic; knows neither SQL nor the browser.
"""
