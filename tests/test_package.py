"""The wheel of a pipeline, installed where nothing else of ours is, does what the pipeline does."""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from conftest import ROOT, run
from packaging.requirements import Requirement


@pytest.fixture(scope="session")
def wheels(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheels of the pipeline and of communique itself, by distribution."""
    run("-m", "spacy", "project", "run", "package", ".", cwd=project)
    # a copy, because setuptools would leave build/ in the checkout and pick up what an older build left there
    sources, built = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "components", sources / "components", ignore=shutil.ignore_patterns("*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    run("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", built, sources, cwd=sources)
    return {
        "en_communique": next((project / "packages").glob("en_communique-*/dist/*.whl")),
        "communique": next(built.glob("communique-*.whl")),
    }


@pytest.fixture(scope="session")
def clean_python(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment with the two wheels, which borrows spaCy and its like from this one."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    target = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    run("-m", "pip", "install", "--quiet", "--no-deps", "--target", target, *wheels.values(), cwd=folder)
    # .pth files in borrowed folders are not read, so our own editable install stays out
    (target / "borrowed.pth").write_text("\n".join(site.getsitepackages()), encoding="utf8")
    return python


def test_the_wheel_wants_communique_and_nothing_of_the_start_weights(wheels: dict[str, Path]) -> None:
    with zipfile.ZipFile(wheels["en_communique"]) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(wheel.read(name).decode("utf8"))
    wanted = {Requirement(line).name for line in metadata.get_all("Requires-Dist")}
    assert wanted == {"spacy", "communique"}
    assert (metadata["Name"], metadata["License"]) == ("en_communique", "MIT")


def test_the_wheel_of_communique_carries_its_data(wheels: dict[str, Path]) -> None:
    with zipfile.ZipFile(wheels["communique"]) as wheel:
        packed = {name for name in wheel.namelist() if name.startswith("communique/") and not name.endswith("/")}
    sources = (path for path in (ROOT / "components/communique").rglob("*") if path.is_file())
    assert packed == {
        path.relative_to(ROOT / "components").as_posix() for path in sources if "__pycache__" not in path.parts
    }


def test_the_installed_package_gives_the_same_output(project: Path, clean_python: Path, tmp_path: Path) -> None:
    # -I: nothing from the outside, such as PYTHONPATH, says where to import from
    where = run("-I", "-c", "import communique; print(communique.__file__)", cwd=tmp_path, python=clean_python)
    assert Path(where.strip()).is_relative_to(clean_python.parent.parent), "the test runs another communique"
    run(
        "-I", "-m", "communique", "annotate", project / "corpus/samples", "--model", "en_communique",
        "--jsonl", "out.jsonl", "--docbin", "out.spacy", cwd=tmp_path, python=clean_python,
    )  # fmt: skip
    for suffix in ("jsonl", "spacy"):
        assert (tmp_path / f"out.{suffix}").read_bytes() == (project / f"training/samples.{suffix}").read_bytes()
