"""How static files are kept for serving: hashed, compressed, all styles in one file and all scripts in another."""

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = "css/all.css"
SCRIPTS = "js/main.js"
IMPORT = re.compile(r'@import url\("([^"]+)"\);')
# The only forms in which a module of ours may take from another and give to others; a test holds them to it.
TAKES = re.compile(r'^import (?:\{([^}]*)\} from )?"(\./|\.\./)([^"]+)";$', re.MULTILINE)
TAKES_LATER = re.compile(r'\bimport\("([^"]+)"\)')
REMARK = re.compile(r"^ */\*.*?\*/\n|\s*/\*[^\n]*?\*/$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"^ *//.*\n|(?<=[;{]) // .*$", re.MULTILINE)
# Room that means nothing: around what parts rules and their parts, but not in a text; and before a line.
ROOM = re.compile(r'("[^"]*")|\s*([{};,])\s*|(:)\s+')
INDENT = re.compile(r"^ +", re.MULTILINE)
GIVES = re.compile(r"^export (?=(?:async function|function|const) (\w+))", re.MULTILINE)

Read = Callable[[str], str]


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage; the lists of styles and of scripts give way to the files that they name.

    A phone on a weak network then asks once, and not once for each.
    """

    # Django's own way with imports reads the scripts of others too, and takes words in their comments for files.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r'(?P<matched>import\("(?P<url>[^"]+)"\))', 'import("%(url)s")'),)),
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 - as Django has it
        """Write the joined files, then have all files hashed and compressed."""
        if not dry_run and STYLES in paths:
            files = joined(_reader(paths))
            for name, source in files.items():
                Path(self.path(name)).write_text(source, encoding="utf-8")
            paths = {**paths, **{name: (self, name) for name in files}}
        yield from super().post_process(paths, dry_run, **options)  # type: ignore[no-untyped-call]  # WhiteNoise has no types


def joined(read: Read) -> dict[str, str]:
    """Return what is served in the place of all styles and scripts; `read` gives a file's text by its name."""
    return {STYLES: joined_styles(read), **joined_scripts(read)}


def joined_styles(read: Read) -> str:
    """Return the styles' list with the named files in it, in its order.

    What explains them stays in the sources, as with scripts, and so does the room between their parts.
    """
    return tight(IMPORT.sub(lambda found: read(f"css/{found[1]}"), read(STYLES)))


def tight(styles: str) -> str:
    """Return `styles` with nothing in them but what a browser goes by."""
    return ROOM.sub(lambda found: found[1] or found[2] or found[3], REMARK.sub("", styles))


def joined_scripts(read: Read) -> dict[str, str]:
    """Return the scripts' list, and each module that is asked for later, with the modules they take from in them.

    What explains them stays in the sources: it is a fourth of what a phone would fetch. So does what indents them, so
    that a text in a script has to stand on one line.
    """
    joined: dict[str, str] = {}
    waiting = [SCRIPTS]
    while waiting:
        entry = waiting.pop()
        modules: dict[str, str] = {}
        later = _gather(entry, read, modules)
        waiting += sorted(later - joined.keys() - {entry})
        *others, own = modules.items()
        text = "\n".join([*(_closed(name, source) for name, source in others), own[1]])
        joined[entry] = INDENT.sub("", COMMENT.sub("", _relative(text, posixpath.dirname(entry))))
    return joined


def _gather(name: str, read: Read, modules: dict[str, str]) -> set[str]:
    """Put the module `name` into `modules` after all that it takes from; return what these ask for later."""
    folder = posixpath.dirname(name)
    # Whole names for now: the file that these words end in may lie in another folder.
    source = TAKES_LATER.sub(lambda found: f'import("{posixpath.normpath(f"{folder}/{found[1]}")}")', read(name))
    later = set(TAKES_LATER.findall(source))
    for found in TAKES.finditer(source):
        other = posixpath.normpath(f"{folder}/{found[2]}{found[3]}")
        if other not in modules:
            later |= _gather(other, read, modules)
    modules[name] = TAKES.sub(lambda found: _taking(folder, found), source)
    return later


def _taking(folder: str, found: re.Match[str]) -> str:
    """Return what stands in the place of an import: the names, out of what the module gave."""
    names = (found[1] or "").strip().replace(" as ", ": ")
    return f"const {{ {names} }} = {_label(posixpath.normpath(f'{folder}/{found[2]}{found[3]}'))};" if names else ""


def _closed(name: str, source: str) -> str:
    """Return a module as one value, with its own names kept to itself, as they are in a file of its own."""
    given = ", ".join(GIVES.findall(source))
    body = GIVES.sub("", source)
    return f"const {_label(name)} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();"


def _relative(source: str, folder: str) -> str:
    """Return `source` with what it asks for later written as a file in `folder` has to."""

    def address(found: re.Match[str]) -> str:
        path = posixpath.relpath(found[1], folder)
        return f'import("{path if path.startswith("../") else f"./{path}"}")'

    return TAKES_LATER.sub(address, source)


def _label(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removeprefix("js/").removesuffix(".js"))


def _reader(paths: dict[str, Any]) -> Read:
    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    return read
