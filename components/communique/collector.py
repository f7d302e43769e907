"""The cyclic garbage collector, paused where nothing is made that it would free."""

from __future__ import annotations

import gc
from typing import Any


class PausedCollector:
    """`with PausedCollector():` pauses Python's cyclic collector for the block and leaves it as it was found.

    For code that makes many small objects and no cycles of them: all are freed without the collector, which would
    walk over every Doc of the process and find nothing.
    """

    def __enter__(self) -> None:
        self._enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *error: Any) -> None:
        if self._enabled:
            gc.enable()
