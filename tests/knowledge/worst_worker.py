"""The worker process with loaders that do what the worst files make parsers do."""

from __future__ import annotations

import os
import sys
import time

from knowledge.loading import LOADERS, worker
from knowledge.loading.pace import page_read
from knowledge.loading.pieces import Parsed
from knowledge.loading.plain import load_text


def hang(raw: bytes, name: str) -> Parsed:
    """Never come back."""
    time.sleep(600)
    raise AssertionError


def crash(raw: bytes, name: str) -> Parsed:
    """End the process as a fault in a C library does."""
    os.abort()


def grow(raw: bytes, name: str) -> Parsed:
    """Ask for more memory than there may be."""
    return load_text(bytes(5 << 29), name)


def fail(raw: bytes, name: str) -> Parsed:
    """Fail in a way nobody foresaw."""
    raise ZeroDivisionError


def slow(raw: bytes, name: str) -> Parsed:
    """Take long, page by page, and print where answers go."""
    for page in range(1, 5):
        time.sleep(0.4)
        sys.stdout.write("noise\n")
        sys.stdout.flush()
        os.write(1, b"more noise\n")
        page_read(page, 4)
    return load_text(raw, name)


if __name__ == "__main__":
    LOADERS.update({".hang": hang, ".crash": crash, ".grow": grow, ".fail": fail, ".slow": slow})
    worker.main()
