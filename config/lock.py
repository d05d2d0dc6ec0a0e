"""`make lock`: pins every package that pyproject.toml asks for, with hashes, for every Python and system we serve."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {"requirements.txt": (), "requirements-dev.txt": ("--group", "dev")}


def main() -> None:
    """Write both requirements files anew; `--upgrade` takes newer versions where pyproject.toml allows."""
    for name, groups in SETS.items():
        compile_ = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *groups]
        shape = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header", "--quiet"]
        subprocess.run([*compile_, *shape, "--output-file", name, *sys.argv[1:]], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
