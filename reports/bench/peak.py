"""How much memory a command of manage.py takes at most, in a process of its own."""

import resource
import subprocess
import sys
from pathlib import Path

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def peak_mb(*words: str) -> int:
    """Run the command on the present database; raises CalledProcessError when it fails.

    A small process stands between, because a child begins with the memory of whoever starts it.
    """
    told = subprocess.run([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, check=True)
    return int(told.stdout)


if __name__ == "__main__":
    subprocess.run([sys.executable, str(MANAGE), *sys.argv[1:]], stdout=subprocess.DEVNULL, check=True)
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit)
