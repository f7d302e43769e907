"""`communique agree` and `communique settle`: two people annotated the same articles."""

from __future__ import annotations

import copy
import json
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import typer
from communique.agreement import Row, cohen_kappa, compare, disagreements
from communique.annotations import record_to_doc
from communique.checks import check_records
from communique.commands.agree import agree, settle
from communique.markup import parse_marked
from communique.mending import Tokens, tokenizer
from communique.records import RecordError, Sourced, read_jsonl, write_jsonl
from communique.settling import merge
from communique.settling import settle as settle_record
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

app = typer.Typer()
app.command()(agree)
app.command()(settle)

TEXT, SPANS = parse_marked(
    "The [ninth meeting|R] of the [Chad-Fiji Joint Commission|F] took place in Suva on 4 March 2021. [Amina Deby|O] of "
    "the [Ministry of Trade|M] and [Jone Kaba|O] chaired it; [Ratu Seru|O] sang."
)


def place(words: str) -> dict:
    return next({**s} for s in SPANS if TEXT[s["start"] : s["end"]] == words)


def link(words: str, label: str = "CO_CHAIRS") -> dict:
    return {"label": label, "head_span": place(words), "child_span": place("Chad-Fiji Joint Commission")}


def chair(name: str, country: str | None = None) -> dict:
    return {"name": name, "role": None, "country": country}


MEETING = {
    "forum": "Chad-Fiji Joint Commission",
    "round": 9,
    "status": "held",
    "place": "Suva",
    "date": "2021-03-04",
    "parties": ["Chad", "Fiji"],
    "co_chairs": [chair("Amina Deby", "Chad"), chair("Jone Kaba", "Fiji")],
}


def anna(**more: object) -> dict:
    """The article as A annotated it; `more` replaces its parts."""
    links = [link("Amina Deby"), link("Jone Kaba"), link("ninth meeting", "NUMBERS")]
    record = {"text": TEXT, "meta": {"id": "n-1"}, "spans": SPANS, "relations": links, "meetings": [MEETING]}
    return copy.deepcopy({**record, **more})


def spans_but(words: str, **changed: object) -> list[dict]:
    """A's spans with one changed, or left out where nothing is said."""
    gone = place(words)
    kept = [s for s in SPANS if s != gone]
    return [*kept, {**gone, **changed}] if changed else kept


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def both(folder: Path, a: list[dict], b: list[dict]) -> tuple[Path, Path]:
    write_jsonl(folder / "anna.jsonl", a)
    write_jsonl(folder / "ben.jsonl", b)
    return folder / "anna.jsonl", folder / "ben.jsonl"


def row(rows: list[Row], group: str, name: str) -> Row:
    return next(r for r in rows if (r.group, r.name) == (group, name))


def settled(record: dict, choice: str) -> dict:
    for difference in record["disagreements"]:
        difference["choice"] = choice
    out, still_open = settle_record(record)
    assert still_open == 0
    return out


def keys(record: dict) -> Counter:
    return Counter((s["start"], s["end"], s["label"]) for s in record["spans"])


# --- the report -----------------------------------------------------------------------------------


def test_two_who_agree(tmp_path: Path):
    result = call("agree", *both(tmp_path, [anna()], [anna()]), "--json")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert data["articles"] == 1
    assert {r["f"] for r in data["rows"]} == {1.0}
    assert {r["kappa"] for r in data["rows"]} == {1.0, None}
    assert disagreements(anna(), anna()) == []


def test_kappa_is_cohens():
    # Two readers of 50 proposals, 20 yes and 15 no in common: observed 0.7, by chance 0.5, kappa 0.4
    table = Counter({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    assert cohen_kappa(table) == 0.4
    assert cohen_kappa(Counter({("a", "a"): 3, ("b", "b"): 4, ("c", "c"): 1})) == 1
    assert cohen_kappa(Counter({("a", "b"): 5, ("b", "a"): 5})) == -1
    assert cohen_kappa(Counter({("a", "a"): 9})) is None
    assert cohen_kappa(Counter()) is None


def test_spans_tokens_and_links_are_counted_by_hand():
    b = anna(
        spans=[
            *(s for s in spans_but("Ministry of Trade") if s != place("Ratu Seru")),
            {**place("Ratu Seru"), "label": "FORUM"},
        ],
        relations=[link("Amina Deby"), link("Ratu Seru")],
    )
    rows = compare([(anna(), b)])
    # A: Amina Deby, Jone Kaba, Ratu Seru; B: the first two
    assert row(rows, "spans", "OFFICIAL") == Row(
        "spans", "OFFICIAL", 0.8, row(rows, "spans", "OFFICIAL").kappa, 3, 2, 2
    )
    assert row(rows, "spans", "MINISTRY").f == 0
    # five spans have the same borders: labels R F O O O against R F O O F
    by_hand = Counter({("R", "R"): 1, ("F", "F"): 1, ("O", "O"): 2, ("O", "F"): 1})
    assert row(rows, "spans", "all").kappa == cohen_kappa(by_hand)
    tokens = row(rows, "tokens", "OFFICIAL")
    assert (tokens.a, tokens.b, tokens.both) == (6, 4, 4)
    total = len(Tokens.of(TEXT).offsets)
    table = Counter({(True, True): 4, (True, False): 2, (False, False): total - 6})
    assert tokens.kappa == cohen_kappa(table)
    links = row(rows, "links", "CO_CHAIRS")
    assert (links.a, links.b, links.both, links.f) == (2, 2, 1, 0.5)
    # both marked Amina Deby and Jone Kaba as OFFICIAL: A linked both, B the first
    assert links.kappa == cohen_kappa(Counter({(True, True): 1, (True, False): 1}))
    assert row(rows, "links", "NUMBERS").both == 0


def test_slots_are_compared_where_both_have_the_meeting():
    other = {**MEETING, "place": "Nadi", "date": "2021-03", "co_chairs": [chair("Deby", "Mali")]}
    extra = {"forum": "Pacific Fish Council", "status": "held"}
    rows = compare([(anna(), anna(meetings=[extra, other]))])
    assert (row(rows, "meetings", "meetings").a, row(rows, "meetings", "meetings").b) == (1, 2)
    assert row(rows, "meetings", "meetings").both == 1
    assert row(rows, "meetings", "co-chairs").f == round(2 / 3, 4)
    assert row(rows, "slots", "place").f == 0
    assert row(rows, "slots", "date").f == 1, "one date is the other's beginning"
    assert row(rows, "slots", "country").f == 0
    assert row(rows, "slots", "round").f == 1


@st.composite
def annotated(draw: st.DrawFn) -> dict:
    """The article with spans at random words of it, links between them, and some meetings."""
    tokens = Tokens.of(TEXT).offsets
    borders = draw(st.lists(st.integers(0, len(tokens) - 1), unique=True, max_size=12).map(sorted))
    labels = st.sampled_from(["OFFICIAL", "FORUM", "ROUND", "PORT"])
    spans = [
        {"start": tokens[i][0], "end": tokens[j - 1][1], "label": draw(labels)}
        for i, j in zip(borders[::2], borders[1::2], strict=False)
    ]
    ends = [(a, b) for a in spans for b in spans if a is not b]
    chosen = draw(st.lists(st.sampled_from(ends), max_size=3)) if ends else []
    relations = [{"label": "CO_CHAIRS", "head_span": a, "child_span": b} for a, b in chosen]
    meetings = []
    for number in draw(st.lists(st.sampled_from([1, 2, 3, None]), unique=True, max_size=3)):
        names = draw(st.lists(st.sampled_from(["Amina Deby", "Jone Kaba", "Ratu Seru"]), unique=True))
        chairs = [chair(name, draw(st.sampled_from([None, "Chad", "Fiji"]))) for name in names]
        spot = draw(st.sampled_from(["Suva", "Nadi", None]))
        meetings.append({**MEETING, "round": number, "place": spot, "co_chairs": chairs})
    return anna(spans=spans, relations=relations, meetings=meetings)


@given(annotated(), annotated())
@hypothesis_settings(max_examples=60, deadline=None)
def test_it_does_not_matter_who_is_called_gold(a: dict, b: dict):
    def shown(rows: list[Row]) -> list[tuple]:
        return [(r.group, r.name, r.f, r.kappa, r.both) for r in rows if r.group in ("tokens", "spans", "links")]

    forth, back = compare([(a, b)]), compare([(b, a)])
    assert shown(forth) == shown(back)
    assert [(r.a, r.b) for r in forth if r.group == "spans"] == [(r.b, r.a) for r in back if r.group == "spans"]


# --- the list of disagreements --------------------------------------------------------------------


def test_each_kind_of_disagreement_says_what_either_has():
    shorter = place("Chad-Fiji Joint Commission")
    b = anna(
        spans=[
            *(s for s in spans_but("Ratu Seru") if s not in (shorter, place("Jone Kaba"))),
            {**shorter, "start": shorter["start"] + len("Chad-Fiji ")},
            {**place("Jone Kaba"), "label": "MINISTRY"},
            {"start": TEXT.index("Suva"), "end": TEXT.index("Suva") + 4, "label": "CITY"},
        ],
        relations=[link("Amina Deby")],
        meetings=[{**MEETING, "round": 9, "place": None, "co_chairs": [chair("Amina Deby", "Fiji")]}],
    )
    found = disagreements(anna(), b)
    shown = {(d["kind"], d["words"], d.get("label_a"), d.get("label_b"), d.get("slot")) for d in found}
    assert shown == {
        ("span", "Chad-Fiji Joint Commission", "FORUM", "FORUM", None),
        ("span", "Suva", None, "CITY", None),
        ("span", "Jone Kaba", "OFFICIAL", "MINISTRY", None),
        ("span", "Ratu Seru", "OFFICIAL", None, None),
        ("link", "Jone Kaba → Chad-Fiji Joint Commission", "CO_CHAIRS", None, None),
        ("link", "ninth meeting → Chad-Fiji Joint Commission", "NUMBERS", None, None),
        ("slot", "Chad-Fiji Joint Commission", None, None, "place"),
        ("slot", "Amina Deby", None, None, "country"),
        ("co-chair", "Jone Kaba", None, None, None),
    }
    for difference in found:
        if difference["kind"] == "span":
            assert TEXT[difference["start"] : difference["end"]] == difference["words"]
        assert difference["choice"] is None
    assert [d["start"] for d in found if d["kind"] in ("span", "link")] == sorted(
        d["start"] for d in found if d["kind"] in ("span", "link")
    )


def test_the_jsonl_opens_with_our_own_tools(tmp_path: Path):
    theirs = [{"text": TEXT, "start": 0, "end": len(TEXT), "id": 0, "ws": False}]
    a = anna(meta={"id": "n-1", "desk": "Suva"}, mood="calm")
    moved = spans_but("Ratu Seru", start=place("Ratu Seru")["start"] - 2)
    extra = {
        "start": TEXT.index("Suva"),
        "end": TEXT.index("Suva") + 4,
        "label": "CITY",
        "token_start": 0,
        "token_end": 0,
    }
    b = anna(spans=[*moved, extra], tokens=theirs)
    result = call("agree", *both(tmp_path, [a], [b]), "--jsonl", tmp_path / "both.jsonl")
    assert result.exit_code == 0, result.output
    items = list(read_jsonl(tmp_path / "both.jsonl"))
    assert all(isinstance(item, Sourced) for item in items)
    [record] = (item.record for item in items)
    assert (record["meta"], record["mood"]) == (a["meta"], "calm")
    assert keys(record["annotator_a"]) == keys(a)
    assert keys(record["annotator_b"]) == keys(b)
    assert record["answer"] == "ignore"
    city, border = record["disagreements"]
    assert (city["words"], city["span_a"], city["label_b"]) == ("Suva", None, "CITY")
    assert (border["span_a"][1], border["span_b"][1]) == (border["end"], border["end"])
    doc = record_to_doc(record, tokenizer().make_doc)
    assert Counter(e.text for e in doc.ents) == Counter(["Suva", *(TEXT[s["start"] : s["end"]] for s in SPANS)])
    [suva] = (s for s in record["spans"] if s["label"] == "CITY")
    assert suva["by"] == "b"
    assert record["tokens"][suva["token_start"]]["text"] == "Suva", "B's tool had other tokens; these are ours"
    assert len(doc._.relations) == 3
    assert {f.code for f in check_records(items)} == {"set-aside"}


@given(annotated(), annotated())
@hypothesis_settings(max_examples=100, deadline=None)
def test_settling_for_one_gives_back_his_annotation(a: dict, b: dict):
    merged = merge(a, b, ("a", "b"))
    assert json.loads(json.dumps(merged)) == merged
    if not merged["disagreements"]:
        assert "answer" not in merged
    record_to_doc(merged, tokenizer().make_doc)  # no two spans overlap
    for choice, own in (("a", a), ("b", b)):
        out = settled(copy.deepcopy(merged), choice)
        assert keys(out) == keys(own)
        ends = [{(r["head_span"]["start"], r["child_span"]["start"]) for r in x["relations"]} for x in (out, own)]
        assert ends[0] == ends[1]
        values = [
            sorted(
                str((m["round"], m["place"], sorted((c["name"], str(c["country"])) for c in m["co_chairs"])))
                for m in x["meetings"]
            )
            for x in (out, own)
        ]
        assert values[0] == values[1]
        assert out.keys() == a.keys()
        assert not any("by" in span for span in out["spans"])


def test_evidence_and_rules_come_along_with_a_value():
    left = {**MEETING, "place": "Nadi", "evidence": {"place": [0, 3], "date": [5, 9]}, "rules": {"place": "in-city"}}
    right = {**MEETING, "evidence": {"place": [70, 74]}}
    merged = merge(anna(meetings=[left]), anna(meetings=[right]), ("a", "b"))
    [meeting] = settled(merged, "b")["meetings"]
    assert (meeting["place"], meeting["evidence"], meeting["rules"]) == (
        "Suva",
        {"place": [70, 74], "date": [5, 9]},
        {},
    )


def test_open_choices_keep_the_article_out_of_training(tmp_path: Path):
    a, b = both(
        tmp_path, [anna(answer="accept"), anna(meta={"id": "n-2"})], [anna(spans=SPANS[:2]), anna(meta={"id": "n-2"})]
    )
    call("agree", a, b, "--jsonl", tmp_path / "both.jsonl")
    result = call("settle", tmp_path / "both.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert f"{tmp_path / 'both.jsonl'}:1: n-1: 4 disagreements have no choice" in result.output
    first, second = (item.record for item in read_jsonl(tmp_path / "out.jsonl"))
    assert first["answer"] == "ignore"
    assert len(first["disagreements"]) == 4
    assert second.keys() == anna().keys()
    for difference in first["disagreements"]:
        difference["choice"] = "a"
    write_jsonl(tmp_path / "chosen.jsonl", [first, second])
    result = call("settle", tmp_path / "chosen.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    final, same = read_jsonl(tmp_path / "out.jsonl")
    assert same.record == second, "it had nothing to settle any more"
    assert keys(final.record) == keys(anna())
    assert final.record["answer"] == "accept"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda r: r["disagreements"][0].update(choice="c"), 'is not "a" or "b"'),
        (lambda r: r["disagreements"][0].update(span_a=[0, 3]), "was something edited?"),
        (lambda r: r["disagreements"].pop(), "was something edited?"),
        (lambda r: r["annotator_a"]["spans"].append({"start": 0, "end": 10**6, "label": "X"}), "outside the text"),
        (lambda r: r.update(annotator_b=None), "one is missing"),
        (lambda r: r["annotator_a"].update(meetings=[{"forum": 3}]), "meeting"),
    ],
)
def test_a_spoilt_record_is_named_and_the_others_are_settled(spoil, words: str, tmp_path: Path):
    good = merge(anna(), anna(), ("a", "b"))
    bad = merge(anna(), anna(spans=SPANS[:5]), ("a", "b"))
    spoil(bad)
    write_jsonl(tmp_path / "in.jsonl", [bad, good])
    result = call("settle", tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert f"{tmp_path / 'in.jsonl'}:1: " in result.output
    assert words in result.output
    assert len(list(read_jsonl(tmp_path / "out.jsonl"))) == 1


# --- input ----------------------------------------------------------------------------------------


def test_articles_are_matched_by_id_else_by_text(tmp_path: Path):
    other, _ = parse_marked("Another day.")
    a = [anna(), {"text": other}, {"text": "Only A read this.", "meta": {"id": "only-a"}}, {"text": other}]
    b = [{"text": other, "meta": {"id": "late"}}, anna(), {"text": "Only B read this.", "meta": {"id": "only-b"}}]
    result = call("agree", *both(tmp_path, a, b))
    assert result.exit_code == 0
    assert result.stdout.startswith("2 articles compared\n")
    assert "anna.jsonl:3: 'only-a': only A has this article" in result.output
    assert "anna.jsonl:4: only A has this article" in result.output, "B's one is taken"
    assert "ben.jsonl:3: 'only-b': only B has this article" in result.output


def test_what_cannot_be_compared_is_named_and_the_rest_is(tmp_path: Path):
    a, b = both(
        tmp_path,
        [anna(), anna(), anna(meta={"id": "x"}), anna(meta={"id": "y"}, meetings=[{"round": 1}])],
        [anna(), {"text": "Something else.", "meta": {"id": "x"}}],
    )
    with b.open("a", encoding="utf8") as file:
        file.write('{"text": "cut o')
    result = call("agree", a, b)
    assert result.exit_code == 1
    assert "1 article compared\n" in result.stdout
    for line in (
        "anna.jsonl:2: 'n-1': the id is that of line 1 too",
        "anna.jsonl:3: 'x': its text is not that of ",
        "anna.jsonl:4: 'y': a meeting: forum: field required",
        "ben.jsonl:3: no JSON",
    ):
        assert line in result.output, line


def test_rejected_articles_are_not_compared(tmp_path: Path):
    a, b = both(tmp_path, [anna(), anna(meta={"id": "x"})], [anna(), anna(meta={"id": "x"}, answer="reject")])
    result = call("agree", a, b)
    assert result.exit_code == 0
    assert "ben.jsonl:2: 'x': the answer is 'reject'" in result.output
    assert result.stdout.startswith("1 article compared\n")


def test_nothing_in_common_and_an_output_over_an_input_are_refused(tmp_path: Path):
    a, b = both(tmp_path, [anna()], [{"text": "Something else."}])
    assert "no article that is in" in str(call("agree", a, b).exception)
    before = a.read_bytes()
    for arguments in (("agree", a, a, "--jsonl", a), ("agree", a, a, "--html", a), ("settle", a, "-o", a)):
        result = call(*arguments)
        assert isinstance(result.exception, RecordError)
        assert "replace" in str(result.exception)
    assert a.read_bytes() == before


def test_articles_without_any_annotation_agree_on_nothing(tmp_path: Path):
    result = call("agree", *both(tmp_path, [{"text": "Rain."}], [{"text": "Rain."}]))
    assert result.exit_code == 0
    assert "0.00" not in result.stdout
    assert "nan" not in result.stdout


# --- the page -------------------------------------------------------------------------------------

EVIL = "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"


def evil_pair() -> tuple[dict, dict]:
    text = f"Hello {EVIL} and Ana Quispe."
    ana = {"start": text.index("Ana"), "end": text.index("Ana") + 10, "label": EVIL}
    meeting = {"forum": EVIL, "status": "held", "place": EVIL}
    a = {"text": text, "meta": {"id": EVIL, "n": 12345678901234567890}, "spans": [ana], "meetings": [meeting]}
    evil = {"start": 6, "end": 6 + len(EVIL), "label": "FORUM"}
    return a, {**a, "spans": [evil, {**ana, "label": "OFFICIAL"}], "meetings": [{**meeting, "place": "<b>Suva</b>"}]}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attrs}


def test_the_page_is_one_file_and_shows_input_as_text_only(tmp_path: Path):
    a, b = evil_pair()
    call("agree", *both(tmp_path, [a], [b]), "--html", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf8")
    reader = _Tags()
    reader.feed(page)
    assert reader.tags["script"] == 2
    assert not {"img", "b", "link", "iframe", "form"} & set(reader.tags)
    assert not {"src", "href", "onerror", "onclick"} & reader.attributes
    assert "default-src 'none'" in page
    assert reader.tags["fieldset"] == 3  # a span of B's, a label, a place


@pytest.fixture
def browser(tmp_path: Path) -> Iterator:
    """A headless Chromium whose downloads go to the test's folder."""
    webdriver = pytest.importorskip("selenium.webdriver")
    paths = shutil.which("chromium"), shutil.which("chromedriver")
    if None in paths:
        pytest.skip("no chromium and chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = paths[0]
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path / 'profile'}",
    ):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(tmp_path / "downloads")})
    driver = webdriver.Chrome(options, webdriver.ChromeService(paths[1]))
    yield driver
    driver.quit()


def test_choices_made_in_a_browser_become_final_records(tmp_path: Path, browser):
    a, b = evil_pair()
    one, two = both(tmp_path, [a, anna()], [b, anna(spans=SPANS[:5])])
    call("agree", one, two, "--html", tmp_path / "page.html")
    browser.get((tmp_path / "page.html").as_uri())
    assert browser.title == "communique agree"
    body = browser.find_element("tag name", "body").text
    assert EVIL in body
    assert browser.find_element("id", "state").text == "0 of 4 settled"
    for box in browser.find_elements("css selector", "input[value=b]"):
        box.click()
    browser.refresh()
    assert browser.find_element("id", "state").text == "4 of 4 settled", "the browser keeps the choices"
    browser.find_element("id", "save").click()
    saved = tmp_path / "downloads" / "choices.jsonl"
    until = time.monotonic() + 30
    while not saved.exists() and time.monotonic() < until:
        time.sleep(0.1)
    result = call("settle", saved, "-o", tmp_path / "final.jsonl")
    assert result.exit_code == 0, result.output
    first, second = (item.record for item in read_jsonl(tmp_path / "final.jsonl"))
    assert keys(first) == keys(b)
    assert first["meetings"] == b["meetings"]
    assert first["meta"] == a["meta"], "no number changes on its way through the browser"
    assert keys(second) == Counter((s["start"], s["end"], s["label"]) for s in SPANS[:5])
