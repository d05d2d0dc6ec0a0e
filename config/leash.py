"""Runs a program that ends when its starter does, however that ended: `python -m config.leash FD MODULE ARGUMENTS`.

FD is the reading end of a pipe whose other end the starter alone holds; the kernel closes it when the starter dies,
on Linux and macOS alike, also by kill -9.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE = 8.0  # seconds to finish what is underway


def _follow(pipe: int) -> None:
    os.read(pipe, 1)  # nothing is ever written: this returns when the other end is gone
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main(pipe: int, module: str) -> None:
    """Run `module` as `python -m` would, on the leash that `pipe` is."""
    threading.Thread(target=_follow, args=(pipe,), daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    pipe, module = int(sys.argv[1]), sys.argv[2]
    sys.argv = [module, *sys.argv[3:]]
    main(pipe, module)
