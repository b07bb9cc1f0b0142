"""Uploaded files: which there are, and how those of a backup take their places."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from idaman.backups.archive import Reader

UNPACKING = ".restoring-"


def uploads(root: Path) -> list[str]:
    """The files under the folder, by their place in it; what a broken-off restore left is none of them."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    names = (path.relative_to(root).as_posix() for path in found)
    return [name for name in names if not name.startswith(UNPACKING)]


@contextmanager
def put_in_place(reader: Reader, root: Path) -> Iterator[None]:
    """Files the old content lacks are there before the block ends, so that neither content ever misses one of its own.

    After the block the rest follows, and what the backup doesn't have goes. When the block fails, all is as before.
    """
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{UNPACKING}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=UNPACKING, dir=root) as folder:
        unpack(reader, Path(folder))
        new = [name for name in reader.manifest.files if not (root / name).exists()]
        try:
            move(new, Path(folder), root)
            yield
        except BaseException:
            for name in new:
                (root / name).unlink(missing_ok=True)
            raise
        move(set(reader.manifest.files) - set(new), Path(folder), root)
    for name in set(uploads(root)) - set(reader.manifest.files):
        (root / name).unlink()


def unpack(reader: Reader, folder: Path):
    for name in reader.manifest.files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with reader.zip.open(f"files/{name}") as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
            file.flush()
            os.fsync(file.fileno())


def move(names, folder: Path, root: Path):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder / name, root / name)
