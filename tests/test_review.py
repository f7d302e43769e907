"""The review page as a file: whole in itself, safe whatever the records hold, and nothing of them lost."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from communique.commands.review import review
from communique.records import RecordError, check_record
from communique.review import build_page, embed, match_gold, token_sizes, tokens_of
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

TEXT = "The third session of the Lake Council met in Mwanza. 🐟 Fishers were glad."
NASTY = "</script><script>window.hacked=1</script><!--<img src=x onerror=alert(1)>\u2028\u2029&amp;"


class Parts(HTMLParser):
    """The elements of a page with their attributes, and what stands in its scripts and styles."""

    def __init__(self, page: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.open: str | None = None
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open = tag
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_endtag(self, tag):
        self.open = None

    def handle_data(self, data):
        if self.open in self.inside:
            self.inside[self.open][-1] += data

    @property
    def data(self) -> dict:
        return json.loads(self.inside["script"][0])


def record(**more: object) -> dict:
    return {
        "text": TEXT,
        "meta": {"id": "lake-1", "published": "2022-02-03"},
        "spans": [
            {"start": 4, "end": 17, "label": "ROUND"},
            {"start": 25, "end": 37, "label": "FORUM", "score": 0.75},
        ],
        **more,
    }


def exported(article: dict) -> dict:
    """What the page writes for an article that nobody touched, but for the answer."""
    known = {"text": article["text"], "tokens": tokens_of(article["text"], article["sizes"] or [])}
    return {key: known[key] if raw is None else json.loads(raw) for key, raw in article["keys"]}


# --- whole in itself -------------------------------------------------------------------------------------


def test_page_needs_nothing_from_elsewhere_and_allows_nothing_else_to_run():
    parts = Parts(build_page([record()], name="lake.jsonl"))
    assert not [a for _, a in parts.elements if {"src", "srcset", "action", "style"} & a.keys()]
    assert [a["href"] for _, a in parts.elements if "href" in a] == ["#text"]
    assert not [k for _, a in parts.elements for k in a if k.startswith("on")]
    data, script = parts.inside["script"]
    (style,) = parts.inside["style"]
    addresses = {url for part in (script, style) for url in re.findall(r"[\w.+-]+://[^\s\"'`]+", part)}
    assert addresses == {"http://www.w3.org/2000/svg"}  # the name of SVG, which nobody fetches
    assert not re.search(r"@import|url\(", style)
    reach_out = r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import|Worker|eval|Function)\s*\("
    assert not re.search(reach_out, script)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser", script)
    policy = next(a["content"] for _, a in parts.elements if a.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for rule, part in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert json.loads(data)["file"] == "lake.jsonl"


def test_policy_comes_before_anything_that_it_governs():
    page = build_page([record()], name="lake.jsonl")
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script")
    assert page.index('charset="utf-8"') < 1024


# --- safe whatever the records hold ----------------------------------------------------------------------


def test_markup_in_every_place_of_a_record_stays_data():
    chair = {"name": NASTY, "role": NASTY, "span": [25, 37], "rule": NASTY}
    nasty = record(
        text=TEXT + NASTY,
        meta={"id": NASTY, NASTY: NASTY},
        spans=[{"start": 4, "end": 17, "label": NASTY}],
        meetings=[{"forum": NASTY, "co_chairs": [chair]}],
        **{NASTY: [NASTY]},
    )
    clean = Parts(build_page([record()], name="a.jsonl"))
    parts = Parts(build_page([nasty], name=NASTY, gold=[nasty]))
    assert [tag for tag, _ in parts.elements] == [tag for tag, _ in clean.elements]
    assert parts.inside["title"] == clean.inside["title"]
    assert exported(parts.data["articles"][0]) == nasty
    assert parts.data["file"] == NASTY
    assert NASTY in parts.data["labels"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(anything)
def test_embedded_json_is_the_same_value_and_cannot_leave_its_block(value):
    text = embed({"value": value, NASTY: NASTY})
    assert json.loads(text) == {"value": value, NASTY: NASTY}
    assert text.isascii()
    assert not set("<>&\n\r") & set(text)


# --- nothing lost ----------------------------------------------------------------------------------------


@given(st.dictionaries(st.text(), anything, max_size=5), st.text(min_size=1, max_size=30))
def test_every_key_of_a_record_comes_back_from_the_page(extra, id_):
    one = {**extra, **record(meta={"id": id_, "more": extra})}
    two = {"text": TEXT, **{f"x{key}": value for key, value in extra.items()}}
    articles = Parts(build_page([one, two], name="a.jsonl")).data["articles"]
    assert [exported(article) for article in articles] == [one, two]
    assert [key for key, _ in articles[0]["keys"]] == list(one)


def tokens_like_spacy(words: list[tuple[str, bool]]) -> tuple[str, list[dict]]:
    tokens, text = [], ""
    for i, (word, space) in enumerate(words):
        tokens.append({"text": word, "start": len(text), "end": len(text) + len(word), "id": i, "ws": space})
        text += word + " " * space
    return text, tokens


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.booleans()), min_size=1, max_size=12))
def test_tokens_are_packed_and_unpacked_without_a_difference(words):
    text, tokens = tokens_like_spacy(words)
    sizes = token_sizes({"text": text, "tokens": tokens})
    assert sizes is not None
    assert tokens_of(text, sizes) == tokens


@pytest.mark.parametrize(
    "change",
    [
        lambda tokens: tokens[1].update(lemma="be"),
        lambda tokens: tokens[1].update(ws=0),  # which equals false in Python, and is not the same JSON
        lambda tokens: tokens[0].update(ws=1),
        lambda tokens: tokens[1].update(start=5),
        lambda tokens: tokens[1].pop("id"),
        lambda tokens: tokens[1].update(text=5),
        lambda tokens: tokens.insert(1, None),
    ],
)
def test_tokens_of_another_kind_travel_as_they_are(change):
    text, tokens = tokens_like_spacy([("We", True), ("meet", False), ("🐟", True), (".", False)])
    change(tokens)
    given_ = {"text": text, "tokens": tokens}
    (article,) = Parts(build_page([given_], name="a.jsonl")).data["articles"]
    assert article["sizes"] is None
    assert json.dumps(exported(article)) == json.dumps(given_)


def test_page_is_much_smaller_than_its_records():
    text, tokens = tokens_like_spacy([("herring", True)] * 600)
    records = [record(text=text, tokens=tokens, meta={"id": str(i)}) for i in range(50)]
    size = len(build_page(records, name="a.jsonl")) - len(build_page(records[:1], name="a.jsonl"))
    assert size < sum(len(json.dumps(r)) for r in records) / 4


def test_storage_key_follows_the_content():
    def key(*args, **kwargs):
        return Parts(build_page(*args, **kwargs)).data["hash"]

    first = key([record()], name="a.jsonl")
    assert first == key([record()], name="a.jsonl")
    assert first != key([record(answer="accept")], name="a.jsonl")
    assert first != key([record()], name="a.jsonl", gold=[record()])


# --- gold ------------------------------------------------------------------------------------------------


def test_gold_is_found_by_text_and_among_twins_by_id():
    twins = [record(meta={"id": "a"}), record(meta={"id": "b"})]
    gold = [record(meta={"id": "b"}, n=2), record(meta={"id": "a"}, n=1)]
    other = record(text="Same id, another text.", meta={"id": "a"}, spans=[])
    found, left = match_gold([*twins, other], [*gold, record(text="Nobody's text", spans=[])])
    assert [g and g["n"] for g in found] == [1, 2, None]
    assert [g["text"] for g in left] == ["Nobody's text"]


def test_gold_meetings_stand_beside_the_predicted_ones():
    meeting = {"forum": "Lake Council", "round": 3, "status": "held", "co_chairs": []}
    mine = record(meetings=[{**meeting, "forum": 7}, {**meeting, "round": 2}, meeting])
    (article,) = Parts(build_page([mine], name="a.jsonl", gold=[record(meetings=[meeting])])).data["articles"]
    assert article["gold"]["pairs"] == [[2, 0]]


# --- the command -----------------------------------------------------------------------------------------

app = typer.Typer()
app.command()(review)


def run(*args: object):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def write(path: Path, *lines: object) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("".join(text + "\n" for text in texts), encoding="utf8")
    return path


def test_monday_morning_with_some_bad_lines(tmp_path):
    path = write(
        tmp_path / "week.jsonl",
        record(),
        '{"text": "half a rec',
        {"meta": {"id": "no text"}},
        record(spans=[{"start": 4, "end": 400, "label": "ROUND"}]),
        record(meetings=[{"forum": "x", "round": float("nan")}]),
        record(meta={"id": "free", "weight": float("inf")}),
    )
    result = run(path, "-o", tmp_path / "out" / "page.html")
    assert result.exit_code == 1
    for line, what in ((2, "no JSON"), (3, 'no "text"'), (4, "outside the text"), (5, "not finite")):
        assert re.search(rf"week\.jsonl:{line}: .*{what}", result.stderr)
    assert "2 articles" in result.stdout
    page = Parts((tmp_path / "out" / "page.html").read_text(encoding="utf8"))
    assert [article["id"] for article in page.data["articles"]] == ["lake-1", "free"]


def test_good_files_make_a_page_and_gold_without_article_is_named(tmp_path):
    path = write(tmp_path / "week.jsonl", record(), record(text="Nothing here.", spans=[], meta={"id": "b"}))
    gold = write(tmp_path / "gold.jsonl", record(), record(text="Elsewhere", spans=[], meta={"id": "far"}))
    result = run(path, "--gold", gold, "-o", tmp_path / "page.html")
    assert result.exit_code == 0, result.output
    assert "2 articles, 1 with gold" in result.stdout
    assert "'far'" in result.stderr
    page = Parts((tmp_path / "page.html").read_text(encoding="utf8"))
    assert ["gold" in article for article in page.data["articles"]] == [True, False]


def test_input_is_never_written_over(tmp_path):
    path = write(tmp_path / "week.jsonl", record())
    before = path.read_bytes()
    for args in (
        (path, "-o", path),
        (write(tmp_path / "other.jsonl", record()), "--gold", path, "-o", tmp_path / "." / "week.jsonl"),
    ):
        assert isinstance(run(*args).exception, RecordError)
    assert path.read_bytes() == before


@pytest.mark.parametrize("lines", [[], ["no json"], None])
def test_without_a_record_there_is_no_page(tmp_path, lines):
    path = tmp_path / "week.jsonl"
    if lines is not None:
        write(path, *lines)
    result = run(path, "-o", tmp_path / "page.html")
    assert isinstance(result.exception, RecordError)
    assert "week.jsonl" in str(result.exception)
    assert not (tmp_path / "page.html").exists()


def test_the_records_of_these_tests_are_records():
    for one in (record(), record(text=TEXT + NASTY)):
        assert check_record(one, "test") is one
