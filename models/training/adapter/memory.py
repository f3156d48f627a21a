"""
Keeps freed memory in the process. glibc gives large blocks back to the system at once, and taking
them anew costs half of each training step on a CPU.
"""

from __future__ import annotations

import os
import sys

SETTINGS = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": "100000000000",
    "MALLOC_TOP_PAD_": "268435456",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}


def keep_freed_memory() -> None:
    """Starts this program again with the allocator's settings, once, where they are not set."""
    if sys.platform != "linux" or "MALLOC_MMAP_MAX_" in os.environ:
        return
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **SETTINGS})
