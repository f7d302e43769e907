"""An annotator with a free afternoon and too many articles asks which of them to take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from cli_helpers import SPANS, TEXT, build_pipeline, gold_article, read_lines, write_lines
from communique.cli import app
from communique.lexicon import load_lexicon
from communique.markup import parse_marked
from communique.records import write_jsonl
from communique.suggesting import (
    DISAGREEMENT,
    DOUBT,
    LOOSE_ENDS,
    NOVELTY,
    Known,
    Shingles,
    Signal,
    choose,
    disagreement,
    doubt,
    loose_ends,
    score_pool,
    stand_twice,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from typer.testing import CliRunner

runner = CliRunner(env={"COLUMNS": "400"})

HARBOUR = (
    "Dredging, lighthouses and buoys were the business of the Hydrographic Harbour Commission that Iceland and Malta "
    "convened in Valletta. Sigrun Jonsdottir led the Icelandic delegation and Karmenu Zammit the Maltese delegation."
)
CHESS = "The chess league of the valley ended in a draw after nine hours of play, and the mayor gave out the prizes."
TRADE = (
    "The Peru-Ghana Joint Trade Committee met in Lima. Rosa Quispe and Kofi Boateng co-chaired the session, which went "
    "through tariffs on cocoa, quinoa and cotton one by one."
)
TRADE_AGAIN = TRADE.replace("one by one", "line by line")  # another agency's version


@Language.component("test_scores")
def scores(doc):
    """A pipeline that is sure of what it finds, but for names from the north."""
    unsure = ("Sigrun", "Karmenu", "Hydrographic")
    doc._.scores = [[e.start_char, e.end_char, e.label_, 0.35 if e.text.startswith(unsure) else 0.98] for e in doc.ents]
    return doc


def pipeline(folder: Path, names: dict[str, str], *, scored: bool = False) -> str:
    """A pipeline on disk that finds these names."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "communique.Tokenizer.v1"}}})
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": words} for words, label in names.items()])
    if scored:
        nlp.add_pipe("test_scores")
    nlp.add_pipe("communique_meetings")
    nlp.to_disk(folder)
    return str(folder)


NAMES = {
    "Hydrographic Harbour Commission": "FORUM",
    "Sigrun Jonsdottir": "OFFICIAL",
    "Karmenu Zammit": "OFFICIAL",
    "Peru-Ghana Joint Trade Committee": "FORUM",
    "Rosa Quispe": "OFFICIAL",
    "Kofi Boateng": "OFFICIAL",
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("models")
    half = {name: label for name, label in NAMES.items() if name not in ("Rosa Quispe", "Kofi Boateng")}
    return {
        "plain": pipeline(folder / "plain", NAMES),
        "scored": pipeline(folder / "scored", NAMES, scored=True),
        "half": pipeline(folder / "half", half),
        "stranger": str(build_pipeline(folder / "stranger")),
    }


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus that knows trade committees, but no harbours."""
    start = TRADE.index("Peru-Ghana Joint Trade Committee")
    span = {"start": start, "end": start + len("Peru-Ghana Joint Trade Committee"), "label": "FORUM"}
    train = {"text": TRADE.replace("went through", "touched on"), "meta": {"id": "t"}, "spans": [span]}
    folder = tmp_path / "corpus"
    write_jsonl(
        folder / "train.jsonl", [{**train, "text": f"{train['text']} Nothing else was said.\n\n" + "Ends. " * 40}]
    )
    write_jsonl(folder / "test.jsonl", [gold_article(7)])
    return folder


def suggest(*args: object, status: int = 0):
    result = runner.invoke(app, ["suggest", *map(str, args)])
    assert result.exit_code == status, result.output
    return result


def pool_of(tmp_path: Path, *texts: str) -> Path:
    return write_lines(
        tmp_path / "pool.jsonl", *({"text": text, "meta": {"id": f"p{i}"}, "desk": i} for i, text in enumerate(texts))
    )


# --- the afternoon ------------------------------------------------------------------------------


def test_the_chosen_articles_come_out_as_they_went_in_with_rank_score_and_reasons(models, corpus, tmp_path):
    pool = pool_of(tmp_path, CHESS, HARBOUR, TRADE_AGAIN)
    before = pool.read_bytes()
    out = tmp_path / "next.jsonl"
    result = suggest(pool, "-n", 2, "--model", models["scored"], "--corpus", corpus, "-o", out)
    chosen = read_lines(out)
    assert [record["meta"].pop("suggest")["rank"] for record in chosen] == [1, 2]
    assert all(record in read_lines(pool) for record in chosen), "nothing but meta.suggest is added"
    assert pool.read_bytes() == before
    first = read_lines(out)[0]["meta"]
    assert first["id"] == "p1" and 0 < first["suggest"]["score"] <= 1
    reasons = " ".join(first["suggest"]["reasons"])
    assert "doubt 0.65" in reasons and "OFFICIAL 'Sigrun Jonsdottir' 0.35" in reasons
    assert "words of forum names ('commission', 'harbour', 'hydrographic')" in reasons
    assert "1. p1 (" in result.stdout and "doubt 0.65" in result.stdout
    assert "2 of 3 articles suggested" in result.stderr


def test_without_a_file_they_go_to_standard_output(models, corpus, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf8")
    (folder / "chess.txt").write_text(CHESS, encoding="utf8")
    result = suggest(folder, "-n", 1, "--model", models["plain"], "--corpus", corpus)
    (record,) = map(json.loads, result.stdout.splitlines())
    assert record["text"] == HARBOUR and record["meta"]["id"] == "harbour"


def test_what_it_could_not_go_by_is_said(models, corpus, tmp_path):
    pool = pool_of(tmp_path, CHESS, HARBOUR)
    plain = suggest(pool, "--model", models["plain"], "--corpus", corpus).stderr
    assert "gives no scores" in plain and "disagreement does not count" in plain and "no corpus" not in plain
    full = suggest(pool, "--model", models["scored"], "--other", models["half"], "--corpus", corpus).stderr
    assert full.splitlines() == ["2 of 2 articles suggested, 0 faults"]


def test_without_any_corpus_it_goes_on_and_says_so(models, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "no corpus" in suggest(pool_of(tmp_path, CHESS, HARBOUR), "--model", models["plain"]).stderr


def test_articles_of_the_corpus_and_repeated_ones_are_left_out(models, corpus, tmp_path):
    long = " ".join(f"{TRADE} Point {number} was tariff line {number * 7}." for number in range(12))
    pool = pool_of(tmp_path, TEXT, long, long.upper(), CHESS)
    out = tmp_path / "next.jsonl"
    said = suggest(pool, "--model", models["plain"], "--corpus", corpus, "-o", out).stderr
    assert sorted(record["meta"]["id"] for record in read_lines(out)) == ["p1", "p3"]
    assert "in the corpus already: 1" in said and "repeat another article of the pool: 1" in said


def test_two_versions_of_one_story_are_not_chosen_one_after_the_other(models, corpus, tmp_path):
    other = (
        "In Valletta the Hydrographic Harbour Commission of Iceland and Malta spoke of buoys, lighthouses, dredging. "
        "The Icelandic delegation was led by Sigrun Jonsdottir and the Maltese delegation by Karmenu Zammit."
    )
    pool = pool_of(tmp_path, HARBOUR, other, TRADE_AGAIN, CHESS)
    order = {}
    for variety in (0, 1):
        out = tmp_path / f"{variety}.jsonl"
        suggest(pool, "--model", models["scored"], "--corpus", corpus, "-o", out, "--variety", variety)
        order[variety] = [record["meta"]["id"] for record in read_lines(out)]
    assert set(order[0][:2]) == {"p0", "p1"}, "by worth alone the two harbours come first"
    assert not {"p0", "p1"} <= set(order[1][:3])
    last = read_lines(tmp_path / "1.jsonl")[-1]["meta"]["suggest"]["reasons"][-1]
    assert last.startswith("variety: of those above most like p")


def test_where_two_pipelines_disagree_there_is_work(models, corpus, tmp_path):
    pool = pool_of(tmp_path, HARBOUR, TRADE_AGAIN)
    out = tmp_path / "next.jsonl"
    suggest(pool, "--model", models["plain"], "--other", models["half"], "--corpus", corpus, "-o", out)
    trade = next(r["meta"]["suggest"] for r in read_lines(out) if r["text"] == TRADE_AGAIN)
    reason = next(reason for reason in trade["reasons"] if reason.startswith("disagreement"))
    assert "agree on 1 of 3 entities and 0 of 2 links" in reason
    assert "only one finds OFFICIAL 'Rosa Quispe', OFFICIAL 'Kofi Boateng'" in reason


# --- bad days -----------------------------------------------------------------------------------


def test_bad_lines_are_named_and_the_good_ones_suggested(models, corpus, tmp_path):
    pool = write_lines(tmp_path / "pool.jsonl", {"text": HARBOUR}, '{"text": ', {"meta": {}}, b'{"text": "\xff"}')
    out = tmp_path / "next.jsonl"
    said = suggest(pool, "--model", models["plain"], "--corpus", corpus, "-o", out, status=1).stderr
    assert [record["text"] for record in read_lines(out)] == [HARBOUR]
    for line in (2, 3, 4):
        assert f"{pool}:{line}: " in said
    assert "1 of 1 articles suggested, 3 faults" in said


@pytest.mark.parametrize("wrong", ["pool", "model", "other", "corpus"])
def test_what_is_not_there_is_said_in_one_line(models, corpus, tmp_path, wrong):
    given_ = {"pool": pool_of(tmp_path, CHESS), "model": models["plain"], "other": models["half"], "corpus": corpus}
    given_[wrong] = tmp_path / "nowhere"
    options = [item for name in ("model", "other", "corpus") for item in (f"--{name}", given_[name])]
    said = suggest(given_["pool"], *options, status=1).stderr
    assert f"{tmp_path / 'nowhere'}: no such" in said and "Traceback" not in said


def test_the_pool_is_never_written_over(models, corpus, tmp_path):
    pool = pool_of(tmp_path, HARBOUR)
    before = pool.read_bytes()
    said = suggest(pool, "--model", models["plain"], "--corpus", corpus, "-o", pool, status=1).stderr
    assert "replace its own input" in said and pool.read_bytes() == before


def test_nothing_that_an_article_holds_acts_on_the_terminal(models, corpus, tmp_path):
    pool = write_lines(tmp_path / "pool.jsonl", {"text": HARBOUR, "meta": {"id": "x\x1b[2J"}})
    said = suggest(pool, "--model", models["plain"], "--corpus", corpus, "-o", tmp_path / "next.jsonl").stdout
    assert "\x1b" not in said and "\\x1b[2J" in said


# --- the signals --------------------------------------------------------------------------------

span_sets = st.lists(st.sampled_from(SPANS), unique_by=lambda span: span["start"])
meetings = st.lists(st.sampled_from(gold_article()["meetings"]), max_size=2)


@given(span_sets, meetings, span_sets, meetings)
def test_disagreement_is_the_same_from_both_sides_and_nothing_with_oneself(spans, records, others, other_records):
    a = {"text": TEXT, "spans": spans, "meetings": records}
    b = {"text": TEXT, "spans": others, "meetings": other_records}
    assert disagreement(a, a).value == 0
    assert disagreement(a, b).value == pytest.approx(disagreement(b, a).value)
    assert 0 <= disagreement(a, b).value <= 1
    if bool(spans) != bool(others) and not records and not other_records:
        assert disagreement(a, b).value == 1


def test_doubt_goes_by_the_least_sure_entities_and_not_by_length():
    sure = [{**span, "score": 0.99} for span in SPANS]
    record = {"text": TEXT, "spans": [{**SPANS[0], "score": 0.5}, *sure[1:]]}
    assert doubt(record).value == pytest.approx((0.5 + 4 * 0.01) / 5)
    assert doubt(record).words.startswith("least sure of FORUM 'Joint Commission' 0.50")
    assert doubt({"text": TEXT, "spans": sure}).value < doubt(record).value
    assert doubt({"text": TEXT, "spans": SPANS}) is None


def test_an_article_in_which_nothing_is_found_is_the_least_doubtful():
    pool = [{DOUBT: None}, {DOUBT: Signal(0.0, "sure")}, {DOUBT: Signal(0.3, "unsure")}]
    assert [each.score for each in score_pool(pool)] == [0.0, 0.5, 1.0]


def test_loose_ends_are_forgotten_names_and_meetings_without_chairs():
    lexicon = load_lexicon()
    whole = gold_article()
    assert loose_ends({**whole, "meetings": whole["meetings"][:1]}, lexicon).value == 0
    assert "no co-chair of 'Kenya-Norway Joint Commission'" in loose_ends(whole, lexicon).words
    text = f"{TEXT} Later Achieng Odero left."
    forgotten = loose_ends({**whole, "text": text, "meetings": whole["meetings"][:1]}, lexicon)
    assert forgotten.value == 1 and "'Achieng Odero' is OFFICIAL" in forgotten.words
    assert "but no meeting" in loose_ends({**whole, "meetings": []}, lexicon).words
    text, spans = parse_marked("The [Joint Committee|FORUM] is old.")
    assert loose_ends({"text": text, "spans": spans, "meetings": []}, lexicon).value == 0


@given(
    st.lists(st.text(alphabet="abcdefgh ", min_size=1), min_size=1, max_size=4),
    st.text(alphabet="abcdefgh ", min_size=1),
)
def test_nothing_of_the_corpus_is_new_and_novelty_is_a_share(texts, other):
    known = Known({"text": text, "spans": []} for text in texts)
    assert all(known.novelty({"text": text, "spans": []}).value == 0 for text in texts)
    assert 0 <= known.novelty({"text": other, "spans": []}).value <= 1


def test_new_names_are_new_in_whatever_case_they_stand():
    known = Known([gold_article()])
    text = TEXT.replace("Achieng Odero", "ACHIENG ODERO")
    assert known.novelty({"text": text, "spans": SPANS}).value == 0
    changed = known.novelty({"text": TEXT.replace("Achieng Odero", "Atieno Okello"), "spans": SPANS})
    assert "1 of " in changed.words and "names" in changed.words


def test_each_signal_counts_by_its_place_in_the_pool_and_its_weight():
    pool = [
        {
            DOUBT: Signal(0.001 * i, "d"),
            NOVELTY: Signal(100.0 - i, "n"),
            DISAGREEMENT: None,
            LOOSE_ENDS: Signal(0.0, ""),
        }
        for i in range(5)
    ]
    assert [each.score for each in score_pool(pool)] == pytest.approx([0.4] * 5)
    assert score_pool(pool)[4].reasons == [
        "doubt 0.00, more than in 100% of the pool: d",
        "novelty 96.00, more than in 0% of the pool: n",
    ]


# --- the choice ---------------------------------------------------------------------------------

texts = st.lists(st.text(alphabet="aeiou rst", max_size=30), min_size=1, max_size=8)


@given(texts, st.data())
@settings(max_examples=50)
def test_each_article_is_chosen_once_and_the_same_each_time(pool, data):
    worth = data.draw(st.lists(st.floats(0, 1), min_size=len(pool), max_size=len(pool)))
    count, variety = data.draw(st.integers(1, 10)), data.draw(st.floats(0, 1))
    chosen = choose(worth, Shingles(pool), count, variety)
    order = [choice.index for choice in chosen]
    assert len(order) == len(set(order)) == min(count, len(pool))
    assert chosen == choose(worth, Shingles(pool), count, variety)
    assert all(0 <= choice.likeness <= 1 + 1e-6 for choice in chosen)
    assert all(choice.nearest in order[:rank] for rank, choice in enumerate(chosen) if choice.nearest is not None)
    if variety == 0:
        assert [worth[i] for i in order] == sorted(worth, reverse=True)[: len(order)]


def test_likeness_is_high_among_versions_and_low_among_strangers():
    like = Shingles([TRADE, TRADE_AGAIN, HARBOUR, CHESS]).likeness(0)
    assert like[0] == pytest.approx(1, abs=1e-5)
    assert like[1] > 0.6 > 0.2 > max(like[2:])


@given(texts, texts)
def test_a_text_is_left_out_once_and_for_one_reason(pool, known):
    in_corpus, in_pool = stand_twice(pool, known)
    assert not in_corpus & in_pool
    left = [text for i, text in enumerate(pool) if i not in in_corpus | in_pool]
    assert stand_twice(left, known) == (set(), set())
    assert {i for i, text in enumerate(pool) if text in known} <= in_corpus


def test_a_corpus_may_be_one_file_and_a_pipeline_may_find_nothing(models, tmp_path):
    write_jsonl(tmp_path / "gold.jsonl", [gold_article(1)])
    pool = pool_of(tmp_path, CHESS)
    said = suggest(pool, "--model", models["stranger"], "--corpus", tmp_path / "gold.jsonl").stdout
    (reason,) = json.loads(said)["meta"]["suggest"]["reasons"]
    assert reason.startswith("novelty 0.31") and reason.endswith("not in the corpus: 11 of 12 words")
