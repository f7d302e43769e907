"""A generated training set: the plain phrases of session reports, filled with names of all kinds.

Real reports repeat a few dozen phrases with ever new names; the hand-written corpus has each phrase seldom.
Templates (corpus/templates.yml) give the phrases, the training split of the corpus gives names, ministries,
forums and sentences without entities to stand between. Everything is drawn from a seeded generator.

Slots: A, B countries; Adem, Bdem their demonyms; R "14th round", RO "14th"; F a forum, FL the same in lower
case, FP with the parties in front, FPT with a topic behind, FPABBR with an abbreviation inside, FS a later
short name, WG a lower-case working group; ABBR its abbreviation; ORG, ORGABBR, ORGF organisations of states;
M a ministry, MABBR its abbreviation; O an official, S a surname seen before, T a title, X a private person;
P1, P2 a post with its ministry and name in one of many orders; CITY, DATE, ON, TOPIC, COMPANY as they say.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import srsly
from num2words import num2words

from communique.entities import entity_words
from communique.lexicon import Lexicon
from communique.markup import parse_marked

_WITH_TOPIC = ("Group", "Committee", "Commission", "Subcommittee", "Sub-Committee", "Dialogue")
_NOUNS = (
    "round", "round", "Round", "meeting", "meeting", "session", "Session", "Meeting", "edition", "Ministerial Meeting",
    "regular session", "Ordinary Session",
)  # fmt: skip
_ORGANS = (
    "Council of Ministers",
    "Governing Council",
    "General Assembly",
    "Council of Foreign Ministers",
    "Executive Board",
)
_UNITS = ("Division", "Department", "Directorate", "Bureau")


@dataclass
class Pool:
    """What the slots are filled with; from the training split only."""

    names: list[str] = field(default_factory=list)
    ministries: list[str] = field(default_factory=list)
    forums: list[str] = field(default_factory=list)
    fillers: list[str] = field(default_factory=list)
    countries: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def from_records(cls, records: list[dict[str, Any]], lexicon: Lexicon) -> Pool:
        """Collect names, bodies and entity-free sentences from gold records."""
        found: dict[str, set[str]] = {"OFFICIAL": set(), "MINISTRY": set(), "FORUM": set()}
        fillers: set[str] = set()
        for record in records:
            for span in record["spans"]:
                words = record["text"][span["start"] : span["end"]]
                if span["label"] in found and "\n" not in words and not re.search(r"[\[\]|]", words):
                    found[span["label"]].add(words)
            fillers |= set(_entity_free(record))
        demonyms = {country: name.title() for name, country in lexicon.countries.demonyms.items()}
        names = {c: n for n, c in sorted(lexicon.country_demonyms.items(), key=lambda item: -len(item[0]))}
        countries = sorted({c for c in lexicon.countries.names.values() if c in demonyms and len(c) < 24})
        return cls(
            names=sorted(n for n in found["OFFICIAL"] if " " in n),
            ministries=sorted(m for m in found["MINISTRY"] if len(m) > 6),
            forums=sorted(f for f in found["FORUM"] if len(f) > 6),
            fillers=sorted(fillers),
            countries=[(c, names.get(c, demonyms[c])) for c in countries],
        )


def _entity_free(record: dict[str, Any]) -> Iterator[str]:
    """Sentences of 8 to 40 words in which nothing is marked and nothing looks like a name of a body."""
    covered = sorted((s["start"], s["end"]) for s in record["spans"])
    for match in re.finditer(r"[A-Z“\"][^.\n]{40,240}\.", record["text"]):
        if any(s < match.end() and match.start() < e for s, e in covered) or re.search(r"[\[\]|]", match[0]):
            continue
        if 8 <= len(match[0].split()) <= 40:
            yield match[0]


class Generator:
    """Makes articles one after the other. templates: lists of patterns. seed: for all choices."""

    def __init__(self, pool: Pool, templates: dict[str, list[str]], seed: int):
        self.pool, self.templates, self.random = pool, templates, random.Random(seed)
        self.organisations = [group for group in entity_words().organisations if group]

    def article(self) -> dict[str, Any]:
        """One record with text and spans."""
        self._new_session()
        pick, chance = self._template, self.random.random
        parts = [pick("headlines") if chance() < 0.8 else "", pick("leads")]
        if chance() < 0.85:
            parts.append(pick("chairs"))
        parts += [pick("delegations") for _ in range(self.random.choice((0, 1, 1, 2)))]
        parts += [pick("others") for _ in range(self.random.choice((0, 1, 2, 3)))]
        if chance() < 0.3:
            parts.append(pick("plain"))
        fillers = self.random.sample(self.pool.fillers, k=min(self.random.choice((1, 2, 3, 4)), len(self.pool.fillers)))
        tail = parts[2:] + fillers
        self.random.shuffle(tail)
        body = ""
        for part in [*parts[1:2], *tail]:
            body += part + self.random.choice((" ", " ", "\n\n", "\n\n", "\n", "  "))
        marked = (parts[0] + "\n\n" if parts[0] else "") + body.strip()
        text, spans = parse_marked(marked)
        return {"text": text, "spans": spans, "meta": {}}

    def _new_session(self) -> None:
        choose = self.random.choice
        (self.a, self.a_dem), (self.b, self.b_dem) = self.random.sample(self.pool.countries, 2)
        self.kind = choose(self.templates["kinds"]) if self.random.random() < 0.8 else choose(self.pool.forums)
        self.surnames: list[str] = []
        self.topic = choose(self.templates["topics"])

    def _template(self, group: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda m: self._slot(m[1]), self.random.choice(self.templates[group]))

    def _slot(self, name: str) -> str:
        slot = getattr(self, f"_slot_{name.lower()}", None)
        if slot is None:
            raise ValueError(f"unknown slot {{{name}}} in the templates")
        return slot()

    def _from(self, group: str) -> str:
        return self.random.choice(self.templates[group])

    def _slot_a(self) -> str:
        return self.a

    def _slot_b(self) -> str:
        return self.b

    def _slot_adem(self) -> str:
        return self.a_dem

    def _slot_bdem(self) -> str:
        return self.b_dem

    def _slot_land(self) -> str:
        return self.random.choice((self.a, self.b))

    def _slot_topic(self) -> str:
        return self.topic

    def _slot_city(self) -> str:
        return self._from("cities")

    def _slot_on(self) -> str:
        return self._from("dates")

    def _slot_date(self) -> str:
        return self._from("dates").removeprefix("on ")

    def _slot_company(self) -> str:
        return self._from("companies")

    def _slot_x(self) -> str:
        return self._name()

    def _slot_t(self) -> str:
        return self.random.choice(self.templates["posts"][:6])

    def _slot_post(self) -> str:
        return self._from("posts")

    def _slot_pf(self) -> str:
        return self._from("portfolios")

    def _slot_div(self) -> str:
        return self._from("divisions")

    def _slot_unit(self) -> str:
        return self.random.choice(_UNITS)

    def _slot_r(self) -> str:
        return f"[{self._ordinal()} {self.random.choice(_NOUNS)}|R]"

    def _slot_ro(self) -> str:
        return f"[{self._ordinal()}|R]"

    def _slot_f(self) -> str:
        return f"[{self.kind}|F]"

    def _slot_fl(self) -> str:
        return f"[{self._from('lower_names')}|F]"

    def _slot_fp(self) -> str:
        return f"[{self._parties()}{self._plain_kind()}|F]"

    def _slot_fpt(self) -> str:
        return f"[{self._parties()}{self._with_topic()}|F]"

    def _slot_fpabbr(self) -> str:
        joint = self.random.choice(("on", "for"))
        return f"[{self._parties()}Joint Working Group (JWG) {joint} {self._topic_case()}|F]"

    def _slot_fs(self) -> str:
        return f"[{self._from('short_names')}|F]"

    def _slot_wg(self) -> str:
        return f"[working group on {self.topic}|F]"

    def _slot_abbr(self) -> str:
        return f"[{self._initials(self.kind)}|F]"

    def _slot_org(self) -> str:
        return f"[{self.random.choice(self.random.choice(self.organisations))}|F]"

    def _slot_orgabbr(self) -> str:
        return f"[{self.random.choice(self.organisations)[-1]}|F]"

    def _slot_orgf(self) -> str:
        return f"[{self._organ()}|F]"

    def _slot_m(self) -> str:
        return f"[{self._ministry_name()}|M]"

    def _slot_mabbr(self) -> str:
        return "[MEA|M]"

    def _slot_o(self) -> str:
        name = self._name()
        self.surnames.append(name.split()[-1])
        return f"[{name}|O]"

    def _slot_s(self) -> str:
        return f"[{self.random.choice(self.surnames)}|O]" if self.surnames else self._slot_o()

    def _slot_name(self) -> str:
        return f"{self._from('titles')} {self._slot_o()}".strip()

    def _slot_p1(self) -> str:
        return self._template("persons")

    def _slot_p2(self) -> str:
        return self._template("persons")

    def _ordinal(self) -> str:
        n = self.random.choice((*range(1, 16), *range(1, 9), self.random.randint(10, 160)))
        styles = [num2words(n, to="ordinal_num"), num2words(n, to="ordinal"), num2words(n, to="ordinal").title()]
        if n == 1:
            styles += ["inaugural", "inaugural", "Inaugural", "first-ever", "maiden"]
        return self.random.choice(styles)

    def _parties(self) -> str:
        joint = self.random.choice(("-", "-", "–", " – ", " - ", "- "))
        left, right = (self.a, self.b) if self.random.random() < 0.8 else (self.a_dem, self.b_dem)
        return f"{left}{joint}{right} "

    def _plain_kind(self) -> str:
        return (
            self.kind
            if self.random.random() < 0.75
            else self.kind.lower()
            if not re.search(r"[A-Z]{2}|\d", self.kind)
            else self.kind
        )

    def _topic_case(self) -> str:
        return self.topic.title() if self.random.random() < 0.6 else self.topic

    def _with_topic(self) -> str:
        kinds = [k for k in self.templates["kinds"] if k.endswith(_WITH_TOPIC)]
        return f"{self.random.choice(kinds)} {self.random.choice(('on', 'on', 'for'))} {self._topic_case()}"

    def _initials(self, name: str) -> str:
        letters = "".join(word[0] for word in re.findall(r"[A-Z]\w*", name))
        return letters if len(letters) > 1 else "JWG"

    def _organ(self) -> str:
        group = self.random.choice(self.organisations)
        if len(group) > 1 and self.random.random() < 0.3:
            organ = self.random.choice(("Council", "Council of Ministers", "Summit", "Council of Heads of Government"))
            return f"{group[0]} ({group[-1]}) {organ}"
        if self.random.random() < 0.4:
            return f"{self.random.choice(_ORGANS)} of the {group[0]}"
        return self.random.choice(group)

    def _ministry_name(self) -> str:
        choose, roll = self.random.choice, self.random.random()
        count = self.random.choice((1, 1, 1, 2, 2, 3, 4))
        portfolios = self.random.sample(self.templates["portfolios"], count)
        joined = (
            portfolios[0]
            if count == 1
            else f"{', '.join(portfolios[:-1])}{choose((' and ', ' and ', ', and '))}{portfolios[-1]}"
        )
        if roll < 0.35:
            return f"Ministry of {joined}"
        if roll < 0.45:
            return f"{joined} Ministry"
        if roll < 0.55:
            return f"Ministry of {joined} of {choose((self.a, self.b))}"
        if roll < 0.63:
            return f"{self._slot_div()} {self._slot_unit()}"
        if roll < 0.67:
            return f"Ministry of Foreign Affairs {self._slot_div()} {self._slot_unit()}"
        return self._from("agencies") if roll < 0.83 else choose(self.pool.ministries)

    def _name(self) -> str:
        name = self.random.choice(self.pool.names)
        if self.random.random() < 0.5:
            other = self.random.choice(self.pool.names)
            name = " ".join([*name.split()[:-1], other.split()[-1]])
        if self.random.random() < 0.08:
            name = (
                ".".join(self.random.sample("ABDGHJKLMNPRSTW", self.random.choice((1, 2, 3)))) + ". " + name.split()[-1]
            )
        return name


def generate(
    records: list[dict[str, Any]], templates: Path, lexicon: Lexicon, count: int, seed: int
) -> Iterator[dict[str, Any]]:
    """`count` generated records. records: gold of the training split, the source of names and fillers."""
    generator = Generator(Pool.from_records(records, lexicon), srsly.read_yaml(templates), seed)
    for i in range(count):
        record = generator.article()
        record["meta"] = {"id": f"generated-{i:05d}"}
        yield record
