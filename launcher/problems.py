"""What can go wrong outside our code, said in one sentence in each language."""

from __future__ import annotations

import errno
import os
from pathlib import Path

UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS}


class Problem(Exception):
    """Something the person at the terminal can put right; shown without a trace."""

    def __init__(self, zh: str, en: str, *, detail: str = "") -> None:
        """Take the sentence in Chinese and in English, and lines of another program's output."""
        super().__init__(zh, en)
        self.zh, self.en, self.detail = zh, en, detail.strip()

    def __str__(self) -> str:
        """Return both sentences, Chinese first, and the detail below them."""
        return "\n".join(part for part in (self.zh, self.en, self.detail) if part)


def unwritable(folder: Path) -> Problem:
    """Say that files cannot be made in the folder."""
    return Problem(
        f"不能在文件夹 {folder} 中写入文件：请换到有写入权限的位置，再运行一次。",
        f"Files cannot be written in {folder}: move to one that you may write in.",
    )


def from_os_error(error: OSError) -> Problem:
    """Turn an error of the system about a file into its sentence."""
    path = error.filename or "?"
    if error.errno in UNWRITABLE:
        return unwritable(Path(os.fsdecode(path)).parent)
    reason = error.strerror or str(error)
    if error.errno == errno.ENOSPC:
        return Problem(
            "磁盘空间不足：请腾出约 1 GB 空间，再运行一次。",
            "The disk is full: make about 1 GB of room, then run again.",
        )
    return Problem(
        f"无法读写 {path}:{reason}。",
        f"{path} could not be read or written: {reason}.",
    )
