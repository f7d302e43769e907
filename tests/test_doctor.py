"""`communique doctor`: a morning with annotations that came back from several people."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import typer
from communique.annotations import record_to_doc
from communique.checks import CODES, ERROR, NOTE, Finding, check_record, check_records, corpus_errors, series_keys
from communique.commands.doctor import doctor
from communique.duplicates import find_duplicates
from communique.markup import parse_marked
from communique.mending import Tokens, mend, tokenizer
from communique.records import RecordError, Sourced, read_jsonl, write_jsonl
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

ROOT = Path(__file__).resolve().parent.parent
app = typer.Typer()
app.command()(doctor)

MARKED = (
    "The [sixth session|R] of the [Malta-Peru Joint Commission|F] was held in Valletta on 3 May 2022. "
    "[Ana Quispe|O] of the [Ministry of Trade|M] chaired it with Dr. [Luca Borg|O] of the island."
)
TEXT, SPANS = parse_marked(MARKED)
CHAIRS = [
    {"name": "Ana Quispe", "role": None, "country": "Peru"},
    {"name": "Luca Borg", "role": None, "country": "Malta"},
]
MEETING = {
    "forum": "Malta-Peru Joint Commission",
    "round": 6,
    "status": "held",
    "place": "Valletta",
    "date": "2022-05-03",
    "parties": ["Malta", "Peru"],
    "co_chairs": CHAIRS,
}


def clean(**more: object) -> dict:
    """A sound record; `more` replaces its parts."""
    record = {"text": TEXT, "meta": {"id": "m-1", "published": "2022-05-04"}, "spans": SPANS, "meetings": [MEETING]}
    return json.loads(json.dumps({**record, **more}))


def marked(text: str, **more: object) -> dict:
    """A record of a text with marks and nothing else."""
    plain, spans = parse_marked(text)
    return {"text": plain, "meta": {"id": plain[:12]}, "spans": spans, **more}


def span(text: str, words: str, label: str, *, before: int = 0, after: int = 0) -> dict:
    """The span of some words, with its borders moved outwards."""
    start = text.index(words)
    return {"start": start - before, "end": start + len(words) + after, "label": label}


def in_record(record: dict) -> list[Finding]:
    return check_record(Sourced(record, "x.jsonl", 1))


def codes(record: dict) -> set[str]:
    return {finding.code for finding in in_record(record)}


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def with_span(words: str, label: str, **moved: int) -> dict:
    """The sound text with one span, its borders moved."""
    return clean(spans=[span(TEXT, words, label, **moved)], meetings=[])


def with_meeting(**changed: object) -> dict:
    return clean(meetings=[{**MEETING, **changed}])


def with_relation(head: str) -> dict:
    child = span(TEXT, "Malta-Peru Joint Commission", "FORUM")
    return clean(relations=[{"label": "CO_CHAIRS", "head_span": span(TEXT, head, ""), "child_span": child}])


LONG = " ".join(f"Paragraph {word} of a long report about fish, roads and schools." for word in "abcdefghijklmnop")
SHOVED = "Mona 😀 wrote. [Ana Quispe|O] met [Luca Borg|O]."

# One record (or file of records) for each code, wrong in that one way.
PLANTED: dict[str, dict | dict[str, list[dict | str]]] = {
    "bad-record": {"a": ['{"text": "cut off', json.dumps(clean())]},
    "empty-text": {"text": "— …\n", "meta": {"id": "nothing"}},
    "duplicate-id": {"a": [clean(), marked("Another text altogether.", meta={"id": "m-1"})]},
    "split-leak": {"train": [marked(LONG)], "dev": [marked(f"By our desk. {LONG}", meta={"id": "leak"})]},
    "misaligned-span": with_span("Quispe", "OFFICIAL", before=2),
    "offset-unit": {
        "text": parse_marked(SHOVED)[0],
        "spans": [{**s, "start": s["start"] + 1, "end": s["end"] + 1} for s in parse_marked(SHOVED)[1]],
    },
    "tokenizer-trap": marked("They met at work.[Ana|O]@x.org wrote."),
    "span-whitespace": with_span("Ana Quispe", "OFFICIAL", after=1),
    "overlap": clean(spans=[*SPANS, span(TEXT, "Joint Commission", "FORUM")]),
    "unknown-label": clean(spans=[*SPANS, span(TEXT, "Valletta", "CITY")]),
    "relation-end": with_relation(head="Valletta"),
    "meeting-malformed": with_meeting(round="six"),
    "meeting-forum": with_meeting(forum="Joint Committee"),
    "meeting-co-chair": with_meeting(co_chairs=[{"name": "Pia Vella"}]),
    "meeting-place": with_meeting(place="Lima"),
    "meeting-status": with_meeting(status="over"),
    "meeting-date": with_meeting(date="2022-02-30"),
    "duplicate": {"a": [clean(), clean(meta={"id": "m-2"})]},
    "near-duplicate": {"a": [marked(LONG), marked(f"{LONG[:600]} Then all was otherwise.", meta={"id": "two"})]},
    "series-in-two-splits": {
        "train": [clean()],
        "dev": [
            marked(
                "In Lima the [Peruvian-Maltese Joint Commission|F] sat.",
                meetings=[
                    {"forum": "Peruvian-Maltese Joint Commission", "status": "held", "parties": ["Peru", "Malta"]}
                ],
            )
        ],
    },
    "published": clean(meta={"id": "m-1", "published": "4 May 2022"}),
    "tokens-mismatch": clean(tokens=[{"text": "Thee", "start": 0, "end": 4, "id": 0, "ws": True}]),
    "token-index": clean(spans=[{**s, "token_start": 0, "token_end": 0} for s in SPANS]),
    "span-the": with_span("Malta-Peru Joint Commission", "FORUM", before=4),
    "span-possessive": marked("Today [Quispe's|O] office was shut."),
    "span-punctuation": with_span("2022", "ROUND", after=1),
    "span-bracket": marked("The [Working Group (WG|F]) on Roads sat."),
    "span-line-break": marked("The [Joint\n\nCommission|F] sat."),
    "title-in-name": with_span("Luca Borg", "OFFICIAL", before=4),
    "label-varies": marked("The [Commission|F] sat. A note came from the [Commission|M] later."),
    "unlabelled": marked("[Ana Quispe|O] spoke. Later Ana Quispe left."),
    "relation-kind": with_relation(head="Ministry of Trade"),
    "meeting-round": with_meeting(round=7),
    "meeting-unknown-key": with_meeting(venue="Valletta"),
    "meeting-role": with_meeting(co_chairs=[{**CHAIRS[0], "role": "Admiral"}]),
    "meeting-country": with_meeting(parties=["Malta", "Republic of Korea"]),
    "meeting-evidence": with_meeting(evidence={"round": [0, 3]}),
    "meeting-time": with_meeting(date="2022-06-03"),
    "meeting-twice": clean(meetings=[MEETING, MEETING]),
    "meeting-virtual": with_meeting(place="virtual"),
    "maybe-title": marked("Prime Minister [Sheikh Hasina|O] flew home."),
    "maybe-unlabelled": marked("[Quispe|O] spoke. The Quispe farm is old."),
    "label-elsewhere": {"a": [marked("The [Commission|F] sat."), marked("Brussels: the [Commission|M] wrote.")]},
    "invisible-characters": marked("A soft\u00adhyphen."),
    "glued-words": marked("The 14thSession of it."),
    "set-aside": clean(answer="reject"),
}


def plant(folder: Path, planted: dict) -> Path:
    """Write a planted record or files of records into a folder."""
    files = planted if "text" not in planted else {"a": [planted]}
    for name, lines in files.items():
        body = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(body, encoding="utf8")
    return folder


def test_every_code_has_a_planted_fault():
    assert set(PLANTED) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_fault_is_named_by_file_line_and_severity(code: str, tmp_path: Path):
    result = call(plant(tmp_path, PLANTED[code]))
    severity = CODES[code][0]
    lines = [line for line in result.stdout.splitlines() if f": {severity} {code}: " in line]
    assert lines, result.stdout
    file, number, _ = lines[0].removeprefix(f"{tmp_path}{os.sep}").split(":", 2)
    assert (tmp_path / file).is_file()
    assert int(number) <= len((tmp_path / file).read_text(encoding="utf8").splitlines())
    # only what follows from the planted fault may be said beside it
    others = {line.split(": ")[1].split()[1] for line in result.stdout.splitlines()[:-1]} - {code}
    assert others <= {
        "label-varies": {"label-elsewhere", "meeting-forum"},
        "misaligned-span": {"unlabelled"},
        "tokens-mismatch": {"token-index"},
        "series-in-two-splits": {"meeting-place"},
    }.get(code, set()), result.stdout


def test_a_clean_folder_is_quiet(tmp_path: Path):
    write_jsonl(tmp_path / "train.jsonl", [clean()])
    write_jsonl(tmp_path / "dev.jsonl", [marked("The [EU|F] envoy [Jan Kos|O] came by.")])
    result = call(tmp_path)
    assert (result.exit_code, result.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")
    assert corpus_errors([tmp_path / "train.jsonl", tmp_path / "dev.jsonl"]) == []


def test_exit_status_goes_by_severity(tmp_path: Path):
    statuses = {}
    for code in ("overlap", "unlabelled", "maybe-title"):
        folder = tmp_path / code
        folder.mkdir()
        plant(folder, PLANTED[code])
        statuses[code] = call(folder).exit_code, call(folder, "--strict").exit_code
    assert statuses == {"overlap": (2, 2), "unlabelled": (0, 1), "maybe-title": (0, 0)}


def test_convert_gets_all_errors_of_all_files_and_only_errors(tmp_path: Path):
    write_jsonl(tmp_path / "train.jsonl", [PLANTED["overlap"], PLANTED["unlabelled"], PLANTED["unknown-label"]])
    (tmp_path / "dev.jsonl").write_text("{\n" + json.dumps({"text": " "}) + "\n[]\n", encoding="utf8")
    found = corpus_errors([tmp_path / "train.jsonl", tmp_path / "dev.jsonl"])
    assert {finding.severity for finding in found} == {ERROR}
    where = Counter((Path(finding.source).name, finding.line, finding.code) for finding in found)
    assert where == {
        ("train.jsonl", 1, "overlap"): 1,
        ("train.jsonl", 3, "duplicate-id"): 1,
        ("train.jsonl", 3, "unknown-label"): 1,
        ("dev.jsonl", 1, "bad-record"): 1,
        ("dev.jsonl", 2, "bad-record"): 1,
        ("dev.jsonl", 3, "bad-record"): 1,
    }
    assert str(found[0]).startswith(f"{tmp_path / 'train.jsonl'}:1: error overlap: m-1: span [")


def test_a_missing_path_a_strange_file_and_an_empty_folder_are_one_line_each(tmp_path: Path):
    (tmp_path / "task.json").write_text("[]", encoding="utf8")
    (tmp_path / "void").mkdir()
    for path, words in (("gone", "no such file"), ("task.json", "communique convert"), ("void", "without .jsonl")):
        result = call(tmp_path / path)
        assert isinstance(result.exception, RecordError)
        assert words in str(result.exception)
        assert "\n" not in str(result.exception)
        with pytest.raises(RecordError):
            corpus_errors([tmp_path / path])


def test_labels_of_your_own_can_be_allowed(tmp_path: Path):
    plant(tmp_path, PLANTED["unknown-label"])
    assert call(tmp_path).exit_code == 2
    assert call(tmp_path, "--label", "CITY").exit_code == 0


def test_json_holds_what_the_lines_say(tmp_path: Path):
    plant(tmp_path, PLANTED["span-possessive"])
    result = call(tmp_path, "--json")
    data = json.loads(result.stdout)
    [finding] = data["findings"]
    assert (finding["code"], finding["line"], finding["severity"]) == ("span-possessive", 1, "warning")
    text = PLANTED["span-possessive"]["text"]
    assert text[slice(*finding["fix"]["after"])] == finding["fix"]["words"] == "Quispe"
    assert finding["fix"]["safe"] is True
    assert data["counts"] == {"error": 0, "warning": 1, "note": 0}


def test_nothing_in_an_article_acts_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    evil = "\x1b[31mQuispe\u202e [red]x[/red]"
    text = f"Here {evil} stood."
    write_jsonl(
        tmp_path / "a.jsonl", [{"text": text, "meta": {"id": "i\x1b[2J\nd"}, "spans": [span(text, evil, "[b]\x07")]}]
    )
    plain = call(tmp_path)
    assert not any(char in plain.stdout for char in "\x1b\x07\u202e")
    assert "[red]x[/red]" in plain.stdout
    assert len(plain.stdout.splitlines()) == 1 + plain.stdout.count("a.jsonl:1: ")
    write_jsonl(tmp_path / "b.jsonl", [{**PLANTED["span-the"], "meta": {"id": "i\x1b[2J\nd"}}])
    mended = call(tmp_path / "b.jsonl", "--fix", tmp_path / "mended" / "b.jsonl").stdout
    assert "mended: i\\x1b[2J\\nd: FORUM" in mended
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich draws its table then, as on a terminal
    monkeypatch.setenv("COLUMNS", "200")
    table = call(tmp_path).stdout
    assert "│" in table
    assert "[red]x[/red]" in table
    assert "\x1b[31m" not in table
    assert "\x1b[2J" not in table
    assert not any(char in table for char in "\x07\u202e")


# --- what is said about single records ------------------------------------------------------------


def test_names_that_only_look_wrong_are_left_alone():
    sound = (
        "The [2+2|F] envoys saw [He Lifeng|O], [S.A. Ryabkov|O] and [John Field Jr.|O] of the [US|F].",
        'The ["Volga plus Danube" Dialogue|F] sat; [Dialogue "V+D"|F] followed.',
        "The [Working Group (WG) on Roads|F] closed.",
        "[ASEAN|F] sat. An ASEAN-led plan was read. The [Pacific ASEAN Forum|F] went on.",
        "The [fifth|R] [Dialogue|F] opened. It was the fifth day.",
    )
    for text in sound:
        assert codes(marked(text)) <= {"maybe-title"}, text


def test_the_same_surface_is_shown_with_its_sentences():
    varies, *_ = in_record(PLANTED["label-varies"])
    assert "FORUM in 'The Commission sat.'" in varies.message
    assert "MINISTRY in 'A note came from the Commission later.'" in varies.message
    [bare] = in_record(PLANTED["unlabelled"])
    assert "bare at [24, 34]: 'Later Ana Quispe left.'" in bare.message


def test_offered_repairs_hit_the_words():
    offers = {
        "Peruvian Minister [Dr. Ana Quispe|O] spoke.": "Ana Quispe",
        "Then [Amb. (retd) Luca Borg|O] spoke.": "Luca Borg",
        "So [“Luca Borg”|O] spoke.": "Luca Borg",
        "The [Joint Commission.|F]": "Joint Commission",
    }
    for text, words in offers.items():
        assert words in {finding.fix.words for finding in in_record(marked(text)) if finding.fix}, text


def test_a_border_between_two_words_run_together_is_no_misaligned_span():
    record = marked("Ask [Ana|O]@x.org about it.")
    [finding] = in_record(record)
    assert finding.code == "tokenizer-trap"
    assert "'Ana@x.org'" in finding.message
    assert not finding.fix.safe
    assert mend(record, Tokens.of(record["text"])) == (record, [])


def test_relations_without_spans_are_resolved_by_their_tokens():
    spans = [
        {**s, "token_start": i, "token_end": j} for s in SPANS for i, j in [Tokens.of(TEXT).span(s["start"], s["end"])]
    ]
    last = {s["label"]: s["token_end"] for s in spans}
    good = {"head": last["ROUND"], "child": last["FORUM"], "label": "NUMBERS"}
    assert codes(clean(spans=spans, relations=[good])) == set()
    assert codes(clean(spans=spans, relations=[{**good, "head": 0}])) == {"relation-end"}
    assert codes(clean(spans=spans, relations=[{"label": 7}])) == {"relation-end", "relation-kind"}


@pytest.mark.parametrize("code", ["overlap", "meeting-date", "unlabelled"])
def test_rejected_articles_are_set_aside(code: str):
    assert codes({**PLANTED[code], "answer": "reject"}) == {"set-aside"}
    assert code in codes({**PLANTED[code], "answer": "accept"})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*MEETING, "span", "name"]), inner),
        max_leaves=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_any_meeting_and_relation_at_all_ends_in_findings(value: object):
    broken = [{**MEETING, key: value} for key in MEETING]
    chairs = [{**MEETING, "co_chairs": [{**CHAIRS[0], key: value}]} for key in ("name", "span", "evidence", "role")]
    relations = [{"head": value, "child_span": value, "label": value}]
    record = clean(meetings=[*broken, *chairs], relations=relations)
    found = in_record(record)
    assert "relation-end" in {finding.code for finding in found}
    assert all(str(finding).isprintable() for finding in found)
    series_keys(record)


# --- among records ----------------------------------------------------------------------------------


def keys(forum: str, *parties: str) -> set[str]:
    return series_keys({"meetings": [{"forum": forum, "parties": list(parties)}]})


def test_one_series_under_its_many_names():
    assert keys("Indo-Kenyan Joint Commission", "India", "Kenya") == keys("Joint Commission (JC)", "Kenya", "India")
    assert keys("Joint Commission Meeting", "Kenya", "India") == keys("Joint Commission", "India", "Republic of Kenya")
    assert keys("Nile Basin Council", "Egypt", "Sudan", "Uganda") == keys(
        "Nile Basin Council", "Kenya", "Sudan", "Egypt"
    )
    assert keys("Joint Commission", "Kenya", "India") != keys("Joint Commission", "Kenya", "Ghana")
    three = "trilateral consultations"
    assert keys(three, "Peru", "Chile", "Fiji") != keys(three, "Egypt", "Jordan", "Iraq")
    assert series_keys({"text": "x"}) == set()


@pytest.mark.parametrize("seed", range(50))
def test_copies_are_found_and_strangers_are_not(seed: int):
    random = Random(seed)
    size = random.randint(60, 120)
    words = [f"w{random.randrange(5000)}" for _ in range(size)]
    others = [f"v{random.randrange(5000)}" for _ in range(size)]
    edited = list(words)
    edited[random.randrange(size)] = "otherwise"
    texts = [" ".join(words), " ".join(others), " ".join(edited).upper(), " ".join(words) + "!"]
    found = find_duplicates(texts)
    pairs = {(pair.first, pair.second): pair.share for pair in found}
    assert pairs[0, 3] == 1
    assert [(pair.first, pair.second) for pair in found if pair.same] == [(0, 3)]
    assert 0.8 < pairs[0, 2] < 1
    assert not {(0, 1), (1, 2), (1, 3)} & pairs.keys()


@pytest.mark.parametrize(("edit", "code"), [(60, "split-leak"), (120, "split-leak"), (300, "near-duplicate")])
def test_how_much_of_an_article_may_stand_in_two_splits(edit: int, code: str, tmp_path: Path):
    write_jsonl(tmp_path / "train.jsonl", [{"text": LONG}])
    other = " ".join(f"word{i}" for i in range(edit // 6))
    write_jsonl(tmp_path / "dev.jsonl", [{"text": LONG[edit:] + other}])
    [finding] = check_records(item for name in ("train", "dev") for item in read_jsonl(tmp_path / f"{name}.jsonl"))
    assert finding.code == code, finding.message
    assert "the same text" not in finding.message


def test_a_short_note_inside_a_long_article_is_no_copy():
    note = "The two sides agreed to meet again in the spring of next year."
    assert find_duplicates([f"{LONG} {note}", note]) == []
    assert find_duplicates([LONG, LONG[:400]])[0].share > 0.9


def test_a_footer_under_every_article_makes_no_twins(tmp_path: Path):
    footer = "Follow us on all channels. Write to the desk for rights, reprints and the photographs shown above."
    bodies = [" ".join(f"topic{i}x{j}" for j in range(60)) for i in range(40)]
    write_jsonl(tmp_path / "a.jsonl", [{"text": f"{body}. {footer}"} for body in bodies])
    assert call(tmp_path).stdout == "0 errors, 0 warnings, 0 notes\n"


def test_files_that_are_no_splits_leak_nothing(tmp_path: Path):
    write_jsonl(tmp_path / "monday.jsonl", [clean()])
    write_jsonl(tmp_path / "tuesday.jsonl", [clean(meta={"id": "m-9"})])
    found = check_records(item for name in ("monday", "tuesday") for item in read_jsonl(tmp_path / f"{name}.jsonl"))
    assert [finding.code for finding in found] == ["duplicate"]


# --- --fix --------------------------------------------------------------------------------------------

DIRT = {  # what a hasty hand takes along: in front, behind
    "whitespace": (" ", "  "),
    "the": ("the ", ""),
    "possessive": ("", "'s"),
    "curly possessive": ("", "’s"),
    "comma": ("", ","),
    "all": ("the ", "’s ,"),
}


@pytest.mark.parametrize("dirt", DIRT)
def test_what_is_safe_is_mended_and_what_points_at_it_follows(dirt: str, tmp_path: Path):
    front, behind = DIRT[dirt]
    text = f"It was {front}Joint Commission{behind} and {front}Quispe{behind} again."
    forum, name = (
        span(text, f"{front}{w}{behind}", x) for w, x in (("Joint Commission", "FORUM"), ("Quispe", "OFFICIAL"))
    )
    name["score"] = 0.5
    chair = {"name": text[name["start"] : name["end"]], "span": [name["start"], name["end"]]}
    meeting = {
        "forum": text[forum["start"] : forum["end"]],
        "status": "held",
        "co_chairs": [chair],
        "evidence": {"forum": [forum["start"], forum["end"]]},
        "note": [forum["start"], forum["end"]],
    }
    relation = {"label": "CO_CHAIRS", "head_span": name, "child_span": forum, "head": 0, "child": 0}
    write_jsonl(
        tmp_path / "in.jsonl", [{"text": text, "spans": [forum, name], "relations": [relation], "meetings": [meeting]}]
    )
    before = (tmp_path / "in.jsonl").read_bytes()
    result = call(tmp_path / "in.jsonl", "--fix", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.stdout
    assert (tmp_path / "in.jsonl").read_bytes() == before
    [item] = read_jsonl(tmp_path / "out.jsonl")
    record = item.record
    assert [text[s["start"] : s["end"]] for s in record["spans"]] == ["Joint Commission", "Quispe"]
    assert record["spans"][1]["score"] == 0.5
    [fixed] = record["meetings"]
    assert (fixed["forum"], fixed["co_chairs"][0]["name"]) == ("Joint Commission", "Quispe")
    assert text[slice(*fixed["evidence"]["forum"])] == "Joint Commission"
    assert text[slice(*fixed["co_chairs"][0]["span"])] == "Quispe"
    assert fixed["note"] == meeting["note"], "an unknown key is nobody's to change"
    [link] = record["relations"]
    assert record_to_doc(record, tokenizer().make_doc)[link["head"]].text == "Quispe"
    assert {finding.code for finding in in_record(record)} <= {"meeting-unknown-key"}


def test_lines_that_need_nothing_or_cannot_be_read_are_copied_byte_for_byte(tmp_path: Path):
    lines = [
        b'{"text":  "Odd   spacing.", "meta": {"n": 1.0, "big": 12345678901234567890}}\r\n',
        b'{"text": "cut off\n',
        b"\xff\xfe no text\n",
        b"\n",
        json.dumps(PLANTED["span-the"]).encode() + b"\n",
        b'{"text": "The last line, with no end of line."}',
    ]
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"".join(lines))
    result = call(source, "--fix", tmp_path / "new" / "out.jsonl")
    assert result.exit_code == 2, "the bad lines are still errors"
    assert f"{source}:2: error bad-record: no JSON" in result.stdout
    assert (
        f"{source}:5: mended: m-1: FORUM 'the Malta-Peru Joint Commission' → 'Malta-Peru Joint Commission'"
        in result.stdout
    )
    out = (tmp_path / "new" / "out.jsonl").read_bytes().splitlines(keepends=True)
    assert [out[i] for i in (0, 1, 2, 3, 5)] == [lines[i] for i in (0, 1, 2, 3, 5)]
    assert json.loads(out[4])["spans"][0]["start"] == TEXT.index("Malta")


def test_a_folder_is_mended_into_a_folder(tmp_path: Path):
    write_jsonl(tmp_path / "in" / "train.jsonl", [PLANTED["span-whitespace"]])
    write_jsonl(tmp_path / "in" / "dev.jsonl", [marked("Nothing to see.")])
    result = call(tmp_path / "in", "--fix", tmp_path / "out")
    assert result.exit_code == 0, result.stdout
    assert "1 span mended in 1 record" in result.stdout
    assert call(tmp_path / "out").stdout == "0 errors, 0 warnings, 0 notes\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["dev.jsonl", "train.jsonl"]


def _itself(folder: Path) -> tuple[Path, Path]:
    return folder / "in.jsonl", folder / "in.jsonl"


def _by_another_way(folder: Path) -> tuple[Path, Path]:
    return folder / "in.jsonl", folder / "sub" / ".." / "in.jsonl"


def _symlink(folder: Path) -> tuple[Path, Path]:
    (folder / "link.jsonl").symlink_to(folder / "in.jsonl")
    return folder / "in.jsonl", folder / "link.jsonl"


def _hardlink(folder: Path) -> tuple[Path, Path]:
    os.link(folder / "in.jsonl", folder / "hard.jsonl")
    return folder / "in.jsonl", folder / "hard.jsonl"


def _folder_itself(folder: Path) -> tuple[Path, Path]:
    return folder, folder


def _folder_for_a_file(folder: Path) -> tuple[Path, Path]:
    return folder / "in.jsonl", folder


def _file_for_a_folder(folder: Path) -> tuple[Path, Path]:
    return folder, folder / "in.jsonl"


@pytest.mark.parametrize(
    "places",
    [_itself, _by_another_way, _symlink, _hardlink, _folder_itself, _folder_for_a_file, _file_for_a_folder],
)
def test_the_original_is_never_replaced(places: Callable[[Path], tuple[Path, Path]], tmp_path: Path):
    (tmp_path / "sub").mkdir()
    write_jsonl(tmp_path / "in.jsonl", [PLANTED["span-the"]])
    before = (tmp_path / "in.jsonl").read_bytes()
    source, target = places(tmp_path)
    result = call(source, "--fix", target)
    assert isinstance(result.exception, RecordError)
    assert "--fix" in str(result.exception)
    assert (tmp_path / "in.jsonl").read_bytes() == before


NAMES = st.sampled_from(["Ana Quispe", "Joint Commission", "Ministry of Roads", "Ömer Çelik", "12th session", "王毅"])
FILLER = st.sampled_from(
    [" met ", " and\u00a0then ", " 😀 saw ", "\r\nafter ", ", also ", " (with) ", " “so” ", " e\u0301t "]
)
PARTS = st.lists(st.tuples(FILLER, NAMES), min_size=3, max_size=8)


def _joined(parts: list[tuple[str, str]]) -> tuple[str, list[tuple[int, int]]]:
    text, spans = "So", []
    for filler, name in parts:
        text += filler
        spans.append((len(text), len(text) + len(name)))
        text += name
    return text + " left.", spans


@pytest.mark.parametrize(
    ("cut", "words", "safe"),
    [
        ("so A{na Quispe} spoke", "Ana Quispe", True),
        ("so {Ana Quisp}e spoke", "Ana Quispe", True),
        ("so {Ana Quis}pe spoke", "Ana Quispe", True),
        ("so {Ana Quispe s}poke", "Ana Quispe", True),
        ("sai{d Ana Quispe} today", "Ana Quispe", True),
        ("so An{a Quispe} spoke", "Quispe", False),
        ("so {Ana Q}uispe spoke", "Ana", False),
        ("s{o Ana Quispe} spoke", "so Ana Quispe", False),
        ("so {Ana Qu}ispe spoke", "Ana Quispe", False),
        ("so Ana Qui{spe spok}e", "Quispe spoke", False),
        ("so {Ana Cafe}\u0301 spoke", "Ana Cafe\u0301", True),
    ],
)
def test_a_cut_word_is_completed_and_a_stray_letter_dropped(cut: str, words: str, safe: bool):
    text = cut.replace("{", "").replace("}", "")
    record = {"text": text, "spans": [{"start": cut.index("{"), "end": cut.index("}") - 1, "label": "OFFICIAL"}]}
    finding = next(finding for finding in in_record(record) if finding.code == "misaligned-span")
    assert (finding.fix.safe, finding.fix.words) == (safe, words)
    out, moves = mend(record, Tokens.of(text))
    assert bool(moves) == safe
    if safe:
        [mended] = out["spans"]
        assert text[mended["start"] : mended["end"]] == words


def test_marks_without_a_word_are_left_to_a_person():
    text = "met Ana, also Bo"
    record = {"text": text, "spans": [{"start": 7, "end": 9, "label": "OFFICIAL"}]}
    assert mend(record, Tokens.of(text)) == (record, [])


@given(PARTS, st.data())
@settings(max_examples=200, deadline=None)
def test_right_borders_stay_and_mending_twice_is_mending_once(parts: list[tuple[str, str]], data):
    text, spans = _joined(parts)
    tokens = Tokens.of(text)
    right = {"text": text, "spans": [{"start": s, "end": e, "label": "FORUM"} for s, e in spans]}
    assert mend(right, tokens) == (right, [])
    off = st.integers(-2, 2)
    moved = [
        {**span, "start": span["start"] + data.draw(off), "end": span["end"] + data.draw(off)}
        for span in right["spans"]
    ]
    moved = [span for span in moved if span["start"] < span["end"]]
    out, moves = mend({"text": text, "spans": moved}, tokens)
    assert len(out["spans"]) == len(moved)
    assert all(text[slice(*move.after)].strip() == text[slice(*move.after)] for move in moves)
    assert mend(out, tokens) == (out, [])


UNITS = {
    "utf-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "utf-8": lambda text: len(text.encode("utf8")),
    "line feeds": lambda text: len(text.replace("\r\n", "\n")),
}


@pytest.mark.parametrize("unit", UNITS)
@given(PARTS)
@settings(max_examples=100, deadline=None)
def test_offsets_of_another_unit_are_taken_back(unit: str, parts: list[tuple[str, str]]):
    text, spans = _joined(parts)
    count = UNITS[unit]
    wrong = [(count(text[:start]), count(text[:end])) for start, end in spans]
    if any(end > len(text) for _, end in wrong):
        return  # such a record is refused when it is read
    record = {"text": text, "spans": [{"start": s, "end": e, "label": "FORUM"} for s, e in wrong]}
    tokens = Tokens.of(text)
    broken = sum(tokens.span(*span) is None for span in wrong)
    if broken >= 2:
        assert "offset-unit" in codes(record)
        out, _ = mend(record, tokens)
        assert [(s["start"], s["end"]) for s in out["spans"]] == spans


def test_two_repairs_that_want_the_same_word_are_both_left_undone():
    text = "AnaQuispesaid so."
    record = {
        "text": text,
        "spans": [{"start": 0, "end": 8, "label": "OFFICIAL"}, {"start": 8, "end": 13, "label": "FORUM"}],
    }
    assert mend(record, Tokens.of(text)) == (record, [])


def test_tokens_of_another_tool_are_made_anew_where_a_mended_span_needs_it():
    text = "Talks of (the EU) began."
    theirs = [("Talks", True), ("of", True), ("(the", True), ("EU)", True), ("began.", False)]
    tokens, at = [], 0
    for i, (words, ws) in enumerate(theirs):
        tokens.append({"text": words, "start": at, "end": at + len(words), "id": i, "ws": ws})
        at += len(words) + ws
    record = {
        "text": text,
        "tokens": tokens,
        "spans": [{**span(text, "the EU", "FORUM"), "token_start": 2, "token_end": 3}],
    }
    out, [move] = mend(record, Tokens.of(text))
    assert text[slice(*move.after)] == "EU"
    assert "".join(t["text"] + " " * t["ws"] for t in out["tokens"]) == text
    [found] = out["spans"]
    assert [out["tokens"][found[key]]["text"] for key in ("token_start", "token_end")] == ["EU", "EU"]


def test_the_guide_of_findings_lists_every_code():
    page = (ROOT / "docs" / "doctor.md").read_text(encoding="utf8")
    rows = {
        line.split("|")[1].strip(" `"): line.split("|")[2].strip()
        for line in page.splitlines()
        if line.startswith("| `")
    }
    assert rows == {code: severity for code, (severity, _) in CODES.items()}


def test_notes_alone_do_not_fail_a_strict_check():
    assert all(finding.severity == NOTE for finding in in_record(PLANTED["invisible-characters"]))
