"""A user looks at annotated articles: in the terminal, as a page, and asks where the values came from."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cli_helpers import SPANS, TEXT, article, build_pipeline, gold_article, read_lines, write_lines
from communique.cli import app
from communique.html import page
from communique.markup import to_marked
from communique.records import Sourced
from communique.views import meetings_of, pieces, printable, quote
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

runner = CliRunner(env={"COLUMNS": "400"})
COMMANDS = ["annotate", "show", "explain", "evaluate", "convert", "init-tool"]
COMMANDS += ["doctor", "agree", "settle", "review", "suggest", "card"]
SIGNS = st.characters(exclude_categories=["Cs", "Cc"])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_pipeline(tmp_path_factory.mktemp("model") / "pipeline"))


@pytest.fixture(scope="module")
def annotated(model: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An annotated file of two articles, the second without any entity."""
    folder = tmp_path_factory.mktemp("annotated")
    source = write_lines(folder / "in.jsonl", article(1), {"text": "It rained.", "id": "rain"})
    out = folder / "out.jsonl"
    assert runner.invoke(app, ["annotate", str(source), "--model", model, "--jsonl", str(out)]).exit_code == 0
    return str(out)


class Reader(HTMLParser):
    """What a browser makes of a page: its tags, its attributes and the text of the articles."""

    def __init__(self, source: str):
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.marks: list[str | None] = []
        self.cells: list[str] = []
        self.article = ""
        self.path: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "mark":
            self.marks.append(dict(attrs).get("class"))
        if tag == "td":
            self.cells.append("")
        if tag != "meta":
            self.path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.path.pop() == tag

    def handle_data(self, data: str) -> None:
        if "div" in self.path and "small" not in self.path:
            self.article += data
        if "td" in self.path:
            self.cells[-1] += data


# --- show ----------------------------------------------------------------------------------------


def test_show_prints_entities_with_labels_and_meetings_as_tables(annotated):
    result = runner.invoke(app, ["show", annotated])
    assert result.exit_code == 0, result.output
    assert "a-1, 2024-05-14" in result.stdout
    assert to_marked(TEXT, SPANS) in result.stdout
    assert "│ co-chairs │ Achieng Odero, Principal Secretary of Kenya (Kenya)" in result.stdout
    assert "│ place     │ Oslo" in result.stdout
    first, _, second = result.stdout.partition("rain ")
    assert "No meetings." in second and "No meetings." not in first
    assert "\x1b" not in result.stdout


def test_show_takes_raw_text_with_a_model_and_refuses_it_without(model, tmp_path):
    text = tmp_path / "today.txt"
    text.write_text(TEXT)
    with_model = runner.invoke(app, ["show", str(text), "--model", model])
    assert with_model.exit_code == 0 and to_marked(TEXT, SPANS) in with_model.stdout
    without = runner.invoke(app, ["show", str(text)])
    assert without.exit_code == 1
    assert without.stderr == f"{text}: holds no annotations; name a pipeline with --model\n"


def test_show_colours_entities_on_a_terminal(annotated):
    result = subprocess.run(
        [sys.executable, "-m", "communique", "show", annotated],
        capture_output=True,
        env={**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "400"},
    )
    assert result.returncode == 0, result.stderr
    assert b"m[Kari Solheim|OFFICIAL]\x1b[0m" in result.stdout


def test_records_that_cannot_be_shown_are_named_and_the_others_are_shown(tmp_path):
    bad = [
        "nonsense",
        {"text": "No keys of ours."},
        {"text": "a", "meetings": [{"round": 3}]},
        {"text": "a", "meetings": [{"forum": "F", "evidence": {"forum": [1, 2, 3]}}]},
        {"text": "a", "meetings": [{"forum": "F", "co_chairs": ["somebody"]}]},
        {"text": "a", "meetings": [{"forum": "F", "parties": 5}]},
        {"text": "a", "meetings": ["F"]},
    ]
    path = write_lines(tmp_path / "in.jsonl", *bad, gold_article(5))
    for command in ("show", "explain"):
        result = runner.invoke(app, [command, str(path)])
        assert result.exit_code == 1
        assert "a-5, 2024-05-14" in result.stdout
        lines = result.stderr.splitlines()
        assert [line.split(": ")[0] for line in lines] == [f"{path}:{number}" for number in range(1, len(bad) + 1)]


def test_a_text_cannot_steer_the_terminal(tmp_path):
    evil = "red \x1b[31m bell \x07 title \x1b]0;x\x07 back \x08 c1 \x9b2J turned \u202e end"
    record = {
        "text": evil,
        "id": evil,
        "spans": [{"start": 0, "end": 3, "label": "\x1b[2J"}],
        "meetings": [{"forum": evil, "place": evil, "evidence": {"forum": [0, 30]}, "rules": {"forum": evil}}],
        "skipped": [{"name": evil, "reason": evil}],
    }
    path = write_lines(tmp_path / "in.jsonl", record)
    for command in ("show", "explain"):
        result = runner.invoke(app, [command, str(path)])
        assert result.exit_code == 0, result.output
        assert "red" in result.stdout and "title" in result.stdout
        assert not set(result.stdout) & set("\x1b\x07\x08\x9b\u202e")


def test_brackets_in_a_text_are_no_markup(tmp_path):
    record = {"text": "He said [bold]this[/bold] and [/].", "spans": [], "meetings": [{"forum": "[red]F[/red]"}]}
    path = write_lines(tmp_path / "in.jsonl", record)
    for command in ("show", "explain"):
        result = runner.invoke(app, [command, str(path)])
        assert result.exit_code == 0, result.output
        assert "[red]F[/red]" in result.stdout
    assert record["text"] in runner.invoke(app, ["show", str(path)]).stdout


# --- the page ------------------------------------------------------------------------------------


def test_html_is_one_page_with_coloured_entities_and_the_meetings_as_tables(annotated, tmp_path):
    out = tmp_path / "page.html"
    result = runner.invoke(app, ["show", annotated, "--html", str(out)])
    assert (result.exit_code, result.stdout) == (0, "")
    source = out.read_text(encoding="utf8")
    seen = Reader(source)
    assert seen.article == TEXT + "It rained."
    assert seen.marks == [span["label"] for span in SPANS]
    assert "Kenya-Norway Joint Commission" in seen.cells
    assert "Kenya, Norway" in seen.cells
    assert seen.path == []
    assert "http" not in source.replace("http-equiv", "")  # nothing to load


def test_everything_from_a_record_is_escaped():
    evil = "\"'><img src=x onerror=alert(1)></style><script>alert(1)</script>&amp;<!--"
    record = {
        "text": evil,
        "id": evil,
        "published": evil,
        "spans": [{"start": 0, "end": 5, "label": evil}, {"start": 6, "end": 9, "label": "FORUM"}],
        "meetings": [
            {
                "forum": evil,
                "status": evil,
                "place": evil,
                "date": evil,
                "parties": [evil],
                "co_chairs": [{"name": evil, "role": evil}],
            }
        ],
    }
    seen = Reader("".join(page([(record, meetings_of(Sourced(record, "in")))])))
    assert not seen.tags & {"script", "img"}
    assert seen.attributes <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir", "scope"}
    assert seen.article == evil
    assert seen.marks == [None, "FORUM"]
    assert seen.cells == [evil, "–", evil, evil, evil, evil, f"{evil}, {evil}"]


@given(
    st.text(SIGNS, min_size=1), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.text(SIGNS)), max_size=5)
)
def test_the_page_holds_every_character_of_any_text(text, drawn):
    spans = [{"start": s, "end": s + n, "label": label} for s, n, label in drawn if s + n <= len(text)]
    record = {"text": text, "spans": spans}
    assert "".join(words for words, _ in pieces(record)) == text
    seen = Reader("".join(page([(record, [])])))
    assert seen.article == text
    assert seen.path == []


def test_a_page_is_written_whole_or_not_at_all(annotated, tmp_path, monkeypatch):
    def breaks(articles):
        yield "<!DOCTYPE html>"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("communique.commands.show.page", breaks)
    result = runner.invoke(app, ["show", annotated, "--html", str(tmp_path / "page.html")])
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert list(tmp_path.iterdir()) == []


# --- explain -------------------------------------------------------------------------------------


def test_explain_gives_the_words_and_the_rule_of_every_value(annotated):
    result = runner.invoke(app, ["explain", annotated])
    assert result.exit_code == 0, result.output
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    held = next(m for m in read_lines(Path(annotated))[0]["meetings"] if m["status"] == "held")
    for slot, value, words in (
        ("forum", "Kenya-Norway Joint Commission", "The third session of the [Kenya-Norway Joint Commission] was held"),
        ("round", "3", "The [third session] of"),
        ("status", "held", "Joint Commission [was held] in Nairobi"),
        ("place", "Nairobi", "was held in [Nairobi] on Monday"),
        ("date", "2024-05-13", "in Nairobi on [Monday]. The session"),
    ):
        at = lines.index(f"{slot} {value} (rule: {held['rules'][slot]})")
        assert lines[at + 1].startswith("from “") and words in lines[at + 1]
    for chair in held["co_chairs"]:
        at = lines.index(f"co-chair {chair['name']} (rule: {chair['rule']})")
        assert f"[{chair['name']}]" in lines[at + 1]
        assert lines[at + 2].startswith("because of “") and "[co-chaired by]" in lines[at + 2]
        assert f"role {chair['role']}" in lines[at + 3 : at + 5]
        assert f"country {chair['country']}" in lines[at + 3 : at + 8]


def test_explain_says_why_an_official_is_not_linked(model, tmp_path):
    text = tmp_path / "today.txt"
    text.write_text(TEXT)
    result = runner.invoke(app, ["explain", str(text), "--model", model])
    assert result.exit_code == 0, result.output
    [line] = [line.strip() for line in result.stdout.splitlines() if line.strip().startswith("Lars Tveit")]
    assert len(line.removeprefix("Lars Tveit: ")) > 10
    assert not any(line.strip().startswith("Kari Solheim:") for line in result.stdout.splitlines())


def test_explain_of_gold_without_evidence_says_so(tmp_path):
    path = write_lines(tmp_path / "gold.jsonl", gold_article())
    result = runner.invoke(app, ["explain", str(path)])
    assert result.exit_code == 0, result.output
    assert "no words of its own" in result.stdout
    assert "rule:" not in result.stdout


@given(st.text(SIGNS), st.integers(-5, 300), st.integers(-5, 300))
def test_a_quote_of_any_offsets_is_one_line_of_the_text(text, start, end):
    found = quote(text, (start, end))
    assert "\n" not in found.before + found.words + found.behind
    if 0 <= start < end <= len(text):
        assert "".join(found.words.split()) == "".join(text[start:end].split())


def test_printable_keeps_all_that_is_text():
    assert printable("Île\tde Ré\n“№ 3” 中文 👍") == "Île\tde Ré\n“№ 3” 中文 👍"


# --- the program ---------------------------------------------------------------------------------


def test_help_names_every_command_and_bad_usage_has_status_2():
    for args in ([], ["--help"]):
        result = runner.invoke(app, args)
        for name in COMMANDS:
            assert re.search(rf"^│ {name} ", result.output, re.M), name
    for args in (["show"], ["explain"], ["explain", "a", "b"], ["show", "--no-such-option", "a"]):
        assert runner.invoke(app, args).exit_code == 2


def test_a_reader_that_stops_early_hears_nothing(tmp_path):
    path = write_lines(tmp_path / "in.jsonl", *(gold_article(i) for i in range(400)))
    program = subprocess.Popen(
        [sys.executable, "-m", "communique", "show", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    program.stdout.read(10)
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(timeout=60) != 0
