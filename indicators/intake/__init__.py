"""From an uploaded file to a draft, read in a process of its own: what a file does stays in there.

Files come from anywhere, and readers of PDF, Word and web pages are large programs. The process
has a limit of memory and a deadline; a file that breaks one is refused, and a new process begins.
"""

from __future__ import annotations

from indicators.intake.pool import close, draft_of_file, draft_of_text, warm

__all__ = ["close", "draft_of_file", "draft_of_text", "warm"]
