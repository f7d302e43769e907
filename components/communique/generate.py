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

_KINDS = (
    "Joint Working Group", "Joint Commission", "Joint Committee", "Foreign Office Consultations", "Political Consultations",
    "Bilateral Political Consultations", "Strategic Dialogue", "Policy Dialogue", "Bilateral Consultations", "Intergovernmental Commission",
    "Joint Economic Commission", "Consular Dialogue", "Human Rights Dialogue", "Partnership Dialogue", "Joint Trade Committee", "Diplomatic Consultations",
    "Economic Policy Dialogue", "Joint Ministerial Commission", "Subcommittee", "Defence Cooperation Dialogue", "Security Dialogue", "Mixed Commission",
    "Bi-National Commission", "High-Level Dialogue", "Joint Trade and Economic Commission", "Permanent Joint Commission", "Joint Committee on Technical Cooperation",
    "Cyber Dialogue", "Maritime Dialogue", "Bilateral Policy Talks", "Sub-Committee", "Expert Group", "Steering Committee", "Joint Commission for Bilateral Cooperation", "Counter-Terrorism Dialogue",
    "Working Group", "Cooperation Council", "Energy Dialogue", "Joint Consultative Committee", "Bilateral Consultation Mechanism", "2+2 Ministerial Dialogue",
)  # fmt: skip
_WITH_TOPIC = ("Group", "Committee", "Commission", "Subcommittee", "Sub-Committee", "Dialogue")
_SHORT = ("Consultations", "Dialogue", "Commission", "Committee", "Working Group", "Joint Commission", "Joint Committee", "Council", "Joint Working Group")
_LOWER = ("bilateral political consultations", "political consultations", "foreign office consultations", "bilateral consultations", "strategic dialogue", "joint commission", "policy dialogue", "diplomatic consultations", "consular consultations", "bilateral policy talks", "joint working group", "political consultation", "bilateral consultation")
_POSTS = (
    "Foreign Secretary", "Deputy Minister of Foreign Affairs", "Deputy Foreign Minister", "Permanent Secretary", "Secretary", "Additional Secretary", "Director General", "Director-General for Political Affairs",
    "Vice Minister", "Minister of State", "Under-Secretary", "Joint Secretary", "Additional Foreign Secretary (Asia Pacific)", "Secretary (East)", "Acting Under Secretary for Political Affairs", "State Secretary",
    "Minister of Trade", "Minister of Foreign Affairs", "Ambassador-at-Large", "Deputy Director General", "Assistant Minister", "Director", "Chief of Staff", "Executive Director", "Minister of Industry and Trade", "Commerce Secretary", "Principal Secretary",
)  # fmt: skip
_TITLES = ("Dr.", "H.E.", "Mr.", "Ms.", "Ambassador", "Prof.", "Shri", "Hon.", "Eng.", "Mrs.", "Dato'", "Smt.", "")
_PORTFOLIOS = (
    "Foreign Affairs", "Power", "Energy", "Trade", "Finance", "Fisheries", "Commerce", "Food Security", "Industry", "Tourism", "Labour", "Justice", "Health", "Education", "Defence", "Water Resources", "External Affairs",
    "Planning", "Agriculture", "Transport", "Environment", "Interior", "Home Affairs", "Renewable Energy", "Diaspora Affairs", "International Cooperation", "Ports", "Shipping", "Information Technology", "Culture", "Sports", "Livestock", "Cooperatives", "Science and Technology", "Mines", "Housing",
)  # fmt: skip
_DIVISIONS = ("South Asia", "Europe and North America", "Asia and Oceania", "South East Asia", "Africa", "Middle East", "Americas", "Economic Affairs", "Asia-Pacific", "Central Asia", "Multilateral Affairs", "Southeast and Southwest Asian Affairs", "Protocol", "Treaties", "Indian Ocean", "Latin America and the Caribbean")
_UNITS = ("Division", "Department", "Directorate", "Bureau")
_AGENCIES = ("Export Promotion Agency", "Board of Investment", "Rural Roads Authority", "Department of Commerce", "Attorney General's Department", "Customs Department", "Civil Aviation Authority", "National Planning Commission", "Tourism Promotion Agency", "Department of Fisheries", "Immigration Department", "Prime Minister's Office", "Presidential Secretariat", "National Security Council", "Department of Foreign Affairs and Trade", "State Department", "Department of State", "European Commission", "European External Action Service", "Foreign Office", "Foreign Ministry", "External Affairs Ministry", "Directorate General for Political Affairs", "Registrar General's Department", "Ports Authority", "Investment Promotion Centre", "Food and Drug Administration", "foreign ministry")


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
        self.kind = choose(_KINDS) if self.random.random() < 0.8 else choose(self.pool.forums)
        self.surnames: list[str] = []
        self.topic = choose(self.templates["topics"])

    def _template(self, group: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda m: self._slot(m[1]), self.random.choice(self.templates[group]))

    def _slot(self, name: str) -> str:
        choose = self.random.choice
        simple = {
            "A": lambda: self.a, "B": lambda: self.b, "Adem": lambda: self.a_dem, "Bdem": lambda: self.b_dem, "TOPIC": lambda: self.topic,
            "CITY": lambda: choose(self.templates["cities"]), "ON": lambda: choose(self.templates["dates"]), "DATE": lambda: choose(self.templates["dates"]).removeprefix("on "),
            "COMPANY": lambda: choose(self.templates["companies"]), "X": self._name, "T": lambda: choose(_POSTS[:6]),
            "R": lambda: f"[{self._ordinal()} {self._noun()}|R]", "RO": lambda: f"[{self._ordinal()}|R]", "F": lambda: f"[{self.kind}|F]",
            "FL": lambda: f"[{choose(_LOWER)}|F]", "FP": lambda: f"[{self._parties()}{self._plain_kind()}|F]", "FPT": lambda: f"[{self._parties()}{self._with_topic()}|F]",
            "FPABBR": lambda: f"[{self._parties()}Joint Working Group (JWG) {choose(('on', 'for'))} {self._topic_case()}|F]",
            "FS": lambda: f"[{choose(_SHORT)}|F]", "WG": lambda: f"[working group on {self.topic}|F]", "ABBR": lambda: f"[{self._initials(self.kind)}|F]",
            "ORG": lambda: f"[{choose(choose(self.organisations))}|F]", "ORGABBR": lambda: f"[{choose(self.organisations)[-1]}|F]", "ORGF": lambda: f"[{self._organ()}|F]",
            "M": lambda: self._ministry(), "MABBR": lambda: "[MEA|M]", "O": self._official, "S": self._surname, "P1": self._person, "P2": self._person,
        }  # fmt: skip
        return simple[name]()

    def _ordinal(self) -> str:
        n = self.random.choice((*range(1, 16), *range(1, 9), self.random.randint(10, 160)))
        styles = [num2words(n, to="ordinal_num"), num2words(n, to="ordinal"), num2words(n, to="ordinal").title()]
        if n == 1:
            styles += ["inaugural", "inaugural", "Inaugural", "first-ever", "maiden"]
        return self.random.choice(styles)

    def _noun(self) -> str:
        return self.random.choice(("round", "round", "Round", "meeting", "meeting", "session", "Session", "Meeting", "edition", "Ministerial Meeting", "regular session", "Ordinary Session"))

    def _parties(self) -> str:
        joint = self.random.choice(("-", "-", "–", " – ", " - ", "- "))
        left, right = (self.a, self.b) if self.random.random() < 0.8 else (self.a_dem, self.b_dem)
        return f"{left}{joint}{right} "

    def _plain_kind(self) -> str:
        return self.kind if self.random.random() < 0.75 else self.kind.lower() if not re.search(r"[A-Z]{2}|\d", self.kind) else self.kind

    def _topic_case(self) -> str:
        return self.topic.title() if self.random.random() < 0.6 else self.topic

    def _with_topic(self) -> str:
        kinds = [k for k in _KINDS if k.endswith(_WITH_TOPIC)]
        return f"{self.random.choice(kinds)} {self.random.choice(('on', 'on', 'for'))} {self._topic_case()}"

    def _initials(self, name: str) -> str:
        letters = "".join(word[0] for word in re.findall(r"[A-Z]\w*", name))
        return letters if len(letters) > 1 else "JWG"

    def _organ(self) -> str:
        group = self.random.choice(self.organisations)
        if len(group) > 1 and self.random.random() < 0.3:
            return f"{group[0]} ({group[-1]}) {self.random.choice(('Council', 'Council of Ministers', 'Summit', 'Council of Heads of Government'))}"
        if self.random.random() < 0.4:
            return f"{self.random.choice(('Council of Ministers', 'Governing Council', 'General Assembly', 'Council of Foreign Ministers', 'Executive Board'))} of the {group[0]}"
        return self.random.choice(group)

    def _ministry_name(self) -> str:
        choose, roll = self.random.choice, self.random.random()
        count = self.random.choice((1, 1, 1, 2, 2, 3, 4))
        portfolios = self.random.sample(_PORTFOLIOS, count)
        joined = portfolios[0] if count == 1 else f"{', '.join(portfolios[:-1])}{choose((' and ', ' and ', ', and '))}{portfolios[-1]}"
        if roll < 0.35:
            return f"Ministry of {joined}"
        if roll < 0.45:
            return f"{joined} Ministry"
        if roll < 0.55:
            return f"Ministry of {joined} of {choose((self.a, self.b))}"
        if roll < 0.63:
            return f"{choose(_DIVISIONS)} {choose(_UNITS)}"
        if roll < 0.67:
            return f"Ministry of Foreign Affairs {choose(_DIVISIONS)} {choose(_UNITS)}"
        return choose(_AGENCIES) if roll < 0.83 else choose(self.pool.ministries)

    def _ministry(self) -> str:
        return f"[{self._ministry_name()}|M]"

    def _name(self) -> str:
        name = self.random.choice(self.pool.names)
        if self.random.random() < 0.5:
            other = self.random.choice(self.pool.names)
            name = " ".join([*name.split()[:-1], other.split()[-1]])
        if self.random.random() < 0.08:
            name = ".".join(self.random.sample("ABDGHJKLMNPRSTW", self.random.choice((1, 2, 3)))) + ". " + name.split()[-1]
        return name

    def _official(self) -> str:
        name = self._name()
        self.surnames.append(name.split()[-1])
        return f"[{name}|O]"

    def _surname(self) -> str:
        return f"[{self.random.choice(self.surnames)}|O]" if self.surnames else self._official()

    def _person(self) -> str:
        choose = self.random.choice
        title, post, name = choose(_TITLES), choose(_POSTS), self._official()
        titled = f"{title} {name}".strip()
        land = choose((self.a, self.b))
        return choose((
            f"{post} {titled}", f"{post} of {land} {titled}", f"{post}, {titled}", f"{titled}, {post}", f"{titled}, {post} of the {self._ministry()}",
            f"{self._ministry()} {choose(('Secretary', 'Director General', 'Permanent Secretary', 'Director', 'Minister'))} {titled}", f"{post} of the {self._ministry()} {titled}",
            f"{post} of the {self._ministry()}, {titled}", f"{choose(('Secretary', 'Director General', 'Head'))} of the {self._ministry()} of the {self._ministry()}, {titled}",
            f"Secretary, {self._ministry()}, {titled}", f"{land}'s {post} {titled}", f"{titled}, Secretary, {self._ministry()}, {land}", f"{post} for {choose(_DIVISIONS)} of the {self._ministry()} {titled}",
            f"Deputy Minister of {choose(_PORTFOLIOS)} and {choose(_PORTFOLIOS)} {titled}", f"{titled} from the {self._ministry()}", f"Minister of {choose(_PORTFOLIOS)}, {choose(_PORTFOLIOS)} and {choose(_PORTFOLIOS)} {titled}",
        ))  # fmt: skip


def generate(records: list[dict[str, Any]], templates: Path, lexicon: Lexicon, count: int, seed: int) -> Iterator[dict[str, Any]]:
    """`count` generated records. records: gold of the training split, the source of names and fillers."""
    generator = Generator(Pool.from_records(records, lexicon), srsly.read_yaml(templates), seed)
    for i in range(count):
        record = generator.article()
        record["meta"] = {"id": f"generated-{i:05d}"}
        yield record
