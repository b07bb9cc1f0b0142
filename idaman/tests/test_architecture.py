"""The laws of the house that a machine can check."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from idaman.management.commands.messages import FOLDER, catalogue, compiled, extracted

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).resolve().parents[2]
ORDER = ["idaman", "partners", "msmes", "outlets", "reports"]
NESTED = [
    *("idaman.uploads", "idaman.papers", "idaman.digest", "partners.people", "partners.joining", "partners.importing"),
    *("msmes.products", "msmes.assignments", "msmes.merging", "msmes.leaving", "msmes.consents", "msmes.registering"),
    *("msmes.findings", "msmes.confirmations"),
    *("reports.exports", "reports.context", "reports.targets", "reports.dashboard"),
    *("reports.quality", "reports.publications", "reports.yearly"),
]
ABOVE = ("reports/bench/", "reports/demo/")  # measure and show everything there is
WIRING = {"idaman/settings.py", "idaman/urls.py", "idaman/wsgi.py"}
OURS = [path for app in ORDER for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]
CODE = [path for path in OURS if not {"tests", "testing"} & set(path.parts) and path.name != "conftest.py"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


@pytest.mark.parametrize("path", [path for path in CODE if name(path) not in WIRING], ids=name)
def test_imports_point_down(path):
    here = ORDER.index(path.relative_to(ROOT).parts[0])
    for module in imported(path):
        app = module.split(".")[0]
        assert app not in ORDER or ORDER.index(app) <= here, f"{name(path)} imports {module}"


def is_wiring(module: str) -> bool:
    return module in WIRING or module.startswith(ABOVE)


# A nested app may stand on these siblings; any other way sideways is closed.
STANDS_ON = {
    "idaman.papers": ["idaman.uploads"],
    "partners.joining": ["partners.people"],
    "msmes.registering": ["msmes.consents"],
    "reports.yearly": ["reports.exports"],
    "reports.dashboard": ["reports.targets"],
    "reports.publications": ["reports.context", "reports.targets", "reports.exports", "reports.yearly"],
}


def home(path: Path) -> str:
    """The nested app a module belongs to, else its app."""
    dotted = ".".join(path.relative_to(ROOT).parts)
    return next((nested for nested in NESTED if dotted.startswith(nested + ".")), dotted.split(".")[0])


@pytest.mark.parametrize("nested", NESTED)
def test_neither_parent_nor_sibling_imports_what_is_nested(nested):
    family = nested.split(".")[0]
    relatives = [path for path in CODE if path.relative_to(ROOT).parts[0] == family and not is_wiring(name(path))]
    wrong = [
        name(path)
        for path in relatives
        if home(path) != nested and nested not in STANDS_ON.get(home(path), [])
        if any(module == nested or module.startswith(nested + ".") for module in imported(path))
    ]
    assert not wrong


@pytest.mark.parametrize("path", [path for path in OURS if path.read_text().strip()], ids=name)
def test_every_module_and_model_says_what_it_is(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), name(path)
    if path.name == "models.py":
        models = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        assert not [model.name for model in models if not ast.get_docstring(model)]


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_stays_readable(path):
    assert sum(1 for line in path.read_text().splitlines() if line.strip()) <= 320
    assert path.stem not in {"utils", "helpers", "common", "mixins", "services", "misc"}


def test_the_only_signal_is_the_one_after_migrating():
    found = [name(path) for path in CODE if re.search(r"@receiver\(|\.connect\(", path.read_text())]
    assert found == ["idaman/apps.py"]


def test_no_migration_is_missing(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_page_names_an_outside_host():
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.*")]
    linked = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")
    assert not [name(path) for path in pages if linked.search(path.read_text())]


def test_no_page_carries_inline_script_or_style():
    inline = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*src=)""")
    assert not [name(path) for path in (ROOT / "templates").rglob("*.html") if inline.search(path.read_text())]


def test_every_sentence_is_translated():
    known = {message.id: message for message in catalogue()}
    missing = [message for message in extracted() if message not in known or not all(known[message].string or "")]
    fuzzy = [message.id for message in known.values() if message.fuzzy and message.id]
    assert not missing and not fuzzy


def test_the_compiled_catalogue_is_the_written_one():
    assert (FOLDER / "django.mo").read_bytes() == compiled(catalogue()), "run `make messages`"


def test_every_app_of_ours_is_in_its_place():
    ours = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in ORDER} - {"idaman.testing"}
    assert ours == {*ORDER, *NESTED}
