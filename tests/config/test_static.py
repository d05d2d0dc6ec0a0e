"""All styles and all scripts arrive as one file each, and mean what they meant apart."""

import gzip
import json
import posixpath
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django import Settings

from config.static import COMMENT, GIVES, INDENT, TAKES, TAKES_LATER, joined_scripts, joined_styles, tight
from tests.static_files import STATIC, on_disk

MODULES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.glob("js/**/*.js"))
TOYS = {
    "js/main.js": '// Starts.\nimport "./far/one.js";\nimport { twice as double } from "./two.js";\n'
    "const hidden = 1;\nwindow.told = [window.started, double(hidden + 2)];\n",
    "js/far/one.js": 'import { hidden } from "../two.js";\nwindow.started = hidden;\n'
    'export function later() {\n  return import("../late/three.js");\n}\n',
    "js/two.js": 'export const hidden = "two\'s own";\nexport function twice(number) {\n  return 2 * number;\n}\n',
    "js/late/three.js": 'import { twice } from "../two.js";\nexport const six = twice(3);\n',
}


def test_joined_modules_mean_what_they_meant_apart(chromium: Browser) -> None:
    page = chromium.new_page()
    page.add_script_tag(content=joined_scripts(TOYS.__getitem__)["js/main.js"], type="module")
    # A module runs a moment after its element stands in the page.
    assert page.wait_for_function("window.told").json_value() == ["two's own", 6]
    page.close()


def test_module_that_is_asked_for_later_stays_a_file_of_its_own() -> None:
    joined = joined_scripts(TOYS.__getitem__)
    assert set(joined) == {"js/main.js", "js/late/three.js"}
    assert 'import("./late/three.js")' in joined["js/main.js"]


def test_everything_is_collected_under_hashed_names(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    served = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    scripts = joined_scripts(on_disk)
    for name in scripts:
        later = re.findall(r'\bimport\("\./([^"]+)"\)', (tmp_path / served[name]).read_text())
        assert {posixpath.join(posixpath.dirname(name), path) for path in later} <= {served[entry] for entry in scripts}


def test_joined_scripts_import_nothing_more_at_once() -> None:
    for source in joined_scripts(on_disk).values():
        assert not re.search(r"^import\b(?!\()", source, re.MULTILINE)


@pytest.mark.parametrize("name", MODULES)
def test_module_takes_and_gives_in_the_forms_that_can_be_joined(name: str) -> None:
    source = TAKES_LATER.sub("", TAKES.sub("", on_disk(name)))
    assert not re.search(r"\bimport\b\s*[\"'{*(.\w]", re.sub(r"//.*", "", source))
    assert len(re.findall(r"^export\b", source, re.MULTILINE)) == len(GIVES.findall(source))
    assert not re.search(r"^(await|for await|\w.*= await)\b", source, re.MULTILINE)


def test_every_module_is_in_a_file_that_is_served() -> None:
    together = "\n".join(joined_scripts(on_disk).values())
    for name in MODULES:
        source = INDENT.sub("", COMMENT.sub("", TAKES.sub("", GIVES.sub("", on_disk(name)))))
        assert max((line for line in source.splitlines() if "import(" not in line), key=len) in together


def test_comments_are_left_out_and_addresses_are_not() -> None:
    toy = '// Why.\n  // More.\nconst at = "https://a.example/ // b"; // so\n'
    assert joined_scripts(lambda _: toy)["js/main.js"] == 'const at = "https://a.example/ // b";\n'


def test_what_indents_scripts_is_left_out() -> None:
    assert joined_scripts(lambda _: "if (here) {\n  go();\n}\n")["js/main.js"] == "if (here) {\ngo();\n}\n"


@pytest.mark.parametrize("name", MODULES)
def test_every_text_in_a_module_stands_on_one_line(name: str) -> None:
    assert all(line.count("`") % 2 == 0 for line in on_disk(name).splitlines())


def test_scripts_of_a_page_stay_small() -> None:
    joined = joined_scripts(on_disk)
    at_once, to_write = (
        len(gzip.compress(joined[f"js/{name}"].encode())) for name in ("main.js", "writing/toolbar.js")
    )
    assert at_once + to_write <= 15_000


def test_joined_styles_hold_every_file_in_the_order_of_the_list() -> None:
    joined = joined_styles(on_disk)
    assert "@import" not in joined
    assert "/*" not in joined
    places = [
        joined.index(tight(on_disk(f"css/{name}"))) for name in re.findall(r'url\("([^"]+)"\)', on_disk("css/all.css"))
    ]
    assert places == sorted(places)


def test_styles_lose_their_room_and_texts_keep_theirs() -> None:
    style = '/* Why. */\na b:hover,\n.c { margin: 0 1px; content: " {; } "; }\n'
    assert tight(style) == 'a b:hover,.c{margin:0 1px;content:" {; } ";}'
