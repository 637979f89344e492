"""What stands between the network and the pages: files, headers, logs, metrics, a limit.

Each module is one ASGI middleware or what one needs; `composition` puts them in order.
"""
