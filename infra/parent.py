"""Ties a process to its parent, so that nothing goes on running when the parent was killed."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with(parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Has the kernel send `by` to this process when its parent ends, also when that is killed.

    Called in the child, before it does anything else. Only Linux can do this; elsewhere nothing is done here, and the
    next start finds and ends what was left.

    Args:
        parent: Process id of the parent; when it has ended already, this process ends now.
        by: The signal.
    """
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os.kill(os.getpid(), by)
