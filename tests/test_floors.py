"""A file imports from lower floors only; the table is the one of docs/architecture.md."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def table() -> dict[str, int]:
    """The floors as docs/architecture.md lists them: lines of '<floor>  <module> ...'."""
    floors = {}
    for line in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines():
        number, _, modules = line.strip().partition("  ")
        if number.isdigit():
            floors |= {module.rstrip(","): int(number) for module in modules.split()}
    return floors


def modules() -> list[Path]:
    rooms = (sorted((ROOT / floor).glob("*.py")) for floor in ("index", "rag", "page"))
    return [*chain.from_iterable(rooms), ROOT / "ui.py"]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_file_imports_from_lower_floors_only(path):
    floors = table()
    name = name_of(path)
    assert name in floors, f"docs/architecture.md gives {name} no floor"
    # "from index import Article" imports index/__init__.py, "from index import furniture" that module alone.
    packages = {one for one in imported(path) if f"{one}.__init__" in floors}
    of_modules = {one.rpartition(".")[0] for one in imported(path) if one in floors}
    named = imported(path) | {f"{one}.__init__" for one in packages - of_modules}
    for other in named & floors.keys():
        if other != name:
            assert floors[other] < floors[name], (
                f"{name} (floor {floors[name]}) imports {other} (floor {floors[other]})"
            )


def test_every_room_of_the_table_exists():
    assert set(table()) == {name_of(path) for path in modules()}


def test_every_file_serves_a_step():
    """The table of steps in docs/architecture.md names each, by itself or with its room."""
    steps = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    files = [path for path in modules() if not path.stem.startswith("__")]
    assert [name_of(path) for path in files if not re.search(rf"`(\w+\.)?{path.stem}(\.py)?`", steps)] == []


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_the_entry_points_read_the_environment(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    reads = any(isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv") for node in nodes)
    assert not reads or name_of(path) in {"index.__main__", "rag.__init__", "rag.__main__", "ui"}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_one_room_imports_faiss(path):
    uses = any(module.split(".")[0] == "faiss" for module in imported(path))
    assert not uses or name_of(path) in {"index.nearest"}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_is_pickled(path):
    assert not {"pickle", "joblib", "dill", "shelve"} & {m.split(".")[0] for m in imported(path)}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_imports_what_only_tests_and_benches_install(path):
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    only_there = {
        re.match(r"[\w-]+", named)[0].replace("-", "_") for named in extras["bench"] + extras["test"]
    }
    assert not only_there & {module.split(".")[0] for module in imported(path)}


def declared(*extras: str) -> set[str]:
    """The distributions that pyproject.toml names, with those of ``extras``, spelt as in import."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    named = chain(project["dependencies"], *(optional[extra] for extra in extras))
    return {re.split(r"[^\w-]", line)[0].lower().replace("-", "_") for line in named}


@pytest.mark.parametrize("path", [*modules(), *sorted((ROOT / "bench").glob("*.py"))], ids=name_of)
def test_every_package_that_is_imported_is_declared(path):
    ours = {"index", "rag", "page", "ui", "bench"}
    tops = {module.split(".")[0] for module in imported(path)} - sys.stdlib_module_names - ours - {""}
    known = declared("files", "bench")
    providers = packages_distributions()
    for top in tops:
        names = {name.lower().replace("-", "_") for name in providers[top]}
        assert names & known, f"{path.name} imports {top}, of {names}: pyproject.toml does not name it"
