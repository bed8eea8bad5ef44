"""Processes that must not outlive the one that started them. No Django is loaded here."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Whoever started this may be killed; without her nobody needs it (Linux only, elsewhere it runs on).

    One that is orphaned already when this is called ends at once."""
    begun_by = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != begun_by:
            os.kill(os.getpid(), signal.SIGKILL)
