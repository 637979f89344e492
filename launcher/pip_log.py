"""What pip's output means: why an installation failed, in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

from launcher.problems import Problem

TAIL_LINES = 12

# The first pattern that occurs names the cause. pip always prints English.
CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"DO NOT MATCH THE HASHES",
        "下载的安装包与锁定文件中的校验值不符，已停止安装：请换一个软件源再试，不要跳过校验。",
        "A downloaded package does not match its hash in the lock file, so nothing was installed:"
        " try another package index, and do not skip the check.",
    ),
    (
        r"No space left on device|not enough space on the disk",
        "磁盘空间不足：请腾出约 1 GB 空间，再运行一次。",
        "The disk is full: make about 1 GB of room, then run again.",
    ),
    (
        r"(?i)connection|timed out|name resolution|ProxyError|SSLError|HTTP error",
        "连不上软件源，依赖没有装好：请检查网络或代理，或用 PIP_INDEX_URL 指定镜像，再试一次。",
        "The package index cannot be reached: check the network or the proxy"
        " (PIP_INDEX_URL can name a mirror), then run again.",
    ),
    (
        r"No matching distribution found",
        "有依赖包不支持这个 Python 版本或系统：请改用 64 位的 Python 3.11 至 3.14。",
        "A package does not exist for this Python or system: use a 64-bit Python 3.11 to 3.14.",
    ),
)


def problem(output: str, *, log: Path) -> Problem:
    """Return the sentence for a failed installation."""
    for pattern, zh, en in CAUSES:
        if re.search(pattern, output):
            return Problem(zh, en, detail=f"({log})")
    return Problem(
        f"依赖没有装好：下面是 {log} 的末尾。",
        f"The packages were not installed: these are the last lines of {log}.",
        detail=tail(output),
    )


def changed_anything(output: str) -> bool:
    """Tell whether pip had begun to change the environment before it failed."""
    return "Installing collected packages" in output


def tail(output: str) -> str:
    """Return the last lines of a program's output."""
    return "\n".join(output.strip().splitlines()[-TAIL_LINES:])
