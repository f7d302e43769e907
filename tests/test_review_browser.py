"""The review page in a real browser: a person opens it, corrects, undoes, exports, and nothing is lost.

Needs selenium from PyPI and Debian's chromium and chromium-driver. Without them these tests are skipped;
with COMMUNIQUE_BROWSER=required in the environment they fail. COMMUNIQUE_SCREENSHOT=write replaces the
picture in docs/.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from communique.annotations import doc_to_record, fill_doc
from communique.cli import app
from communique.markup import parse_marked
from communique.records import Sourced, read_jsonl, write_jsonl
from communique.review import build_page
from typer.testing import CliRunner

try:
    from selenium import webdriver
    from selenium.webdriver import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    webdriver = None

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "review.png"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
)
FORUM = "Norland-Sutherby Joint Commission on Fisheries"
MARKED = """The [seventh round|R] of the [Norland-Sutherby Joint Commission on Fisheries|F] was held in Port Amity on \
12 March 2024, the Norland [Foreign Ministry|M] said on Friday.

The Sutherby side was led by Ambassador [Élodie Varga|O], Director General for Ocean Affairs, while Deputy Minister \
[Tomas Ekdahl|O] headed the Norland delegation. The two sides reviewed the state of herring stocks, the licences of \
small boats and the rescue of crews in winter, and agreed to exchange catch data every month.

“We have found a way to share the water,” [Ekdahl|O] told reporters after the [Joint Commission|F] closed. Officials \
of the [Ministry of Harbours|M] and observers from the [Northern Seas Council|F] ([NSC|F]) attended the opening.

The [eighth session|R] of the [Joint Commission|F] will be held in Sutherby next year. [Varga|O] will chair it, \
according to the statement."""
EMOJI = (
    "🚢🐟 Harbour notes: [Amina Okoro|O] 👩‍✈️ co-chaired the [3rd|R] [Delta Water Dialogue|F] 🌊 with "
    "Dr. Ruth Adeyemi 🇳🇬 in Lagoon City."
)
nlp = spacy.blank("en")


# --- records ---------------------------------------------------------------------------------------------


def at(text: str, words: str, n: int = 0) -> list[int]:
    """Where the words stand for the (n+1)th time."""
    start = -1
    for _ in range(n + 1):
        start = text.index(words, start + 1)
    return [start, start + len(words)]


def make_record(marked: str, id_: str, links=(), meetings=(), **more: object) -> dict:
    """A record with tokens. links: (label, words of the head, words of the child)."""
    text, spans = parse_marked(marked)
    by_start = {span["start"]: span for span in spans}
    relations = [
        {"label": label, "head_span": by_start[at(text, *head)[0]], "child_span": by_start[at(text, *child)[0]]}
        for label, head, child in links
    ]
    data = {"text": text, "spans": spans, "relations": relations, "meetings": [make(text) for make in meetings]}
    data["meta"] = {"id": id_, "published": "2024-03-15", "desk": ["sea", 1.5]}
    return doc_to_record(fill_doc(nlp.make_doc(text), {**data, **more}))


def held(text: str) -> dict:
    return {
        "forum": FORUM,
        "round": 7,
        "status": "held",
        "place": "Port Amity",
        "date": "2024-03-12",
        "parties": ["Norland", "Sutherby"],
        "co_chairs": [
            {
                "name": "Élodie Varga",
                "role": "Director General for Ocean Affairs",
                "country": "Sutherby",
                "span": at(text, "Élodie Varga"),
                "rule": "side-led-by",
                "trigger": at(text, "was led by"),
                "evidence": {
                    "role": at(text, "Director General for Ocean Affairs"),
                    "country": at(text, "Sutherby", 1),
                },
            },
            {
                "name": "Tomas Ekdahl",
                "role": "Deputy Minister",
                "country": "Norland",
                "span": at(text, "Tomas Ekdahl"),
                "rule": "headed-delegation",
                "trigger": at(text, "headed"),
                "evidence": {"role": at(text, "Deputy Minister"), "country": at(text, "Norland", 2)},
            },
        ],
        "evidence": {
            "forum": at(text, FORUM),
            "round": at(text, "seventh round"),
            "status": at(text, "was held"),
            "place": at(text, "Port Amity"),
            "date": at(text, "12 March 2024"),
        },
        "rules": {"forum": "named", "round": "ordinal-of", "place": "held-in", "date": "on-date"},
    }


def scheduled(text: str) -> dict:
    return {
        "forum": FORUM,
        "round": 8,
        "status": "scheduled",
        "place": None,
        "date": "2025",
        "parties": ["Norland", "Sutherby"],
        "co_chairs": [
            {"name": "Élodie Varga", "country": "Sutherby", "span": at(text, "Varga", 1), "rule": "will-chair"}
            | {"trigger": at(text, "will chair")}
        ],
        "evidence": {
            "forum": at(text, "Joint Commission", 2),
            "round": at(text, "eighth session"),
            "status": at(text, "will be held"),
            "date": at(text, "next year"),
        },
    }


def norland(**more: object) -> dict:
    later = ("Joint Commission", 2)
    links = [
        ("CO_CHAIRS", ("Élodie Varga",), (FORUM,)),
        ("CO_CHAIRS", ("Tomas Ekdahl",), (FORUM,)),
        ("NUMBERS", ("seventh round",), (FORUM,)),
        ("NUMBERS", ("eighth session",), later),
        ("CO_CHAIRS", ("Varga", 1), later),
    ]
    return make_record(MARKED, "norland-01", links, [held, scheduled], source="desk", big=2**60, **more)


def delta() -> dict:
    return make_record(EMOJI, "delta-02", [("CO_CHAIRS", ("Amina Okoro",), ("Delta Water Dialogue",))])


def bare() -> dict:
    """A record without tokens, meetings or relations, and with keys that we do not know."""
    text, spans = parse_marked("The [Coast Forum|F] met twice.\r\nMr [Ivo Brandt|O] spoke.")
    return {"text": text, "id": "bare-03", "spans": spans, "history": [{"by": "x"}], "n": 3}


def right_to_left() -> dict:
    """Hebrew with points, combining marks and an emoji, without tokens."""
    text, spans = parse_marked("[הַוַּעֲדָה הַמְּשֻׁתֶּפֶת|F] 🤝 נפגשה עם [Zoe\u0308 Amara\u0301|O]\n\n\tbei [Z\u0308|M].")
    return {"text": text, "meta": {"id": "rtl-04"}, "spans": spans}


# --- the browser -----------------------------------------------------------------------------------------


def _absent() -> str | None:
    if webdriver is None:
        return "selenium is not installed (pip install selenium)"
    if not _chromium():
        return "no Chromium here (apt-get install chromium chromium-driver)"
    return None if shutil.which("chromedriver") else "no chromedriver here (apt-get install chromium-driver)"


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def driver(tmp_path_factory) -> Iterator[webdriver.Chrome]:
    if why := _absent():
        if os.environ.get("COMMUNIQUE_BROWSER") == "required":
            pytest.fail(f"COMMUNIQUE_BROWSER=required, but {why}")
        pytest.skip(why)
    options = webdriver.ChromeOptions()
    options.binary_location = _chromium()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield browser
    browser.quit()


class Review:
    """A page that is open in the browser, and a person's hands on it."""

    def __init__(self, driver: webdriver.Chrome, folder: Path):
        self.driver, self.folder = driver, folder

    def open(self, *records: dict, name: str | None = None, gold: tuple = ()) -> Review:
        name = name or f"{self.folder.name}.jsonl"  # the browser's storage is one for all files here
        path = self.folder / "page.html"
        path.write_text(build_page(records, name=name, gold=gold), encoding="utf8")
        return self.visit(path)

    def visit(self, path: Path) -> Review:
        self.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(self.folder)}
        )
        self.screen(1280, 900)
        self.driver.get(path.as_uri())
        return self

    def screen(self, width: int, height: int, *, dark: bool = False) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def press(self, *keys: str, hold: tuple[str, ...] = ()) -> None:
        for key in keys:
            chain = ActionChains(self.driver)
            for held_key in hold:
                chain.key_down(held_key)
            chain.send_keys(key)
            for held_key in hold:
                chain.key_up(held_key)
            chain.perform()

    def js(self, script: str, *args: object):
        return self.driver.execute_script(script, *args)

    def find(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def button(self, text: str, within: str = "body"):
        """The button that is called so, as a screen reader calls it."""
        return next(b for b in self.all(f"{within} button") if b.accessible_name == text)

    @property
    def status(self) -> str:
        return self.find("#status").text

    def go_to(self, words: str, label: str) -> None:
        """Press j until the status names the entity."""
        for _ in range(40):
            if self.status.startswith(f"{label} “{words}”"):
                return
            self.press("j")
        raise AssertionError(f"j never came to {label} {words!r}; the status says {self.status!r}")

    def drag(self, words: str, n: int = 0) -> None:
        """Select the words with the mouse, from the middle of the first letter to that of the last."""
        box = self.js(
            """const text = document.getElementById("text"), [words, n] = arguments;
            let at = -1;
            for (let i = 0; i <= n; i++) at = text.textContent.indexOf(words, at + 1);
            const place = (unit) => {
              const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const node = walk.currentNode;
                if (unit < node.length) return [node, unit];
                unit -= node.length;
              }
            };
            const letter = (unit) => {
              const range = document.createRange(), [node, offset] = place(unit);
              range.setStart(node, offset);
              range.setEnd(node, offset + 1);
              return range.getBoundingClientRect();
            };
            const [a, b] = [letter(at), letter(at + words.length - 1)];
            return [a.left + 1, a.top + a.height / 2, b.right - 1, b.top + b.height / 2].map(Math.round);""",
            words,
            n,
        )
        chain = ActionChains(self.driver, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(box[0], box[1]).pointer_down()
        chain.w3c_actions.pointer_action.move_to_location(box[2], box[3]).pointer_up()
        chain.perform()

    def export(self, *, only_answered: bool = False) -> list[dict]:
        """Export by keyboard and read the file with our own reader."""
        for old in self.folder.glob("*.reviewed*"):
            old.unlink()
        self.press("e")
        if only_answered:
            self.find("#only-answered").click()
            self.find("#download").send_keys(Keys.ENTER)
        else:
            self.press(Keys.ENTER)
        path = WebDriverWait(self.driver, 20).until(lambda _: next(self.folder.glob("*.reviewed.jsonl"), None))
        items = list(read_jsonl(path))
        assert all(isinstance(item, Sourced) for item in items), items
        return [item.record for item in items]


@pytest.fixture
def page(driver, tmp_path) -> Review:
    return Review(driver, tmp_path)


def words_of(record: dict, label: str | None = None) -> list[str]:
    return [record["text"][s["start"] : s["end"]] for s in record["spans"] if label in (None, s["label"])]


def assert_sound(record: dict) -> None:
    """What every exported record keeps: spans apart, links between spans, indices of its own tokens."""
    text, spans, tokens = record["text"], record.get("spans") or [], record.get("tokens")
    assert all(0 <= s["start"] < s["end"] <= len(text) for s in spans)
    assert all(a["end"] <= b["start"] for a, b in pairwise(spans))
    known = {(s["start"], s["end"], s["label"]) for s in spans}
    last = {}
    for span in spans:
        if tokens:
            assert tokens[span["token_start"]]["start"] == span["start"]
            assert tokens[span["token_end"]]["end"] == span["end"]
            last[span["start"]] = span["token_end"]
    for relation in record.get("relations") or []:
        for end in ("head", "child"):
            span = relation[f"{end}_span"]
            assert (span["start"], span["end"], span["label"]) in known
            assert relation.get(end) == last.get(span["start"]) == span.get("token_end")
    starts = {(s["start"], s["end"]) for s in spans if s["label"] == "OFFICIAL"}
    for meeting in record.get("meetings") or []:
        assert all(tuple(chair["span"]) in starts for chair in meeting["co_chairs"] if chair.get("span"))
    if tokens:
        fill_doc(nlp.make_doc(text), record)  # raises where a span fits no token


# --- a person's day --------------------------------------------------------------------------------------


def test_a_morning_of_correcting(page):
    first, second, third = norland(), delta(), bare()
    page.open(first, second, third)
    assert "Article 1 of 3" in page.status

    page.go_to("Foreign Ministry", "MINISTRY")  # another label
    page.press("3")
    assert page.status == "“Foreign Ministry” is now FORUM."
    page.press("z")
    assert page.status.startswith("Undone")
    page.press("y")
    page.drag("Port Amity")  # a span from a selection by mouse
    page.press("2")
    assert page.status == "MINISTRY “Port Amity” added."
    page.drag("Norland delegation")
    page.button("OFFICIAL", "#labels").click()  # and by its button
    page.press("z")
    assert "Norland delegation" not in [e.text for e in page.all("mark")]
    page.go_to("NSC", "FORUM")
    page.press("d", "y")
    assert page.status == "Nothing to redo."
    page.press("a")
    assert page.status == "Article 1 accepted. Now article 2 of 3."
    page.press("x")
    assert page.status == "Article 2 rejected. Now article 3 of 3."

    out = page.export()
    assert [r["answer"] for r in out] == ["accept", "reject", "ignore"]
    assert out[1] == {**second, "answer": "reject"}
    assert out[2] == {**third, "answer": "ignore"}
    mine = out[0]
    assert_sound(mine)
    added = next(s for s in mine["spans"] if mine["text"][s["start"] : s["end"]] == "Port Amity")
    place = at(MARKED.replace("[seventh round|R]", "seventh round").replace(f"[{FORUM}|F]", FORUM), "Port Amity")
    assert [added["start"], added["end"], added["label"]] == [*place, "MINISTRY"]
    assert [mine["tokens"][added[key]]["text"] for key in ("token_start", "token_end")] == ["Port", "Amity"]
    assert "Foreign Ministry" in words_of(mine, "FORUM")
    assert set(words_of(first)) - set(words_of(mine)) == {"NSC"}
    same = first.keys() - {"spans"}
    assert {key: mine[key] for key in same} == {key: first[key] for key in same}
    assert mine.keys() - first.keys() == {"answer"}
    assert [r["answer"] for r in page.export(only_answered=True)] == ["accept", "reject"]


@pytest.mark.parametrize("other", ["tasks.json --to label-studio", "corrected.spacy --to docbin"])
def test_the_correction_is_there_after_convert(page, tmp_path, other):
    """The command makes the page; what it exports goes through another format and back."""

    def communique(*args: object) -> None:
        done = CliRunner().invoke(app, list(map(str, args)))
        assert done.exit_code == 0, done.output

    articles = tmp_path / f"{tmp_path.name}.jsonl"
    write_jsonl(articles, [delta(), norland()])
    communique("review", articles, "-o", tmp_path / "review.html")
    page.visit(tmp_path / "review.html")
    page.drag("Ruth Adeyemi")
    page.press("1", "l", Keys.ENTER, "a", "x")
    wanted, _ = page.export()
    name, *to = other.split()
    communique("convert", articles.with_suffix(".reviewed.jsonl"), tmp_path / name, *to)
    communique("convert", tmp_path / name, tmp_path / "back.jsonl", "--to", "jsonl")
    back = [item.record for item in read_jsonl(tmp_path / "back.jsonl")]
    assert [r["answer"] for r in back] == ["accept", "reject"]
    places = [sorted((s["start"], s["end"], s["label"]) for s in r["spans"]) for r in (wanted, back[0])]
    assert places[0] == places[1]
    assert "Ruth Adeyemi" in words_of(back[0], "OFFICIAL")
    assert len(back[0]["relations"]) == 2
    assert [c["name"] for c in back[0]["meetings"][0]["co_chairs"]] == ["Ruth Adeyemi"]


def test_offsets_after_emoji_are_code_points(page):
    record = delta()
    record["spans"][0]["hash"] = 2**60 + 1  # no JavaScript number
    page.open(record)
    page.drag("Ruth Adeyemi")
    page.press("1")
    page.press("l")  # the nearest FORUM offers itself
    assert "Link “Ruth Adeyemi” to FORUM “Delta Water Dialogue”?" in page.status
    page.press(Keys.ENTER)
    page.go_to("3rd", "ROUND")
    page.press("l", Keys.ENTER)
    (mine,) = page.export()
    assert_sound(mine)
    assert words_of(mine) == ["Amina Okoro", "3rd", "Delta Water Dialogue", "Ruth Adeyemi"]
    assert mine["spans"][0] == record["spans"][0]
    ends = [(r["label"], *(mine["text"][r[e]["start"] : r[e]["end"]] for e in ("head_span", "child_span")))
            for r in mine["relations"]]  # fmt: skip
    assert ends == [
        ("CO_CHAIRS", "Amina Okoro", "Delta Water Dialogue"),
        ("CO_CHAIRS", "Ruth Adeyemi", "Delta Water Dialogue"),
        ("NUMBERS", "3rd", "Delta Water Dialogue"),
    ]
    (meeting,) = mine["meetings"]
    assert (meeting["forum"], meeting["round"]) == ("Delta Water Dialogue", 3)
    (chair,) = meeting["co_chairs"]
    assert (chair["name"], chair["rule"]) == ("Ruth Adeyemi", "by-hand")
    assert mine["text"][slice(*chair["span"])] == "Ruth Adeyemi"
    assert mine["text"][slice(*meeting["evidence"]["round"])] == "3rd"


def test_without_a_mouse(page):
    page.open(bare())
    page.press("s")
    assert page.status.startswith("Selected: “Coast Forum”")
    page.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    assert page.status.startswith("Selected: “twice”")
    page.press(Keys.ARROW_LEFT, hold=(Keys.SHIFT, Keys.CONTROL))
    assert page.status.startswith("Selected: “met twice”")
    page.press("4")
    assert page.status == "ROUND “met twice” added."
    page.press(Keys.ARROW_RIGHT, hold=(Keys.SHIFT,))
    assert page.status == "ROUND is now “met twice.”."
    page.press("j", "d")
    assert "Ivo Brandt" not in [e.text for e in page.all("mark")]
    (mine,) = page.export()
    assert [(s["label"], mine["text"][s["start"] : s["end"]]) for s in mine["spans"]] == [
        ("FORUM", "Coast Forum"),
        ("ROUND", "met twice."),
    ]
    assert "tokens" not in mine and "token_start" not in mine["spans"][1]
    assert mine["history"] == [{"by": "x"}]


def test_wider_borders_keep_the_links(page):
    page.open(norland())
    page.drag("Ambassador Élodie Varga")
    page.press("1")
    assert page.status == "OFFICIAL is now “Ambassador Élodie Varga”."
    (mine,) = page.export()
    assert_sound(mine)
    wide = at(mine["text"], "Ambassador Élodie Varga")
    assert len(mine["relations"]) == 5
    assert [mine["relations"][0]["head_span"][key] for key in ("start", "end")] == wide
    chair = mine["meetings"][0]["co_chairs"][0]
    assert chair["span"] == wide and chair["name"] == "Ambassador Élodie Varga"


def test_a_removed_official_takes_its_links_along_and_the_page_says_so(page):
    page.open(norland())
    page.go_to("Tomas Ekdahl", "OFFICIAL")
    page.press("d")
    for sentence in ("1 link of “Tomas Ekdahl” removed too.", "Meeting 1 lost the link to its co-chair Tomas Ekdahl."):
        assert sentence in page.status
        assert sentence in page.find("#notes").text
    (mine,) = page.export()
    assert_sound(mine)
    assert [c["name"] for c in mine["meetings"][0]["co_chairs"]] == ["Élodie Varga"]
    assert len(mine["relations"]) == 4
    page.press("z")
    assert not page.find("#notes").is_displayed()
    assert page.export() == [{**norland(), "answer": "ignore"}]


def test_links_are_taken_away_from_the_meeting_that_they_stand_for(page):
    page.open(norland())
    page.go_to("Varga", "OFFICIAL")
    page.press("l")
    assert page.status.startswith("Unlink “Varga” from FORUM “Joint Commission”?")
    page.press("j", "k", Keys.ENTER)
    (mine,) = page.export()
    assert [len(m["co_chairs"]) for m in mine["meetings"]] == [2, 0]
    page.button("Remove NUMBERS: “seventh round” → “Norland-Sutherby Joint Commission on Fisheries”").click()
    page.button("Remove co-chair Tomas Ekdahl").click()
    (mine,) = page.export()
    assert_sound(mine)
    assert [m["round"] for m in mine["meetings"]] == [None, 8]
    assert "round" not in mine["meetings"][0]["evidence"]
    assert len(mine["relations"]) == 2
    page.button("Remove meeting 2").click()
    (mine,) = page.export()
    assert len(mine["meetings"]) == len(mine["relations"]) == 1
    page.press("z", "z", "z", "z")
    assert page.export() == [{**norland(), "answer": "ignore"}]


def test_who_chairs_two_meetings_leaves_one_and_keeps_the_other(page):
    page.open(norland())
    page.go_to("Tomas Ekdahl", "OFFICIAL")
    page.press("l", "k")
    assert page.status.startswith("Link “Tomas Ekdahl” to FORUM “Joint Commission”?")  # the last one, of meeting 2
    page.press(Keys.ENTER)
    names = [[c["name"] for c in m["co_chairs"]] for m in page.export()[0]["meetings"]]
    assert names == [["Élodie Varga", "Tomas Ekdahl"], ["Élodie Varga", "Tomas Ekdahl"]]
    page.button("Remove CO_CHAIRS: “Tomas Ekdahl” → “Joint Commission”").click()
    (mine,) = page.export()
    assert mine["meetings"] == norland()["meetings"]
    assert mine["relations"] == norland()["relations"]


def test_a_meeting_is_edited_and_its_words_follow(page):
    page.open(norland())
    page.drag("next year")
    page.button("Edit meeting 2").click()
    for name, value in (("Place (a city, or virtual)", "Sutherby"), ("Date (2023-11-16, 2023-11 or 2023)", "2025-3")):
        field = next(f for f in page.all("#edit input") if f.accessible_name == name)
        field.clear()
        field.send_keys(value)
    page.button("Save").click()
    assert "Write the date as" in page.find("#edit").text
    field.send_keys(Keys.BACKSPACE, "03")
    choice = page.all("#edit select")[-1]
    assert choice.accessible_name == "The selected words “next year” show its"
    choice.send_keys("date")
    page.button("Save").click()
    (mine,) = page.export()
    meeting = mine["meetings"][1]
    assert (meeting["place"], meeting["date"], meeting["round"]) == ("Sutherby", "2025-03", 8)
    assert mine["text"][slice(*meeting["evidence"]["place"])] == "Sutherby"
    assert mine["text"][slice(*meeting["evidence"]["date"])] == "next year"
    assert meeting["rules"] == {"place": "by-hand", "date": "by-hand"}
    assert mine["meetings"][0] == norland()["meetings"][0]


def test_a_value_lights_up_its_words(page):
    page.open(norland())
    assert not page.all("rect.lit")
    for value, words in (
        ("Meeting 1, place: Port Amity", "Port Amity"),
        ("Meeting 1, date: 2024-03-12", "12 March 2024"),
        ("Tomas Ekdahl, role: Deputy Minister", "Deputy Minister"),
        ("Élodie Varga, words of the rule: why: side-led-by", "was led by"),
        ("Meeting 2, round: 8", "eighth session"),
    ):
        button = page.button(value, "#meetings")
        button.click()
        assert f"“{words}”" in page.status
        assert page.driver.switch_to.active_element.get_attribute("aria-pressed") == "true"
        lit, wanted = page.js(
            """const text = document.getElementById("text"), range = document.createRange();
            const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const at = walk.currentNode.data.indexOf(arguments[0]);
              if (at < 0) continue;
              range.setStart(walk.currentNode, at);
              range.setEnd(walk.currentNode, at + arguments[0].length);
              const box = (r) => [r.left + r.width / 2, r.top + r.height / 2].map(Math.round);
              return [box(document.querySelector("rect.lit").getBoundingClientRect()), box(range.getClientRects()[0])];
            }""",
            words,
        )
        assert all(abs(a - b) <= 1 for a, b in zip(lit, wanted, strict=True)), value
    page.driver.switch_to.active_element.click()
    assert not page.all("rect.lit")


def test_gold_is_shown_beside_and_can_be_taken(page):
    mine, gold = norland(), norland()
    text = mine["text"]
    gold["spans"] = [s for s in gold["spans"] if text[s["start"] : s["end"]] != "NSC"]
    start, end = at(text, "Norland Foreign Ministry")
    ministry = next(s for s in gold["spans"] if text[s["start"] : s["end"]] == "Foreign Ministry")
    ministry.update(start=start, end=end)
    del gold["relations"][1]
    gold["meetings"][0]["place"] = "Port Unity"
    page.open(mine, gold=[gold])
    assert page.find("#gold-title").get_property("textContent") == "Gold: 3 differences"
    assert page.all("rect.missed")
    tags = {e.text: e.get_attribute("data-tag") for e in page.all("mark")}
    assert tags["NSC"] == "FORUM ≠ gold" and tags["Tomas Ekdahl"] == "OFFICIAL"
    assert "≠ gold: Port Unity" in page.find("#meetings").text
    page.button("Take MINISTRY “Norland Foreign Ministry” from gold").click()
    page.button("Remove FORUM “NSC”", "#gold").click()
    page.button("Unlink “Tomas Ekdahl” → “Norland-Sutherby Joint Commission on Fisheries”").click()
    assert "Entities and links are as in gold." in page.find("#gold").text
    (out,) = page.export()
    assert_sound(out)
    places = [[(s["start"], s["end"], s["label"]) for s in r["spans"]] for r in (out, gold)]
    assert places[0] == places[1]


def test_work_is_there_again_after_a_reload_and_only_for_that_content(page):
    page.open(norland(), delta())
    page.go_to("NSC", "FORUM")
    page.press("d", "a")
    page.driver.refresh()
    assert "Article 2 of 2" in page.status
    assert page.find("#progress-text").text == "1 of 2 answered"
    assert "NSC" not in words_of(page.export()[0])
    page.open(norland(), delta(), bare())
    assert page.find("#progress-text").text == "0 of 3 answered"
    assert "NSC" in words_of(page.export()[0])


def test_an_answer_in_the_file_stands_until_another_is_given(page):
    page.open({**delta(), "answer": "accept"}, {**bare(), "answer": "maybe"})
    assert page.find("#progress-text").text == "1 of 2 answered"
    page.press("i", "i")
    assert [r["answer"] for r in page.export()] == ["ignore", "ignore"]


def test_on_a_touch_screen_the_selection_outlives_the_press(page):
    page.open(norland())
    page.js(
        """const range = document.createRange(), text = document.getElementById("text");
        range.selectNodeContents(text.querySelector(".run"));
        getSelection().addRange(range);
        window.tap = (button) => {
          button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
          getSelection().removeAllRanges();
          button.click();
        };
        tap(document.querySelectorAll("#labels button")[2]);"""
    )
    assert page.status == "FORUM “The” added."
    page.js(
        """getSelection().selectAllChildren(document.querySelectorAll("#text .run")[1]);
        tap(document.querySelector("#edits button"));"""
    )
    assert page.status == "FORUM “The” removed."
    page.press("2")  # what was selected at that press is forgotten now
    assert page.status.startswith("“seventh round” is now MINISTRY.")


def test_two_tabs_do_not_overwrite_each_other(page):
    page.open(norland(), delta())
    first, url = page.driver.current_window_handle, page.driver.current_url
    page.driver.switch_to.new_window("tab")
    try:
        page.driver.get(url)
        page.go_to("NSC", "FORUM")
        page.press("d")
    finally:
        second = page.driver.current_window_handle
        page.driver.switch_to.window(first)
    WebDriverWait(page.driver, 5).until(lambda _: "another tab" in page.status)
    page.go_to("Ekdahl", "OFFICIAL")
    page.press("d")
    names = words_of(page.export()[0])
    assert "NSC" not in names and "Ekdahl" not in names
    page.driver.switch_to.window(second)
    page.driver.close()
    page.driver.switch_to.window(first)


def test_a_full_storage_is_told(page):
    page.open(norland())
    page.js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    page.press("j", "d")
    assert "This browser does not keep your work: export it" in page.status
    assert len(words_of(page.export()[0])) == len(words_of(norland())) - 1


# --- whatever a record holds -----------------------------------------------------------------------------

NASTY = "<img src=x onerror=\"window.hacked='img'\"><script>window.hacked='script'</script>\u2028</script>"


def test_markup_in_a_record_is_shown_and_never_run(page):
    text = f"{NASTY} The Bay Group met. {NASTY}"
    start, end = at(text, "The Bay Group")
    nasty = {
        "text": text,
        "meta": {"id": NASTY, "published": NASTY, NASTY: NASTY},
        "spans": [{"start": start, "end": end, "label": NASTY, NASTY: 1}, {"start": 0, "end": 4, "label": "FORUM"}],
        "relations": [{"head": 9, "child": 9, "label": NASTY, "head_span": {"text": NASTY}}],
        "meetings": [
            {
                "forum": NASTY,
                "round": NASTY,
                "status": NASTY,
                "parties": [NASTY],
                "co_chairs": [{"name": NASTY, "role": NASTY, "rule": NASTY, "span": [start, end]}, None],
                "evidence": {"forum": [start, end], "round": "x", "place": [5, 10**9]},
            },
            {"forum": None, "co_chairs": "x", "evidence": [], "parties": 5},
        ],
        "skipped": [{"start": start, "end": end, "reason": NASTY}, 5],
        "__proto__": {"answer": "accept"},
    }
    page.open(nasty, name=f"{NASTY}.jsonl", gold=[{**nasty, "spans": [], "relations": [], "meetings": []}])
    page.press("j", "j", "?", Keys.ESCAPE)
    page.button("Edit meeting 1").click()
    page.press(Keys.ESCAPE)
    assert page.js("return window.hacked ?? null") is None
    assert page.find("#text").get_property("textContent") == text
    assert NASTY in page.find("#title").get_property("textContent")
    assert len(page.all("img")) == 0 and len(page.all("script")) == 2
    (out,) = page.export()
    assert out == {**nasty, "answer": "ignore"}
    assert page.js("return window.hacked ?? null") is None


def test_nothing_else_can_run_and_nothing_is_asked_of_the_network(page):
    page.driver.get_log("performance")
    page.open(norland(), delta())
    page.press("j", "a", "a")
    page.export()
    events = [json.loads(entry["message"])["message"] for entry in page.driver.get_log("performance")]
    asked = {e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"}
    assert {url.split(":")[0] for url in asked} <= {"file", "blob"}, asked
    tries = (
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.body.innerHTML = '<b>x</b>'",
        "const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)",
        "eval('window.hacked = 1')",
    )
    for code in tries:
        # Later, and so outside of the driver's own evaluation, which the policy does not govern.
        later = f"setTimeout(() => {{ try {{ {code}; tell('ran'); }} catch (e) {{ tell(e.name); }} }})"
        refused = page.driver.execute_async_script(f"const tell = arguments[0]; {later}")
        assert refused in ("TypeError", "EvalError"), code
    refused = page.driver.execute_async_script(
        "fetch('https://example.invalid/').then(() => arguments[0]('sent'), (e) => arguments[0](e.name))"
    )
    assert refused == "TypeError"
    assert any("Content Security Policy" in entry["message"] for entry in page.driver.get_log("browser"))
    assert page.js("return window.hacked ?? null") is None


KEYS = [*"jjjjkk1234dlzyzynp", "s", "Enter", "Escape", "ArrowLeft", "ArrowRight", "+ArrowRight", "+ArrowLeft",
        "^ArrowLeft", "^ArrowRight", "select", "select"]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_any_keys_in_any_order_leave_sound_records_and_undo_takes_all_back(page, seed):
    """A child at the keyboard: 150 keys and selections at random."""
    rng = random.Random(seed)
    records = [norland(), delta(), right_to_left()]
    page.open(*records, name=f"child-{seed}.jsonl")
    steps = [(rng.choice(KEYS), rng.random(), rng.random()) for _ in range(150)]
    page.js(
        """for (const [key, a, b] of arguments[0]) {
          const text = document.getElementById("text");
          if (key === "select") {
            const nodes = [], walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) nodes.push(walk.currentNode);
            const i = Math.floor(a * nodes.length), j = Math.min(nodes.length - 1, i + Math.floor(b * 2));
            getSelection().setBaseAndExtent(nodes[i], Math.floor(b * nodes[i].length), nodes[j], nodes[j].length);
            continue;
          }
          const plain = key.replace(/^[+^](?=.)/, "");
          const init = { key: plain, bubbles: true, shiftKey: plain !== key, ctrlKey: key[0] === "^" };
          (document.activeElement ?? document).dispatchEvent(new KeyboardEvent("keydown", init));
        }
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));""",
        steps,
    )
    for record in page.export():
        assert_sound(record)
    page.js("""for (let i = 0; i < 300; i++) document.dispatchEvent(new KeyboardEvent("keydown", { key: "z" }));""")
    assert page.export() == [{**record, "answer": "ignore"} for record in records]
    assert not page.js("return Object.keys(localStorage).filter((k) => /child-.*:\\d+$/.test(k))")


# --- how it looks and sounds -----------------------------------------------------------------------------


def test_links_wrap_with_the_text_and_follow_the_window(page):
    page.open(norland())

    def drawn() -> tuple[list[str], bool, list[str]]:
        """The lines; whether all stay on the sheet; what their arrows point at."""
        return tuple(
            page.js(
                """const paths = [...document.querySelectorAll("path.link:not(.arrow)")];
                const sheet = document.getElementById("sheet").getBoundingClientRect();
                const inside = paths.every((p) => {
                  const box = p.getBoundingClientRect();
                  return sheet.left <= box.left && box.right <= sheet.right;
                });
                const targets = [...document.querySelectorAll("path.arrow")].map((p) => {
                  const box = p.getBoundingClientRect(), x = box.left + box.width / 2, y = box.bottom + 4;
                  const within = (r) => r.left < x && x < r.right && r.top < y && y < r.bottom;
                  const marks = [...document.querySelectorAll("mark")];
                  return marks.find((m) => [...m.getClientRects()].some(within))?.dataset.tag;
                });
                return [paths.map((p) => p.getAttribute("d")), inside, targets];"""
            )
        )

    wide, *sound = drawn()
    assert len(wide) == 5 and sound == [True, ["FORUM"] * 5]
    page.screen(700, 900)

    def followed(_: object) -> bool:  # the window's change takes a frame or two to arrive
        narrow, *sound_there = drawn()
        return narrow != wide and sound_there == sound

    WebDriverWait(page.driver, 10).until(followed)


def test_phone_width_and_dark_mode_have_no_overflow(page, tmp_path):
    long = {**bare(), "text": bare()["text"] + " " + "Donaudampfschifffahrt" * 12, "id": "x" * 90}
    for record, gold in ((norland(), norland()), (long, None), (delta(), None)):
        page.open(record, name="a-rather-long-name-of-a-file-for-a-phone.jsonl", gold=[gold])
        for dark in (False, True):
            page.screen(360, 740, dark=dark)
            width, over = page.js(
                """const over = [...document.querySelectorAll("body *")].filter((node) => {
                  const box = node.getBoundingClientRect();
                  return box.width && box.right > innerWidth + 1 && !node.closest("svg, option");
                });
                return [document.documentElement.scrollWidth, over.map((node) => node.outerHTML.slice(0, 90))];"""
            )
            assert width == 360 and not over
            back = page.js("return getComputedStyle(document.getElementById('sheet')).backgroundColor")
            assert (sum(map(int, back[4:-1].split(","))) < 200) == dark
    heights = page.js("return [...document.querySelectorAll('.bar button')].map((b) => b.offsetHeight)")
    assert min(heights) >= 36  # a thumb hits them


def test_a_screen_reader_finds_its_way(page):
    page.open(norland(), gold=[norland()])
    tree = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    nodes = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node.get("ignored")]
    for role, name in (
        ("main", "norland-01 · 2024-03-15"),
        ("complementary", "Records of this article"),
        ("navigation", "Articles"),
        ("region", "Actions"),
        ("region", "Meetings"),
        ("button", "Élodie Varga\xa0OFFICIAL"),
        ("button", "Meeting 1, place: Port Amity"),
        ("button", "Next article"),
        ("combobox", "Go to article"),
    ):
        assert (role, name) in nodes, (role, name)
    assert {"banner", "status"} <= {role for role, _ in nodes}
    assert not [role for role, name in nodes if role in ("button", "textbox", "combobox", "checkbox") and not name]
    page.press("j", "j")
    assert page.driver.switch_to.active_element.accessible_name == "Foreign Ministry\xa0MINISTRY"
    assert page.find("#status").aria_role == "status" and "Foreign Ministry" in page.status


def test_axe_has_nothing_to_say(page):
    folder = Path(pytest.importorskip("axe_core_python", reason="pip install axe-core-python").__file__).parent
    page.open(norland(), delta(), gold=[{**norland(), "spans": []}])
    page.js((folder / "axe.min.js").read_text(encoding="utf8"))
    for width, dark, dialog in ((1280, False, None), (360, True, None), (1280, True, "#help"), (360, False, "#export")):
        page.screen(width, 800, dark=dark)
        if dialog:
            page.find(f"#open-{dialog[1:]}").click()
        passed, faults = page.driver.execute_async_script(
            """axe.run(document).then((r) => arguments[0]([
              r.passes.length, r.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])]));"""
        )
        assert passed > 20
        assert not faults
        if dialog:
            page.press(Keys.ESCAPE)


def test_five_hundred_articles(page):
    records = [{**norland(), "meta": {"id": f"n-{i}"}} for i in range(500)]
    page.open(*records, name="many.jsonl")
    assert len(page.all("#jump option")) == 500
    assert len(page.all("mark")) == len(records[0]["spans"])  # only one article is drawn
    page.press("n", "a", "u")
    assert page.find("#title").text == "n-3"
    out = page.export()
    assert [r["meta"]["id"] for r in out] == [r["meta"]["id"] for r in records]
    assert [i for i, r in enumerate(out) if r["answer"] == "accept"] == [1]


def test_picture_for_the_documents(page, tmp_path):
    mine, gold = norland(), norland()
    text = mine["text"]
    start, end = at(text, "Foreign Ministry")
    next(s for s in mine["spans"] if s["start"] == start).update(start=start - len("Norland "), end=end)
    mine["spans"] = [s for s in mine["spans"] if text[s["start"] : s["end"]] != "NSC"]
    page.driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    page.open(mine, delta(), bare(), name="monday.jsonl", gold=[gold])
    page.go_to("Tomas Ekdahl", "OFFICIAL")
    page.button("Meeting 1, place: Port Amity").click()
    time.sleep(0.1)  # one frame, for the overlay
    picture = tmp_path / "review.png"
    assert page.driver.save_screenshot(str(picture))
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 20_000
    if os.environ.get("COMMUNIQUE_SCREENSHOT") == "write" or not PICTURE.exists():
        PICTURE.parent.mkdir(exist_ok=True)
        shutil.copy(picture, PICTURE)


def test_files_of_these_tests_are_ours(tmp_path):
    """The texts above are records as the package reads them."""
    path = tmp_path / "all.jsonl"
    write_jsonl(path, [norland(), delta(), bare()])
    assert [item.record for item in read_jsonl(path)] == [norland(), delta(), bare()]
