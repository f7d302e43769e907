"""A user annotates articles: files, folders, standard input, and input of which some is broken."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import spacy
from cli_helpers import PUBLISHED, SPANS, TEXT, article, build_pipeline, read_lines, write_lines
from communique.annotations import doc_to_record, docbin_to_docs, docs_to_docbin, record_to_doc
from communique.cli import app
from communique.pipeline import annotate_records
from communique.records import Sourced
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from typer.testing import CliRunner

runner = CliRunner()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(build_pipeline(tmp_path_factory.mktemp("model") / "pipeline"))


@pytest.fixture(scope="module")
def nlp(model: str) -> spacy.Language:
    return spacy.load(model)


@Language.component("fragile")
def fragile(doc: Doc) -> Doc:
    """A component that some text breaks."""
    if "boom" in doc.text:
        raise RuntimeError("cannot take this\ntext")
    return doc


def communique(*args: object, **more: object) -> subprocess.CompletedProcess:
    """The program in an interpreter of its own."""
    command = [sys.executable, "-m", "communique", *map(str, args)]
    return subprocess.run(command, capture_output=True, timeout=120, **more)


def core(record: dict) -> list[dict]:
    return [{key: span[key] for key in ("start", "end", "label")} for span in record["spans"]]


# --- what comes out ------------------------------------------------------------------------------


def test_an_article_gets_its_entities_and_meetings(model, tmp_path):
    source, out = write_lines(tmp_path / "in.jsonl", article()), tmp_path / "out.jsonl"
    result = runner.invoke(app, ["annotate", str(source), "--model", model, "--jsonl", str(out)])
    assert result.exit_code == 0, result.output
    assert result.stderr == "1 article, 2 meetings, 0 faults\n"
    [record] = read_lines(out)
    assert core(record) == SPANS
    held, ahead = record["meetings"]
    assert (held["round"], held["status"], held["place"], held["date"]) == (3, "held", "Nairobi", "2024-05-13")
    assert [chair["name"] for chair in held["co_chairs"]] == ["Achieng Odero", "Kari Solheim"]
    assert (ahead["round"], ahead["status"], ahead["place"]) == (4, "scheduled", "Oslo")
    assert "".join(token["text"] + " " * token["ws"] for token in record["tokens"]) == TEXT


def test_docbin_and_jsonl_of_one_run_hold_the_same_and_a_fresh_interpreter_reads_it(model, tmp_path):
    source = write_lines(tmp_path / "in.jsonl", article(1, answer="accept"), article(2), {"text": "Nothing to see."})
    out, docbin = tmp_path / "out.jsonl", tmp_path / "out.spacy"
    args = ["annotate", str(source), "--model", model, "--jsonl", str(out), "--docbin", str(docbin)]
    assert runner.invoke(app, args).exit_code == 0
    records = read_lines(out)
    assert [doc_to_record(doc) for doc in docbin_to_docs(DocBin().from_disk(docbin), Vocab())] == records
    code = (
        "import sys, json, spacy, communique; from spacy.tokens import DocBin\n"
        "docs = list(DocBin().from_disk(sys.argv[1]).get_docs(spacy.blank('en').vocab))\n"
        "rows = [[d._.meetings, d._.relations, [e.label_ for e in d.ents], d._.extra] for d in docs]\n"
        "print(json.dumps(rows))"
    )
    read = json.loads(subprocess.check_output([sys.executable, "-c", code, str(docbin)]))
    labels = [[span["label"] for span in record["spans"]] for record in records]
    extra = [{"answer": "accept"}, None, None]
    assert [row[:3] for row in read] == [
        [r["meetings"], r["relations"], ls] for r, ls in zip(records, labels, strict=True)
    ]
    assert [row[3] or None for row in read] == extra


def test_spacy_load_gives_the_same_as_the_command(model, nlp, tmp_path):
    source, out = write_lines(tmp_path / "in.jsonl", {"text": TEXT}), tmp_path / "out.jsonl"
    assert runner.invoke(app, ["annotate", str(source), "--model", model, "--jsonl", str(out)]).exit_code == 0
    assert read_lines(out) == [doc_to_record(nlp(TEXT))]


def test_order_meta_and_unknown_keys_are_kept_and_old_annotations_are_replaced(model, tmp_path):
    lines = [
        article(1, answer="accept", _view_id="relations", nested={"a": [1, {"b": None}]}),
        {"text": "No entity here.", "id": 7, "source": "wire"},
        article(2, spans=[{"start": 0, "end": 5, "label": "OLD"}], meetings=[{"forum": "Old"}], relations=[{"x": 1}]),
        {"text": TEXT, "meta": {"published": "2023-01-03", "page": 3, "id": None}},
    ]
    source, out = write_lines(tmp_path / "in.jsonl", *lines), tmp_path / "out.jsonl"
    assert runner.invoke(app, ["annotate", str(source), "--model", model, "--jsonl", str(out)]).exit_code == 0
    records = read_lines(out)
    ours = {"tokens", "spans", "relations", "meetings", "skipped"}
    kept = [{key: value for key, value in record.items() if key not in ours} for record in records]
    assert kept == [{"meta": {}, **{k: v for k, v in line.items() if k not in ours}} for line in lines]
    assert core(records[2]) == SPANS
    assert [m["forum"] for m in records[2]["meetings"]] == ["Kenya-Norway Joint Commission"] * 2
    assert [r["meetings"][0]["date"] for r in records if r["meetings"]] == ["2024-05-13", "2024-05-13", "2023-01-02"]


@pytest.mark.parametrize(
    ("record", "resolved"),
    [
        ({"published": PUBLISHED}, True),
        ({"meta": {"published": PUBLISHED}, "published": "2020-01-01"}, True),
        ({"meta": {"id": "x"}, "published": PUBLISHED}, True),
        ({"meta": {"published": 20240514}}, False),
        ({}, False),
    ],
)
def test_the_day_of_publication_counts_from_meta_and_else_from_the_top_level(nlp, record, resolved):
    [done] = annotate_records(nlp, [Sourced({"text": TEXT, **record}, "in")])
    assert (done.record["meetings"][0]["date"] == "2024-05-13") is resolved
    assert done.record["meta"] == record.get("meta", {})
    assert done.record.get("published") == record.get("published")


def test_all_kinds_of_input_in_folders_come_sorted(model, tmp_path):
    folder = tmp_path / "articles"
    (folder / "b").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    write_lines(folder / ".hidden" / "x.jsonl", article(99))
    (folder / "c.txt").write_text("\ufeff" + TEXT, encoding="utf8")
    (folder / "notes.md").write_text("not read")
    write_lines(folder / "a.jsonl", article(1), article(2))
    blank = spacy.blank("en")
    docs_to_docbin([record_to_doc(article(3, answer="ignore"), blank.make_doc)]).to_disk(folder / "b" / "d.spacy")
    out = tmp_path / "out.jsonl"
    result = runner.invoke(app, ["annotate", str(folder), str(folder / "c.txt"), "--model", model, "--jsonl", str(out)])
    assert result.exit_code == 0, result.output
    records = read_lines(out)
    assert [record["meta"]["id"] for record in records] == ["a-1", "a-2", "a-3", "c", "c"]
    assert records[2]["answer"] == "ignore"
    assert records[2]["meetings"] == records[0]["meetings"]
    assert all(core(record) == SPANS for record in records)


def test_two_processes_give_what_one_gives(model, tmp_path):
    lines = [article(i) if i % 2 else {"text": f"Only words, number {i}.", "meta": {"id": i}} for i in range(30)]
    source = write_lines(tmp_path / "in.jsonl", *lines[:15], "broken", *lines[15:])
    outs = []
    for n in (1, 2):
        out, docbin = tmp_path / f"{n}.jsonl", tmp_path / f"{n}.spacy"
        args = ["annotate", source, "--model", model, "--jsonl", out, "--docbin", docbin]
        result = communique(*args, "--n-process", n, "--batch-size", 4)
        assert result.returncode == 1, result.stderr
        assert result.stderr.decode().splitlines()[-1] == "30 articles, 30 meetings, 1 fault"
        docs = docbin_to_docs(DocBin().from_disk(docbin), Vocab())
        assert [doc_to_record(doc) for doc in docs] == read_lines(out)
        outs.append(out.read_bytes())
    assert outs[0] == outs[1]


# --- standard input and output -------------------------------------------------------------------


def test_without_an_output_jsonl_goes_to_standard_output_and_nothing_else_does(model, tmp_path):
    source = write_lines(tmp_path / "in.jsonl", article(1, note="Île de Ré"))
    result = communique("annotate", source, "--model", model, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0, result.stderr
    [record] = map(json.loads, result.stdout.decode("utf8").splitlines())
    assert record["note"] == "Île de Ré"
    assert core(record) == SPANS
    assert result.stderr == b"1 article, 2 meetings, 0 faults\n"  # no bar, no escape codes


def test_a_dash_reads_jsonl_from_standard_input(model):
    data = "\ufeff" + "\n\n".join(json.dumps(article(i)) for i in range(3))
    result = communique("annotate", "-", "--model", model, input=data.encode())
    assert result.returncode == 0, result.stderr
    assert [json.loads(line)["meta"]["id"] for line in result.stdout.splitlines()] == ["a-0", "a-1", "a-2"]


def test_a_dash_reads_one_plain_text_from_standard_input(model):
    result = runner.invoke(app, ["annotate", "-", "--model", model], input=TEXT)
    assert result.exit_code == 0, result.output
    [record] = map(json.loads, result.stdout.splitlines())
    assert (record["text"], record["meta"]) == (TEXT, {})
    assert len(record["meetings"]) == 2


def test_jsonl_on_standard_input_may_begin_with_a_broken_line(model):
    data = "oops\n" + json.dumps(article(1)) + "\n"
    result = runner.invoke(app, ["annotate", "-", "--model", model], input=data)
    assert result.exit_code == 1
    assert result.stderr.startswith("<stdin>:1: no JSON")
    assert [json.loads(line)["meta"]["id"] for line in result.stdout.splitlines()] == ["a-1"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", "<stdin>:1: no UTF-8"),
        (b"fine\nso far\n\xff", "<stdin>:3: no UTF-8"),
        (b"x" * 2_000_000, "2,000,000"),
    ],
)
def test_plain_text_on_standard_input_that_cannot_be_used(model, data, message):
    result = runner.invoke(app, ["annotate", "-", "--model", model], input=data)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


def test_empty_input_is_no_fault(model, tmp_path):
    out = tmp_path / "out.jsonl"
    result = runner.invoke(app, ["annotate", "-", "--model", model, "--jsonl", str(out)], input="")
    assert (result.exit_code, out.read_text()) == (0, "")
    assert result.stderr == "0 articles, 0 meetings, 0 faults\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_on_a_terminal_a_bar_counts_the_articles(model, tmp_path):
    import pty

    source = write_lines(tmp_path / "in.jsonl", *(article(i) for i in range(5)))
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "communique",
        "annotate",
        source,
        "--model",
        model,
        "--jsonl",
        tmp_path / "o.jsonl",
    ]
    process = subprocess.Popen(
        command, stderr=theirs, stdout=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 4096):
            seen += part
    except OSError:  # Linux says that the other end is closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert b"/5" in seen and b"\x1b[" in seen
    assert b"5 articles, 10 meetings, 0 faults" in seen


# --- what is broken ------------------------------------------------------------------------------

BAD_LINES = [
    ("{no json", "no JSON"),
    ("[1, 2]", "JSON object"),
    ('{"meta": {}}', "text"),
    ('{"text": 5}', "text"),
    ('{"text": null}', "text"),
    (b'{"text": "caf\xe9"}', "no UTF-8"),
    ('{"text": " \\n "}', "empty"),
    (json.dumps({"text": "x" * 2_000_000}), "2,000,000"),
    ('{"text": "a", "meta": []}', "meta"),
    ('{"text": "a", "spans": [{"start": 0, "end": 9, "label": "ROUND"}]}', "outside"),
    ('{"text": "a \\ud800 b"}', "surrogate"),
    ('{"text": "a", "note": "\\ud800"}', "cannot be stored"),
    ('{"text": "a", "meta": {"id": 123456789012345678901234567890}}', "cannot be stored"),
    ('{"text": "a", "note": ' + "[" * 600 + "]" * 600 + "}", "cannot be stored"),
    ('{"text": ' + "[" * 100_000, "no JSON"),
]


def test_every_kind_of_broken_line_is_named_and_the_good_ones_around_it_are_written(model, tmp_path):
    lines, expected = [article(0)], []
    for number, (line, words) in enumerate(BAD_LINES):
        expected.append((len(lines) + 1, words))
        lines += [line, article(number + 1)]
    source = write_lines(tmp_path / "in.jsonl", *lines)
    out, docbin = tmp_path / "out.jsonl", tmp_path / "out.spacy"
    args = [
        "annotate",
        str(source),
        "--model",
        model,
        "--jsonl",
        str(out),
        "--docbin",
        str(docbin),
        "--batch-size",
        "3",
    ]
    result = runner.invoke(app, args)
    assert result.exit_code == 1
    messages = result.stderr.splitlines()
    assert (
        messages.pop() == f"{len(BAD_LINES) + 1} articles, {2 * len(BAD_LINES) + 2} meetings, {len(BAD_LINES)} faults"
    )
    assert len(messages) == len(expected)
    for message, (line, words) in zip(messages, expected, strict=True):
        assert message.startswith(f"{source}:{line}: ")
        assert words in message
        assert len(message) < 500
    assert [r["meta"]["id"] for r in read_lines(out)] == [f"a-{i}" for i in range(len(BAD_LINES) + 1)]
    assert len(DocBin().from_disk(docbin)) == len(BAD_LINES) + 1


def test_broken_files_are_named_and_the_others_are_read(model, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.txt").write_bytes(b"line one\nline tw\xff")
    (folder / "empty.txt").write_text("\n")
    (folder / "cut.spacy").write_bytes(b"\x78\x9c no zlib")
    (folder / "long.txt").write_text("word " * 400_000)
    whole = docs_to_docbin([record_to_doc(article(i), spacy.blank("en").make_doc) for i in range(2)]).to_bytes()
    (folder / "half.spacy").write_bytes(whole[: len(whole) // 2])
    write_lines(folder / "good.jsonl", article(1))
    (tmp_path / "nothing").mkdir()
    (tmp_path / "sheet.csv").write_text("a,b")
    missing = tmp_path / "missing"
    out = tmp_path / "out.jsonl"
    others = [missing, tmp_path / "nothing", tmp_path / "sheet.csv"]
    result = runner.invoke(app, ["annotate", *map(str, [folder, *others]), "--model", model, "--jsonl", str(out)])
    assert result.exit_code == 1
    messages = result.stderr.splitlines()
    for start in (
        f"{folder}/bad.txt:2: no UTF-8",
        f"{folder}/cut.spacy:1: no DocBin",
        f"{folder}/half.spacy:1: no DocBin",
    ):
        assert sum(message.startswith(start) for message in messages) == 1
    for words in (
        "empty.txt: text: the text is empty",
        "long.txt: ",
        "missing: no such file",
        "nothing: ",
        "sheet.csv: ",
    ):
        assert sum(words in message for message in messages) == 1
    assert messages[-1] == "1 article, 2 meetings, 8 faults"
    assert [record["meta"]["id"] for record in read_lines(out)] == ["a-1"]


def test_docs_of_a_docbin_that_cannot_be_used_are_named_by_number(model, tmp_path):
    blank = spacy.blank("en")
    docs = [record_to_doc(article(i), blank.make_doc) for i in range(2)]
    path, out = tmp_path / "in.spacy", tmp_path / "out.jsonl"
    docs_to_docbin([docs[0], blank.make_doc("  "), docs[1]]).to_disk(path)
    result = runner.invoke(app, ["annotate", str(path), "--model", model, "--jsonl", str(out)])
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path}:2: text: the text is empty\n")
    assert [record["meta"]["id"] for record in read_lines(out)] == ["a-0", "a-1"]


def test_where_nothing_can_be_annotated_what_stood_there_stays(model, tmp_path):
    source = write_lines(tmp_path / "in.jsonl", "{")
    out, docbin = tmp_path / "out.jsonl", tmp_path / "out.spacy"
    out.write_text("old")
    args = ["annotate", str(source), "--model", model, "--jsonl", str(out), "--docbin", str(docbin)]
    assert runner.invoke(app, args).exit_code == 1
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_run_that_dies_leaves_no_output(model, tmp_path, monkeypatch):
    source = write_lines(tmp_path / "in.jsonl", article(1), article(2))
    out, docbin = tmp_path / "out.jsonl", tmp_path / "out.spacy"

    def full(self: DocBin, path: object) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(DocBin, "to_disk", full)
    args = ["annotate", str(source), "--model", model, "--jsonl", str(out), "--docbin", str(docbin)]
    result = runner.invoke(app, args)
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr.splitlines()[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_text_that_breaks_a_component_costs_only_itself(model):
    nlp = spacy.load(model)
    nlp.add_pipe("fragile")
    items = [Sourced(article(1), "in", 1), Sourced({"text": "boom"}, "in", 2), Sourced(article(2), "in", 3)]
    first, fault, last = annotate_records(nlp, items)
    assert str(fault) == "in:2: the pipeline failed: cannot take this text"
    assert [first.record["meta"]["id"], last.record["meta"]["id"]] == ["a-1", "a-2"]
    assert len(last.record["meetings"]) == 2


@pytest.mark.parametrize("kind", ["missing", "no meetings", "damaged", "url"])
def test_a_model_that_cannot_be_used_is_one_line(model, tmp_path, kind):
    name = tmp_path / "model"
    if kind == "no meetings":
        spacy.blank("en").to_disk(name)
    elif kind == "damaged":
        name.mkdir()
        (name / "meta.json").write_text("{")
    elif kind == "url":
        name = "https://example.org/model"
    source = write_lines(tmp_path / "in.jsonl", article())
    out = tmp_path / "out.jsonl"
    result = runner.invoke(app, ["annotate", str(source), "--model", str(name), "--jsonl", str(out)])
    assert result.exit_code == 1
    [message] = result.stderr.splitlines()
    assert message.startswith(f"{name}: ")
    assert not out.exists()


def test_wrong_usage_has_status_2(model, tmp_path):
    source = str(write_lines(tmp_path / "in.jsonl", article()))
    same = str(tmp_path / "same")
    for args in (
        ["annotate"],
        ["annotate", source, "--model", model, "--n-process", "0"],
        ["annotate", source, "--model", model, "--batch-size", "none"],
        ["annotate", source, "--model", model, "--jsonl", same, "--docbin", same],
        ["annotate", source, "--model", model, "--jsonl", str(tmp_path)],
        ["annotat", source],
    ):
        assert runner.invoke(app, args).exit_code == 2, args


def test_an_output_never_replaces_an_input(model, tmp_path):
    source = write_lines(tmp_path / "in.jsonl", article(1), "{")
    before = source.read_bytes()
    for inputs, option in ((source, "--jsonl"), (tmp_path, "--jsonl"), (source, "--docbin")):
        result = runner.invoke(app, ["annotate", str(inputs), "--model", model, option, str(source)])
        assert result.exit_code == 1
        assert result.stderr == f"{source}: the output would replace its own input; choose another name\n"
    for command in (["show", str(source), "--html"], ["evaluate", str(source), "--model", model, "--output"]):
        assert runner.invoke(app, [*command, str(source)]).exit_code == 1
    assert source.read_bytes() == before


def test_an_output_that_cannot_be_written_is_one_line(model, tmp_path):
    source = write_lines(tmp_path / "in.jsonl", article())
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "out.jsonl"
    result = runner.invoke(app, ["annotate", str(source), "--model", model, "--jsonl", str(out)])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in result.stderr


# --- memory --------------------------------------------------------------------------------------


def test_ten_thousand_records_of_new_words_leave_nothing_behind(nlp):
    """Constant memory, by counting: the strings that stay, and the records read ahead of those given out."""
    taken = 0

    def items():
        nonlocal taken
        for i in range(10_000):
            taken += 1
            yield Sourced({"text": f"Wort{i}a spoke to Wort{i}b.", "meta": {"id": i}}, "in", i)

    list(annotate_records(nlp, [Sourced(article(), "in")]))
    before = len(nlp.vocab.strings), len(list(nlp.vocab))
    ahead = strings = 0
    for given_out, item in enumerate(annotate_records(nlp, items(), batch_size=64), 1):
        assert item.record["meta"]["id"] == given_out - 1
        ahead, strings = max(ahead, taken - given_out), max(strings, len(nlp.vocab.strings))
    assert given_out == 10_000
    assert ahead < 64
    assert strings == before[0]
    assert len(list(nlp.vocab)) == before[1]


def test_long_texts_make_small_batches(nlp, monkeypatch):
    sizes = []
    pipe = nlp.pipe

    def spy(docs, **more):
        sizes.append(len(docs))
        return pipe(docs, **more)

    monkeypatch.setattr(nlp, "pipe", spy)
    monkeypatch.setattr("communique.pipeline.MAX_CHARS", 1_000)
    items = [Sourced({"text": "word " * 60}, "in", i) for i in range(8)]
    assert len(list(annotate_records(nlp, items))) == 8
    assert sizes == [4, 4]


# --- any text ------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=4),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.booleans() | st.integers(-9, 9)),
)
def test_any_text_and_any_meta_come_back_unharmed(nlp, texts, meta):
    docbin = docs_to_docbin([])
    items = [Sourced({"text": text, "meta": meta}, "in", i) for i, text in enumerate(texts)]
    done = [item.record for item in annotate_records(nlp, items, docbin=docbin, batch_size=2)]
    assert [(record["text"], record["meta"]) for record in done] == [(text, meta) for text in texts]
    assert [doc_to_record(doc) for doc in docbin.get_docs(Vocab())] == done
