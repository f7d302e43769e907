# ruff: noqa: E501 - one marked-up line a row
"""From marked-up articles to records: sessions, chairs, places, dates, sides, and where each value came from."""

from __future__ import annotations

import pytest
from communique.lexicon import load_lexicon
from communique.linking import Article, LinkResult, link
from communique.markup import parse_marked
from communique.schema import LABELS
from hypothesis import given, settings
from hypothesis import strategies as st

LEXICON = load_lexicon()


def read(marked: str, published: str | None = "2024-05-17") -> LinkResult:
    text, spans = parse_marked(marked)
    return link(Article.build(text, spans, LEXICON, published))


def chairs(marked: str) -> dict[str, str | None]:
    return {c.name: c.country for m in read(marked).meetings for c in m.co_chairs}


REPORT = """[Kenya|M] notes

The [Fifth Session|R] of the [Kenya-Oman Joint Commission|F] ([JC|F]) was held in Muscat on Tuesday.

The Kenyan delegation was led by Principal Secretary [Jane Mwangi|O] and the Omani one by Under-Secretary [Ali Hamad|O], Ministry of Trade.

[Mwangi|O] thanked the hosts. Ambassador [Peter Otieno|O] accompanied her.

The [fourth session|R] took place in Nairobi in 2019. The next session of the [Commission|F] will be held in Mombasa in 2026."""


def test_a_whole_report_gives_the_session_held_the_earlier_and_the_next():
    result = read(REPORT)
    held, earlier, coming = result.meetings
    assert (held.forum, held.round, held.status, held.place, held.date) == (
        "Kenya-Oman Joint Commission", 5, "held", "Muscat", "2024-05-14",
    )  # fmt: skip
    assert held.parties == ["Kenya", "Oman"]
    assert [(c.name, c.role, c.country) for c in held.co_chairs] == [
        ("Jane Mwangi", "Principal Secretary", "Kenya"),
        ("Ali Hamad", "Under-Secretary", "Oman"),
    ]
    assert (earlier.round, earlier.status, earlier.place, earlier.date) == (4, "held", "Nairobi", "2019")
    assert (coming.round, coming.status, coming.place, coming.date) == (None, "scheduled", "Mombasa", "2026")
    assert not earlier.co_chairs and not coming.co_chairs


def test_every_link_says_its_rule_and_words_and_the_unlinked_say_why_not():
    marked, result = parse_marked(REPORT)[0], read(REPORT)
    for meeting in result.meetings:
        for chair in meeting.co_chairs:
            assert chair.rule and chair.trigger
            assert "led by" in marked[slice(*chair.trigger)]
    assert [(m.text, why) for m, why in result.skipped] == [
        ("Peter Otieno", "no chairing words in the sentence that names this person")
    ]
    assert sorted(label for _, _, label in result.relations) == ["CO_CHAIRS", "CO_CHAIRS", "NUMBERS", "NUMBERS"]


HELD = "The [fifth round|R] of [Political Consultations|F] between Chile and Ghana was held in Accra. "


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        # passive, with sides, ellipsis and words between
        ("It was co-chaired by [Ana Rojas|O] from Chile and [Kofi Mensah|O] from Ghana.", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("The meeting was chaired, from the Chilean side, by [Ana Rojas|O], and from the Ghanaian side, by [Kofi Mensah|O].", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("Chile was represented by [Ana Rojas|O] and Ghana by [Kofi Mensah|O].", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("The delegations were led respectively by [Ana Rojas|O] for Chile and by [Kofi Mensah|O] for Ghana.", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        # active
        ("[Ana Rojas|O] led the Chilean delegation and [Kofi Mensah|O] that of Ghana.", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("[Ana Rojas|O] chaired for Chile and [Kofi Mensah|O] for Ghana.", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("[Ana Rojas|O] co-chaired with Ghanaian Foreign Secretary [Kofi Mensah|O].", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("Chile's [Ana Rojas|O] received Minister [Kofi Mensah|O]. The two ministers chaired the talks.", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        # nouns and inversions
        ("Heading the Chilean team was [Ana Rojas|O]; her opposite number was [Kofi Mensah|O].", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        ("Chile's [Ana Rojas|O] and Ghana's [Kofi Mensah|O] were the two heads of delegation.", {"Ana Rojas": "Chile", "Kofi Mensah": "Ghana"}),
        # nobody
        ("The two ministers chaired the talks.", {}),
        ("Senator [Ana Rojas|O] was a member of the Chilean delegation.", {}),
        ("The delegation called on President [Kofi Mensah|O].", {}),
        ("Spokesman [Kofi Mensah|O] said the co-chairs had agreed.", {}),
    ],
)  # fmt: skip
def test_who_chairs_and_for_which_side(sentence, wanted):
    assert chairs(HELD + sentence) == wanted


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("The [fifth round|R] of [Political Consultations|F] was held in Accra.", ("held", "Accra", None)),
        ("The [fifth round|R] of [Political Consultations|F] was held virtually.", ("held", "virtual", None)),
        ("The [fifth round|R] of [Political Consultations|F] will be held in Accra on Friday.", ("scheduled", "Accra", "2024-05-17")),
        ("The [fifth round|R] of [Political Consultations|F] opens in Accra tomorrow.", ("scheduled", "Accra", "2024-05-18")),
        ("ACCRA, 15 May – The [fifth round|R] of [Political Consultations|F] was held here yesterday.", ("held", "ACCRA", "2024-05-14")),
        ("ACCRA, 15 May – Officials met.\nThe [fifth round|R] of [Political Consultations|F] was held in Accra from 14 to 15 May.", ("held", "Accra", "2024-05-14")),
        ("The [fifth round|R] of [Political Consultations|F] ended in Accra on Thursday. The two-day meeting dealt with fish.", ("held", "Accra", "2024-05-15")),
        ("The [fifth round|R] of [Political Consultations|F] is one for the books. The meeting took place in the Ghanaian capital Accra on 3 May.", ("held", "Accra", "2024-05-03")),
        ("Accra will host the [fifth round|R] of [Political Consultations|F] in 2026.", ("scheduled", "Accra", "2026")),
        ("The [fifth round|R] of [Political Consultations|F] was held. Fish from Oslo was served, Spain said in Madrid.", ("held", None, None)),
    ],
)  # fmt: skip
def test_place_date_and_status(marked, wanted):
    (meeting,) = read(marked).meetings
    assert (meeting.status, meeting.place, meeting.date) == wanted


@pytest.mark.parametrize(
    "marked",
    [
        "The [fifth round|R] of [Political Consultations|F] has been postponed.",
        "The [fifth round|R] of [Political Consultations|F], planned for Accra, was cancelled.",
        "Chile and Ghana agreed to set up a [Joint Commission|F] in Accra.",
        "Chile and Ghana proposed to hold [political consultations|F] in Accra.",
        "A reform of the [UN Security Council|F] was discussed in Accra on 5 May 2024.",
        "Fish was the subject of a visit to the [Arab League|F] in Cairo.",
        "[Ana Rojas|O] co-chaired the meeting of the parents' council.",
    ],
)
def test_no_session_no_record(marked):
    assert read(marked).meetings == []


def test_two_names_of_one_forum_are_one_and_two_forums_are_two():
    one = read(
        "[7th|R] [JCBC|F] Meets\n\nThe [7th Meeting|R] of the [Chile – Ghana Joint Commission for Bilateral Cooperation|F] was held in Accra."
    )
    assert [(m.forum, m.round) for m in one.meetings] == [
        ("Chile – Ghana Joint Commission for Bilateral Cooperation", 7)
    ]
    two = read(
        "The [7th Meeting|R] of the [Joint Commission|F] was held in Accra. The [3rd meeting|R] of its [Working Group on Fish|F] was held in Tema."
    )
    assert [(m.forum, m.round, m.place) for m in two.meetings] == [
        ("Joint Commission", 7, "Accra"),
        ("Working Group on Fish", 3, "Tema"),
    ]


WORDS = st.sampled_from(
    ["[Ana Rojas|O]", "[Kofi|O]", "[Joint Commission|F]", "[JC|F]", "[5th round|R]", "[sixth|R]", "[Foreign Ministry|M]", "was", "co-chaired", "by",
     "led", "the", "Ghanaian", "side", "and", "in", "Accra", "on", "Tuesday", "next", "meeting", "will", "be", "held", "of", "for", "Chile", ",", ".", "\n\n",
     "from", "his", "counterpart", "with", "met", "postponed", "(", ")", "“", "here", "2023", "virtually", "who", "the two ministers", "heading", "to host", "’s", "é", "🙂"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=45), st.sampled_from([None, "2024-05-17", "rubbish"]))
def test_any_text_links_without_a_fault_and_points_into_itself(words, published):
    text, spans = parse_marked(" ".join(words))
    result = link(Article.build(text, spans, LEXICON, published))
    for meeting in result.meetings:
        for start, end in meeting.evidence.values():
            assert 0 <= start < end <= len(text)
        assert text[slice(*meeting.evidence["forum"])] == meeting.forum
        if meeting.place not in (None, "virtual"):
            assert text[slice(*meeting.evidence["place"])] in (meeting.place, "here")
        assert (meeting.date is None) == ("date" not in meeting.evidence)
        assert len({c.name for c in meeting.co_chairs}) == len(meeting.co_chairs)
        for chair in meeting.co_chairs:
            assert text[slice(*chair.span)] in chair.name or chair.name.split()[0] in text[slice(*chair.span)]
            assert chair.rule and 0 <= chair.trigger[0] < chair.trigger[1] <= len(text)
            if "role" in chair.evidence:
                assert text[slice(*chair.evidence["role"])] == chair.role
    named = {m.index for m, _ in result.skipped}
    assert named <= {m.index for m in Article.build(text, spans, LEXICON).of("OFFICIAL")}


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "Keine Sitzung fand statt. Punkt.", "会议在北京举行。", "word " * 200_000],
    ids=["empty", "blank", "German", "Chinese", "200,000 words"],
)
def test_texts_without_entities_give_nothing(text):
    result = link(Article.build(text, [], LEXICON, None))
    assert result.meetings == [] and result.skipped == []


def test_overlapping_and_foreign_spans_are_left_out():
    text = "The Joint Commission met in Accra on 3 May 2024."
    spans = [
        {"start": 4, "end": 20, "label": "FORUM"},
        {"start": 10, "end": 20, "label": "FORUM"},
        {"start": 28, "end": 33, "label": "GPE"},
        {"start": 5, "end": 5, "label": LABELS[0]},
    ]
    (meeting,) = link(Article.build(text, spans, LEXICON, None)).meetings
    assert (meeting.forum, meeting.place, meeting.date) == ("Joint Commission", "Accra", "2024-05-03")


# --- round-ups: items that tell of different forums -----------------------------------------------


def slots(marked: str, published: str | None = "2024-05-17") -> list[tuple]:
    return [
        (m.round, m.status, m.place, m.date, [c.name for c in m.co_chairs]) for m in read(marked, published).meetings
    ]


BULLETIN = """THE MONTHLY COURIER
14 May 2024

Fishers meet

ACCRA, May 14 (CN) -- The [third session|R] of the [Ghana-Malta Joint Commission|F] was held on Monday. The Ghanaian delegation was led by Minister [Ama Boateng|O].

Rails for the north

LIMA, May 13 (CN) -- The [sixth round|R] of the [Peru-Chile Political Consultations|F] ended here last Friday. Vice Minister [Ana Rojas|O] and Director [Luis Vera|O] chaired.

Choirs

ROME, May 13 (CN) -- The mayor of Pisa came to hear the choirs. The Italian delegation was led by Minister [Carla Neri|O]. The fair is to be held in Turin on 3 June 2024.
"""


def test_each_item_of_a_bulletin_keeps_its_chairs_its_place_and_its_date():
    assert slots(BULLETIN) == [
        (3, "held", None, "2024-05-13", ["Ama Boateng"]),
        (6, "held", "LIMA", "2024-05-10", ["Ana Rojas", "Luis Vera"]),
    ]


def test_sub_headings_do_not_cut_one_story():
    marked = """Ghana and Malta hold talks

The [third session|R] of the [Ghana-Malta Joint Commission|F] took place on Monday.

Fish

Nets were the first topic. Both sides want more of them.

Delegations

The Ghanaian delegation was led by Minister [Ama Boateng|O] and the Maltese one by Minister [Ian Borg|O]."""
    assert slots(marked) == [(3, "held", None, "2024-05-13", ["Ama Boateng", "Ian Borg"])]


QUESTIONS = """Briefing by the spokesperson, 16 May 2024

Spokesperson: The [third session|R] of the [Ghana-Malta Joint Commission|F] was held in Accra on Monday.

Question (Radio): What about the cod?

Spokesperson: There is the [Joint Working Group on Cod|F]. It had its [third meeting|R] in Oslo on Tuesday. Director [Nils Berg|O] chaired.

Question (Daily): And the choir?

Spokesperson: The visiting delegation was led by Minister [Carla Neri|O]."""


def test_each_answer_of_a_briefing_is_an_item():
    assert slots(QUESTIONS) == [
        (3, "held", "Accra", "2024-05-13", []),
        (3, "held", "Oslo", "2024-05-14", ["Nils Berg"]),
    ]
    one_forum = QUESTIONS.replace(
        "[Joint Working Group on Cod|F]. It had its [third meeting|R]", "cod. Talks were held"
    )
    assert [names for *_, names in slots(one_forum)] == [["Nils Berg", "Carla Neri"]]


def test_a_number_without_a_forum_is_of_the_forum_of_its_paragraph():
    told = """The [Ghana-Malta Political Consultations|F] were held in Accra on Monday. [Ama Boateng|O] and [Ian Borg|O] led the sides. That was the [sixth round|R].

The [7th session|R] of the [Peru-Chile Joint Commission|F] took place in Lima on Tuesday."""
    assert [(m.forum, m.round) for m in read(told).meetings] == [
        ("Ghana-Malta Political Consultations", 6),
        ("Peru-Chile Joint Commission", 7),
    ]
    apart = told.replace(" That was the [sixth round|R].", "") + " The [sixth session|R] had been in Santiago in 2019."
    assert [(m.forum, m.round) for m in read(apart).meetings][1:] == [
        ("Peru-Chile Joint Commission", 7),
        ("Peru-Chile Joint Commission", 6),
    ]


def test_a_heading_or_a_diary_line_may_name_the_city():
    item = "**Tuesday: Lima**\nMinister [Ana Rojas|O] opened the [sixth session|R] of the [Joint Committee|F] with a word on cod, and the envoys of four states listened."
    assert slots(item)[0][2] == "Lima"
    assert slots(item.replace("Tuesday: Lima", "Tuesday: Harbours"))[0][2] is None
    assert slots("20 May, Lima: [Joint Committee|F], [sixth session|R]")[0][2] == "Lima"
    assert slots("20 May, Cod: [Joint Committee|F], [sixth session|R]")[0][2] is None


def test_where_an_ambassador_sits_is_not_where_the_session_was():
    told = "Our ambassador in Lima spoke on the [sixth session|R] of the [Joint Committee|F] that was held in Quito in May 2023."
    assert slots(told)[0][2] == "Quito"
    assert (
        slots("[Ana Rojas|O] in Lima chaired the [sixth session|R] of the [Joint Committee|F] in May 2023.")[0][2]
        == "Lima"
    )


OFFICIALS = """The [36th session|R] of the [Joint Commission|F] was held in Accra on 15 May 2024.

The session was preceded by two days of work of the [Committee of Senior Officials|F] in the same city, on 13 and 14 May 2024, co-chaired by Director [Jane Mwangi|O] and Director [Ali Hamad|O].

Minister [Ama Boateng|O] presided."""


def test_the_officials_who_met_before_have_a_session_of_their_own():
    assert slots(OFFICIALS) == [
        (36, "held", "Accra", "2024-05-15", ["Ama Boateng"]),
        (None, "held", "Accra", "2024-05-13", ["Jane Mwangi", "Ali Hamad"]),
    ]
    asked = OFFICIALS.replace("was preceded by two days of work of", "asked for a report from").split(", co-chaired")[0]
    assert [number for number, *_ in slots(asked)] == [36]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("The [Senior Officials Committee|F] debated a charter on 14 May, chaired by Envoy [Ali Hamad|O].", [["Ali Hamad"]]),
        ("The [Senior Officials Committee|F] debates charters. A song of 14 May, written by Envoy [Ali Hamad|O], is one.", []),
        ("The [Economic Ministers Meeting|F] heard a report on cod. Minister [Ama Boateng|O] chaired.", [["Ama Boateng"]]),
        ("The [Economic Ministers Meeting|F] asked for a report on cod. Minister [Ama Boateng|O] answered.", []),
        ("Minister [Ama Boateng|O] took part in the [Foreign Ministers Council|F] in Rome on Monday.", [[]]),
        ("Minister [Ama Boateng|O] took a dim view of the [Foreign Ministers Council|F] in Rome on Monday.", []),
        ("Officials gathered in Rome on 14 May in the format of the [Peru-Chile Cyber Dialogue|F].", [[]]),
        ("Officials gathered in Rome on 14 May in praise of the [Peru-Chile Cyber Dialogue|F].", []),
    ],
)  # fmt: skip
def test_sessions_told_without_a_number(marked, wanted):
    assert [names for *_, names in slots(marked)] == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        # heads of delegation in a list
        ("The heads of delegation were:\n\n(i) Ghana: Hon. [Ama Boateng|O], Minister of Trade;\n(ii) Malta: Hon. [Ian Borg|O], Minister of Ports.", ["Ama Boateng", "Ian Borg"]),
        ("The heads of delegation spoke. Those who sang were:\n\n(i) Ghana: Hon. [Ama Boateng|O], Minister of Trade.", []),
        # that of another side
        ("Minister [Ama Boateng|O] headed the Ghanaian team; that of Malta was under Minister [Ian Borg|O].", ["Ama Boateng", "Ian Borg"]),
        ("Minister [Ama Boateng|O] headed the Ghanaian team; the roof of Malta's hall was under Mr. [Ian Borg|O].", ["Ama Boateng"]),
        # another body
        ("[Ian Borg|O], who heads the committee, asked for cod.", []),
        ("[Ian Borg|O], who heads the commission, asked for cod.", ["Ian Borg"]),
        # agreed, not held
        ("Minister [Ama Boateng|O] sang of cod, [Ian Borg|O] of nets. The two sides agreed to hold the [fourth session|R] in Valletta in 2026.", []),
        # "Held online, it was led by"
        ("Held online, it dealt with cod, and was led by Minister [Ama Boateng|O] and Minister [Ian Borg|O].", ["Ama Boateng", "Ian Borg"]),
        ("Cooked well, cod tastes of the sea, and was sung of by Minister [Ama Boateng|O].", []),
    ],
)  # fmt: skip
def test_who_heads_what(sentence, wanted):
    told = "The [third session|R] of the [Joint Commission|F] between Ghana and Malta took place in Accra on Monday. "
    assert sorted(chairs(told + sentence)) == wanted


def test_a_delegation_under_a_minister_came_for_the_session():
    told = "A delegation of Malta under Minister [Ian Borg|O] came to Accra for the [third session|R] of the [Joint Commission|F], which was held on Monday."
    assert chairs(told) == {"Ian Borg": "Malta"}
    assert chairs(told.replace("A delegation of Malta under", "A song of Malta under")) == {}


def test_a_summit_of_an_organisation_whose_next_one_is_told_in_its_item():
    told = """Leaders in Accra

The summit of the [Andean Community|F] was held in Quito on Monday. The next summit will be held in Lima in 2025.

Cod in Malta

The [third session|R] of the [Ghana-Malta Joint Commission|F] was held in Valletta on Tuesday."""
    assert ("Andean Community", "scheduled", "Lima") in [(m.forum, m.status, m.place) for m in read(told).meetings]
    alone = told.replace(
        "The summit of the [Andean Community|F] was held in Quito", "The [Andean Community|F] sang in Quito"
    )
    assert all(m.forum != "Andean Community" for m in read(alone).meetings)
