"""Child processes measured: how long they took, and how much memory at most."""

from __future__ import annotations

import importlib.util
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from evaluation.question_sets import EvaluationError
from knowledge.settings import PREFIX, PROJECT

_KEPT = ("WENCE_EMBEDDER", "WENCE_THREADS")  # the others would change what is measured, or name a language model
_LAST_CHARS = 300
_LAUNCHER = """
import resource, subprocess, sys
child = subprocess.Popen(sys.argv[2:])
try:
    code = child.wait()
except KeyboardInterrupt:
    child.kill()
    child.wait()
    raise
with open(sys.argv[1], "w") as peak:
    peak.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code if code >= 0 else 128 - code)
"""
"""Starts what is measured. Linux counts into a program's peak what its parent held when it started (the high-water mark lives
through exec), and the benchmark holds a gigabyte after deriving a base; this parent holds next to nothing."""

_TELLS_PEAK = importlib.util.find_spec("resource") is not None  # Windows has none
_PER_MIB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run of a process."""

    wall_s: float
    peak_mib: float
    """Most memory resident at once; nan where the system doesn't tell."""


def run_measured(arguments: Sequence[str]) -> Measured:
    """Run this Python with `arguments` in the project's folder.

    Raises:
        EvaluationError: it failed; the sentence quotes its last words.
    """
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as words,
        tempfile.TemporaryDirectory() as folder,
    ):
        told = Path(folder, "peak")
        command = [sys.executable, *arguments]
        if _TELLS_PEAK:
            command = [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(told), *command]
        started = time.perf_counter()
        ended = subprocess.run(
            command,
            cwd=PROJECT,
            env=child_environment(os.environ),
            stdout=subprocess.DEVNULL,
            stderr=words,
            check=False,
        )
        wall_s = time.perf_counter() - started
        if ended.returncode:
            words.seek(0)
            last = words.read()[-_LAST_CHARS:].strip()
            raise EvaluationError(
                f"测速时子程序 {' '.join(arguments[:3])} 失败（{last}），请先解决它说的问题。",
                f"The measured program {' '.join(arguments[:3])} failed ({last}); solve that first.",
            )
        peak_mib = int(told.read_text()) / _PER_MIB if _TELLS_PEAK else float("nan")
    return Measured(wall_s=wall_s, peak_mib=peak_mib)


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables for a measured process: the program's own settings at their defaults, but for embedder and threads."""
    return {name: value for name, value in environ.items() if not name.startswith(PREFIX) or name in _KEPT}


def middle(runs: Sequence[Measured]) -> Measured:
    """Medians of several runs."""
    return Measured(wall_s=median(r.wall_s for r in runs), peak_mib=median(r.peak_mib for r in runs))


def machine() -> str:
    """One line about the machine and how busy it is."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f"，负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{cores} 核，{platform.system()} {platform.machine()}，Python {platform.python_version()}{load}"
