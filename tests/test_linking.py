# ruff: noqa: E501 - one marked-up line a row
"""From marked-up articles to records: sessions, chairs, places, dates, sides, and where each value came from."""

from __future__ import annotations

import gc

import pytest
import spacy
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


def test_linking_makes_no_cycles_so_that_it_may_pause_the_collector():
    read(REPORT)  # fills what is kept for the next article
    gc.collect()
    read(REPORT)
    assert gc.isenabled() and gc.collect() == 0


def test_neither_does_the_component_that_writes_the_records():
    text, spans = parse_marked(REPORT)
    nlp = spacy.blank("en")
    component = nlp.add_pipe("communique_meetings")
    docs = [nlp.make_doc(text) for _ in range(2)]
    for doc in docs:
        doc.ents = [doc.char_span(s["start"], s["end"], label=s["label"]) for s in spans]
    component(docs[0])
    gc.collect()
    component(docs[1])
    assert docs[1]._.meetings and gc.isenabled() and gc.collect() == 0


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_was_also_when_linking_fails(enabled, monkeypatch):
    def fail(article):
        assert not gc.isenabled()
        raise ValueError("broken")

    monkeypatch.setattr("communique.linking.records.find_series", fail)
    try:
        if not enabled:
            gc.disable()
        with pytest.raises(ValueError, match="broken"):
            read(REPORT)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


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


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (  # the initials of the last words of a name
            "The [fifth meeting|R] of the [Oman-Chile Fisheries Joint Working Group|F] was held in Lima in May 2023, after the "
            "[first|R] [Chile-Oman Kelp Dialogue|F], held in 2021. The [JWG|F] will meet again in Quito in 2025.",
            [("Oman-Chile Fisheries Joint Working Group", 5), ("Chile-Oman Kelp Dialogue", 1), ("Oman-Chile Fisheries Joint Working Group", None)],
        ),
        (
            "Ministers met in Lima on Friday for the [fifth|R] [AKMIN|F], as the [Andean Kelp Consultations|F] are known.",
            [("Andean Kelp Consultations", 5)],
        ),
        (
            "Ministers met in Lima on Friday for the [fifth|R] [AKMIN|F], as the [Andean Kelp Consultations|F] are late.",
            [("AKMIN", 5)],
        ),
        (
            "The [second|R] [Cod Union and Kelp Union Ministerial Meeting|F] was held in Lima on Friday. The [Kelp Union|F] has a flag.",
            [("Cod Union and Kelp Union Ministerial Meeting", 2)],
        ),
        (
            "Lima hosts the [Kelp talks|F]\n\nThe [fifth round|R] of [talks on Kelp|F] was held in Lima on Friday.",  # the one that is numbered
            [("talks on Kelp", 5)],
        ),
        (
            "The [52nd|R] [Cod Islands Forum Leaders Meeting|F] opens in Lima on Monday. The [51st|R] [Leaders Meeting|F] was held in Quito in July 2023.",
            [("Cod Islands Forum Leaders Meeting", 52), ("Cod Islands Forum Leaders Meeting", 51)],
        ),
    ],
)  # fmt: skip
def test_what_a_forum_is_called_for_short(marked, wanted):
    assert [(m.forum, m.round) for m in read(marked).meetings] == wanted


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (  # it is the minister who called
            "Minister [Ana Rojas|O], who led the Chilean team to the [3rd|R] [Kelp Dialogue|F], has called for more ships. The meeting was held in Lima on Monday.",
            [(3, "held", "Lima", "2024-05-13")],
        ),
        ("The minister saw that a [3rd|R] [Kelp Dialogue|F], in Lima, was called for.", []),
        (
            "She spoke after yesterday's meeting in Lima of the [Kelp Conference|F] ([KC|F]), which was dominated by cod.",
            [(None, "held", "Lima", "2024-05-16")],
        ),
        ("She spoke after yesterday's walk in Lima of the [Kelp Conference|F] ([KC|F]), which was dominated by cod.", []),
        (  # a verb that stands once for two forums
            "The [Kelp Group|F] held its [third meeting|R] in Lima on Friday. The [Cod Committee|F] will sit again in September 2024 and the [Kelp Group|F] in August 2025.",
            [(3, "held", "Lima", "2024-05-17"), (None, "scheduled", None, "2024-09"), (None, "scheduled", None, "2025-08")],
        ),
        (
            "The [Kelp Group|F] held its [third meeting|R] in Lima on Friday. The [Cod Committee|F] will sit again in September 2024 and the [Kelp Group|F] got a ship in August 2025.",
            [(3, "held", "Lima", "2024-05-17"), (None, "scheduled", None, "2024-09")],
        ),
        (
            "The [Peru-Oman Kelp Dialogue|F] ([PKD|F]) was held in Lima on Friday. The last [PKD|F] goes back to June 2015 in Quito.",
            [(None, "held", "Lima", "2024-05-17"), (None, "held", "Quito", "2015-06")],
        ),
        (  # where and when two sides met is not said of the session before
            "On May 10, Oman and Chile convened in Lima to see what was done since the previous [Dialogue|F] in July 2022. "
            "The talks were part of the [seventh|R] [Kelp Dialogue|F].",
            [(None, "held", None, "2022-07"), (7, "held", "Lima", "2024-05-10")],
        ),
        (
            "The [Kelp Council|F] met in Lima on Monday and took note of the 2030 Agenda.",
            [(None, "held", "Lima", "2024-05-13")],
        ),
        ("The [Kelp Council|F] met in Lima and took note of the 2030 Agenda.", [(None, "held", "Lima", None)]),
        (  # letters of a headline that nothing spells out
            "[Seventh session|R] of [KOSPA|F] held in Lima\n\nLIMA, May 16 (CN) -- Ministers attended the [seventh session|R] of the [Ports Committee|F] on Thursday.",
            [(7, "held", "Lima", "2024-05-16")],
        ),
        (
            "[Seventh session|R] of [KOSPA|F] held in Lima\n\nLIMA, May 16 (CN) -- Ministers attended the [sixth session|R] of the [Ports Committee|F] on Thursday.",
            [(7, "held", "Lima", None), (6, "held", None, "2024-05-16")],
        ),
        (  # who sat today, in the present, and what is still to come
            "Secretaries sat in Lima today, as the [Peru-Oman Kelp Commission|F] resumes its work. The [38th|R] [Kelp Commission|F] meeting of ministers is scheduled for May 25.",
            [(None, "held", "Lima", "2024-05-17"), (38, "scheduled", None, "2024-05-25")],
        ),
        (
            "Roads are closed from Monday, when the [48th meeting|R] of the [Kelp Conference|F] opens in Lima. Last July's postponed summit was held in Quito.",
            [(48, "scheduled", "Lima", "2024-05-20"), (None, "held", "Quito", "2023-07")],
        ),
        (
            "Roads were closed from Monday, when the [48th meeting|R] of the [Kelp Conference|F] opened in Lima. Last July's postponed summit was wanted in Quito.",
            [(48, "held", "Lima", "2024-05-13")],
        ),
        (
            "Ministers put the last touches to papers for the upcoming [Kelp League Lima Summit|F].",
            [(None, "scheduled", "Lima", None)],
        ),
        ("Ministers put the last touches to papers for the upcoming [Kelp League Leaders Summit|F].", []),
        (
            "She spoke on Tuesday in Quito of the [Kelp Islands Forum|F], whose leaders are due in Lima later this year.",
            [(None, "scheduled", "Lima", "2024")],
        ),
        ("She spoke on Tuesday in Quito of the [Kelp Islands Forum|F], whose lawyers are due in Lima later this year.", []),
        (
            "President [Ana Rojas|O] is currently presiding over the [fifth|R] [Kelp Conference|F] in Lima. The session is expected to end late.",
            [(5, "held", "Lima", None)],
        ),
        (
            "The [Cod Council|F] was held in Lima on Monday. The [fifth|R] [Kelp Conference|F] follows in the same hall on May 25.",
            [(None, "held", "Lima", "2024-05-13"), (5, "scheduled", "Lima", "2024-05-25")],
        ),
        (  # the sessions of an organisation that met for one of them
            "Heads of state of the [Organization of Kelp States|F] ([OKS|F]) met on Friday in Lima for their [10th summit|R]. "
            "Oman and Chile want ships.\n\nThe ports were admitted at the [ninth summit|R] held in Quito in November 2022.",
            [(10, "held", "Lima", "2024-05-17"), (9, "held", "Quito", "2022-11")],
        ),
    ],
)  # fmt: skip
def test_sessions_as_dailies_word_them(marked, wanted):
    assert [(m.round, m.status, m.place, m.date) for m in read(marked).meetings] == wanted


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


ITEM = """THE MONTHLY COURIER

MANAMA: The [Bahrain-Peru Joint Committee|F] convened its [third session|R] in Manama on Tuesday.

Ministers gather in Quito

The [sixth session|R] of the [Peru-Chile Joint Commission|F] was opened on Monday."""


def test_the_heading_of_an_item_names_the_city_of_its_session():
    assert [place for _, _, place, *_ in slots(ITEM)] == ["Manama", "Quito"]
    assert [place for _, _, place, *_ in slots(ITEM.replace("gather in", "speak of"))] == ["Manama", None]


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


FIFTH = "The [fifth session|R] of the [Peru-Chile Joint Commission|F] was held in Lima on Monday. "
TWO = ["Ana Rojas", "Luis Vega"]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # words between the verb and the session that somebody led
        ("Presidents [Ana Rojas|O] and [Luis Vega|O] headed in the port city of Ilo the [fifth|R] [Joint Commission|F].", TWO),
        ("Presidents [Ana Rojas|O] and [Luis Vega|O] headed in the port city of Ilo the orchestra of the [Joint Commission|F].", []),
        ("Presidents [Ana Rojas|O] and [Luis Vega|O] brought to an end the [fifth|R] [Joint Commission|F].", TWO),
        ("Presidents [Ana Rojas|O] and [Luis Vega|O] brought to mind the [fifth|R] [Joint Commission|F].", []),
        # a gerund behind another verb
        ("Presidents [Ana Rojas|O] and [Luis Vega|O] signed papers after presiding over the [fifth|R] [Joint Commission|F].", TWO),
        ("Presidents [Ana Rojas|O] and [Luis Vega|O] signed papers after eating at the [fifth|R] [Joint Commission|F].", []),
        # the post stands for the one of whom the text spoke
        ("Minister [Ana Rojas|O] flew in. The Minister will co-chair the [fifth session|R] of the [Joint Commission|F] with Mr. [Luis Vega|O].", TWO),
        ("Minister [Ana Rojas|O] flew in. The Minister will skip the [fifth session|R] of the [Joint Commission|F] with Mr. [Luis Vega|O].", []),
        # two chairmen, each of a side
        ("The [Joint Commission|F] convened its [fifth session|R] with Minister [Ana Rojas|O] as chairman of the Peruvian side and Minister [Luis Vega|O] as chairman of the Chilean side.", TWO),
        ("The [Joint Commission|F] convened its [fifth session|R] with Minister [Ana Rojas|O] as chairman of the Peruvian side and Minister [Luis Vega|O] as interpreter.", ["Ana Rojas"]),
        # a seat, and another body
        (FIFTH + "In the chair reserved for Chile sat Minister [Luis Vega|O].", []),
        (FIFTH + "In the chair was Minister [Luis Vega|O].", ["Luis Vega"]),
        (FIFTH + "Under the chairmanship of the Prime Minister, [Ana Rojas|O], the Council of Ministers approved a budget.", []),
        (FIFTH + "Under the chairmanship of the Prime Minister, [Ana Rojas|O], the session approved a budget.", ["Ana Rojas"]),
        (FIFTH + "The [Truth Commission|M] held its tenth session of hearings under the chairmanship of Dr. [Ana Rojas|O].", []),
        (FIFTH + "The session praised the [Truth Commission|M] under the chairmanship of Dr. [Ana Rojas|O].", ["Ana Rojas"]),
        # who met for consultations, and who was somebody's host
        ("Minister [Ana Rojas|O] flew in. During [political consultations|F] in Sofia on 6 May with Deputy Minister [Luis Vega|O], the sides spoke of fish.", TWO),
        ("Minister [Ana Rojas|O] flew in. During [political consultations|F] in Sofia on 6 May, Deputy Minister [Luis Vega|O] spoke of fish.", []),
        (FIFTH + "Minister [Ana Rojas|O] led the visiting side.\n\nShe praised ports. Fish was good.\n\nHer host, Minister [Luis Vega|O], spoke of nets.", TWO),
        (FIFTH + "Minister [Ana Rojas|O] led the visiting side.\n\nShe praised ports. Fish was good.\n\nHer driver, Minister [Luis Vega|O], spoke of nets.", ["Ana Rojas"]),
        # headings, participles, pronouns
        ("[Ana Rojas|O] Chairs [5th|R] [Peru-Chile Joint Commission|F] with [Luis Vega|O]", TWO),
        ("[Ana Rojas|O] Praises Chairs of [5th|R] [Peru-Chile Joint Commission|F] with [Luis Vega|O]", []),
        (FIFTH + "Heading up the Chilean delegation, Minister [Luis Vega|O] praised fish.", ["Luis Vega"]),
        (FIFTH + "Heading up to the north, Minister [Luis Vega|O] praised fish.", []),
        (FIFTH + "Minister [Ana Rojas|O] was joined in the chair by Minister [Luis Vega|O].", TWO),
        (FIFTH + "Minister [Ana Rojas|O] was in the chair, bought by Minister [Luis Vega|O].", ["Ana Rojas"]),
        (FIFTH + "Minister [Ana Rojas|O] sang. She and Minister [Luis Vega|O] are the co-chairs.", TWO),
        (FIFTH + "Minister [Ana Rojas|O] sang. One and Minister [Luis Vega|O] are the co-chairs.", ["Luis Vega"]),
        (FIFTH + "Minister [Ana Rojas|O] sang. The commission is co-chaired by her and Minister [Luis Vega|O].", TWO),
        (FIFTH + "Minister [Ana Rojas|O] sang. The commission is co-chaired by Peru and Minister [Luis Vega|O].", ["Luis Vega"]),
        # sides of the talks
        ("[Ana Rojas|O] led the talks on the Peruvian side at the [fifth|R] [Joint Commission|F], and [Luis Vega|O] on the Chilean.", TWO),
        ("[Ana Rojas|O] led the talks on the Peruvian side at the [fifth|R] [Joint Commission|F], and [Luis Vega|O] sang in the Chilean choir.", ["Ana Rojas"]),
        (FIFTH + "The Chilean delegation was headed by [Luis Vega|O], the host country's was led by [Ana Rojas|O].", TWO),
        (FIFTH + "The Chilean delegation was headed by [Luis Vega|O], the host country's choir was led by [Ana Rojas|O].", ["Luis Vega"]),
        (FIFTH + "[Ana Rojas|O] signed on behalf of Peru while [Luis Vega|O] signed for Chile.", TWO),
        (FIFTH + "[Ana Rojas|O] signed on top of a box while [Luis Vega|O] signed for fun.", []),
        ("Minister [Ana Rojas|O] had [political consultations|F] with her colleague [Luis Vega|O] in Sofia on 6 May.", TWO),
        ("Minister [Ana Rojas|O] had praise for [political consultations|F] with her colleague [Luis Vega|O] in Sofia on 6 May.", []),
        ("The [fifth|R] [Joint Commission|F], held in Lima and chaired on the Peruvian side by Minister [Ana Rojas|O], dealt with fish.", ["Ana Rojas"]),
        ("The [fifth|R] [Joint Commission|F], held in Lima and charmed on the Peruvian side by Minister [Ana Rojas|O], dealt with fish.", []),
        # other bodies and teams
        (FIFTH + "The working group on mining, co-chaired by [Ana Rojas|O] and [Luis Vega|O], gave a report.", []),
        (FIFTH + "The commission on mining, co-chaired by [Ana Rojas|O] and [Luis Vega|O], gave a report.", TWO),
        ("A parliamentary delegation headed by Speaker [Luis Vega|O] was in Lima. " + FIFTH, []),
        ("A Chilean delegation headed by Minister [Luis Vega|O] was in Lima. " + FIFTH, ["Luis Vega"]),
        (FIFTH + "The deputies, [Ana Rojas|O] and [Luis Vega|O], had co-chaired the meeting of experts.", []),
        (FIFTH + "The ministers, [Ana Rojas|O] and [Luis Vega|O], had co-chaired the meeting of Monday.", TWO),
        ("Minister [Ana Rojas|O] received Mr. [Luis Vega|O] in Lima. They agreed to hold the [sixth|R] [Peru-Chile Joint Commission|F] in May.", []),
        ("Minister [Ana Rojas|O] received Mr. [Luis Vega|O] in Lima. It was for the [sixth|R] [Peru-Chile Joint Commission|F] in May.", TWO),
        (FIFTH + "Minister [Ana Rojas|O] chaired it. Also at the table were Mayor [Amit Kumar|O] and, for Chile, Minister [Luis Vega|O].", ["Ana Rojas"]),
    ],
)  # fmt: skip
def test_who_chairs_in_the_words_of_newspapers(marked, wanted):
    assert sorted(chairs(marked)) == wanted


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # the session told in the sentence before, or the two of them
        (
            "The most recent meeting of the [Peru-Chile Joint Commission|F] was held in Lima in 2022. [Ana Rojas|O] and [Luis Vega|O] co-chaired the meeting. The next meeting will be in Arica in 2025.",
            [("held", "Lima", "2022", TWO), ("scheduled", "Arica", "2025", [])],
        ),
        (
            FIFTH + "The [fourth session|R] was held in Arica in 2019. It was chaired by [Ana Rojas|O].",
            [("held", "Lima", "2024-05-13", []), ("held", "Arica", "2019", ["Ana Rojas"])],
        ),
        (
            FIFTH + "The [fourth session|R] was held in Arica in 2019. [Ana Rojas|O] led the Peruvian side.",
            [("held", "Lima", "2024-05-13", ["Ana Rojas"]), ("held", "Arica", "2019", [])],
        ),
        (
            "Lima hosted the [fifth|R] [Andean Summit|F] on 12 May and the [third|R] [Amazon Forum|F] was held in Arica on 13 May. President [Ana Rojas|O] chaired both.",
            [("held", "Lima", "2024-05-12", ["Ana Rojas"]), ("held", "Arica", "2024-05-13", ["Ana Rojas"])],
        ),
        # another city and day
        (FIFTH + "The 2022 one, held by Zoom, dealt with fish.", [("held", "Lima", "2024-05-13", []), ("held", "virtual", "2022", [])]),
        (FIFTH + "The 2022 wine, sold by Zoom, dealt a blow to fish.", [("held", "Lima", "2024-05-13", [])]),
        (FIFTH + "The commission had not come together since Arica hosted it in May 2013.", [("held", "Lima", "2024-05-13", []), ("held", "Arica", "2013-05", [])]),
        (FIFTH + "The choir had not come together since Arica fed it in May 2013.", [("held", "Lima", "2024-05-13", [])]),
        (FIFTH + "Next week she flies to Arica for talks at the bank.", [("held", "Lima", "2024-05-13", [])]),
        (FIFTH + "The parliament set the last session of the spring period for 26 July.", [("held", "Lima", "2024-05-13", [])]),
        (
            "The [Andean Forum|F] condemned the raids after a meeting at its seat in Lima. The meeting was presided over by Minister [Ana Rojas|O].",
            [("held", "Lima", None, ["Ana Rojas"])],
        ),
        ("The [Andean Forum|F] condemned the raids after a meeting at its seat in Lima. The raids were led by a Minister, [Ana Rojas|O].", []),
        (FIFTH + "The [Amazon Council|F] convened in the same hall on Tuesday.", [("held", "Lima", "2024-05-13", []), ("held", "Lima", "2024-05-14", [])]),
        (FIFTH + "The [Amazon Council|F] convened in the same spirit on Tuesday.", [("held", "Lima", "2024-05-13", []), ("held", None, "2024-05-14", [])]),
        (
            "Directors met in Kaunas on 14 May. Opening the [Directors’ Meeting|F], Minister [Ana Rojas|O] called for peace.",
            [("held", "Kaunas", "2024-05-14", [])],
        ),
        ("Directors met in Kaunas on 14 May. Reading the [Directors’ Meeting|F], Minister [Ana Rojas|O] called for peace.", []),
        (
            "Mr. [Luis Vega|O] will visit Peru from Sunday for the [fifth|R] [Joint Commission|F]. The meeting, slated for Monday in Lima, will last long.",
            [("scheduled", "Lima", "2024-05-20", [])],
        ),
        (
            "Peru will feed guests from Sunday for the [fifth|R] [Joint Commission|F]. The meeting, slated for Monday in Lima, will last long.",
            [("scheduled", "Lima", "2024-05-19", [])],
        ),
        ("The sides spoke of fish and the organization of a session of [economic consultations|F] in Lima.", []),
        # a day counted from the day told before, and a first day told in a later sentence
        (
            "The [fifth session|R] of the [Joint Commission|F] ended in Lima on Wednesday. It had opened the day before under the chairmanship of [Ana Rojas|O].",
            [("held", "Lima", "2024-05-14", ["Ana Rojas"])],
        ),
        (
            "The [fifth session|R] of the [Joint Commission|F] ended in Lima on Wednesday. A choir had sung the day before.",
            [("held", "Lima", "2024-05-15", [])],
        ),
        (
            "Peru and Chile will seek fish when officials meet in Lima this month for the [fifth session|R] of the [Joint Commission|F]. The three-day meeting starts on Thursday, May 23, and ends on Saturday.",
            [("scheduled", "Lima", "2024-05-23", [])],
        ),
        (
            "The [Joint Commission|F] has not been held since June 2019, when the [tenth round|R] took place in Lima.",
            [("held", "Lima", "2019-06", [])],
        ),
        # where and when something else was
        (
            "Peru and Chile will hold the [fifth session|R] of the [Joint Commission|F] in Lima next month, Minister [Ana Rojas|O] told reporters in Arica on Monday.",
            [("scheduled", "Lima", "2024-06", [])],
        ),
        (
            "Peru and Chile will hold the [fifth session|R] of the [Joint Commission|F] in Lima next month, Minister [Ana Rojas|O] sang.",
            [("scheduled", "Lima", "2024-06", [])],
        ),
        (
            "Ministers agreed in Arica on Monday to convene the [sixth session|R] of the [Joint Commission|F] in Lima by the end of the year.",
            [("scheduled", "Lima", "2024", [])],
        ),
        (
            "Ministers arrive in Arica on Monday to convene the [sixth session|R] of the [Joint Commission|F] by the end of the year.",
            [("scheduled", "Arica", "2024-05-20", [])],
        ),
        (
            FIFTH + "It was preceded on 11 May by the [third meeting|R] of the [Mining Group|F].",
            [("held", "Lima", "2024-05-13", []), ("held", None, "2024-05-11", [])],
        ),
        ("The [fifth|R] [Joint Commission|F], set for last week in Lima, was postponed to 5 June.", [("scheduled", "Lima", "2024-06-05", [])]),
        ("The [fifth|R] [Joint Commission|F], set for last week in Lima, was postponed to much regret.", []),
        ("The [fifth|R] [Joint Commission|F] was held in Piura over two days ending on Wednesday.", [("held", "Piura", "2024-05-14", [])]),
        ("The [fifth|R] [Joint Commission|F] was held in Piura over two plates of fish on Wednesday.", [("held", "Piura", "2024-05-15", [])]),
        (
            "Lima is hosting the [fifth|R] [Peru-Chile Joint Commission|F], two years after Arica hosted the [fourth|R].",
            [("held", "Lima", None, []), ("held", "Arica", None, [])],
        ),
        (FIFTH + "Singapore will host the next session in 2030.", [("held", "Lima", "2024-05-13", []), ("scheduled", None, "2030", [])]),
        (FIFTH + "Arica hosts again in 2030.", [("held", "Lima", "2024-05-13", []), ("scheduled", None, "2030", [])]),
        (FIFTH + "Arica sings again in 2030.", [("held", "Lima", "2024-05-13", [])]),
        (
            "At its [fifth session|R] in Lima, the [Joint Commission|F] decided on 14 May to open two ports.",
            [("held", "Lima", "2024-05-14", [])],
        ),
        ("The [fifth session|R] of the [Joint Commission|F] is to open in Lima on 24 May.", [("scheduled", "Lima", "2024-05-24", [])]),
        # days counted from the day told last
        (
            FIFTH + "The [Mining Group|F] had met two days before, at the same hotel.",
            [("held", "Lima", "2024-05-13", []), ("held", "Lima", "2024-05-11", [])],
        ),
        (
            FIFTH + "The [Mining Group|F] had met for two days at the same hotel.",
            [("held", "Lima", "2024-05-13", []), ("held", "Lima", None, [])],
        ),
        (
            FIFTH + "It had been prepared by the [Mining Group|F], which sat on the two previous days.",
            [("held", "Lima", "2024-05-13", []), ("held", None, "2024-05-11", [])],
        ),
        ("Fish was sold on 12 May, and on Monday, 13 May. The [Joint Commission for Fish|F] met that day in Lima.", [("held", "Lima", "2024-05-13", [])]),
        ("Fish was sold on 12 May, and on Monday, 13 May. The [Joint Commission for Fish|F] met that danger in Lima.", [("held", "Lima", "2024-05-12", [])]),
        # the day of a report, and the day on which somebody spoke
        (
            "Ministers will meet in Lima on Thursday for the [fifth session|R] of the [Joint Commission|F], it was learned on Monday.",
            [("scheduled", "Lima", "2024-05-23", [])],
        ),
        (
            "Ministers will meet in Lima on Thursday for the [fifth session|R] of the [Joint Commission|F], and Ana dined on Monday.",
            [("scheduled", "Lima", "2024-05-20", [])],
        ),
        ("The [fifth session|R] of the [Joint Commission|F] was held in Lima, state radio reports on Wednesday.", [("held", "Lima", None, [])]),
        ("The [fifth session|R] of the [Joint Commission|F] was held in Lima, to much praise, on Wednesday.", [("held", "Lima", "2024-05-15", [])]),
        (
            "Trade will double, the two ministers announced on Wednesday.\n\nThey were speaking after the [fifth session|R] of the [Joint Commission|F] in Lima.",
            [("held", "Lima", "2024-05-15", [])],
        ),
        (
            "Trade will double, the two ministers announced on Wednesday.\n\nThey were waiting for the [fifth session|R] of the [Joint Commission|F] in Lima.",
            [("held", "Lima", None, [])],
        ),
        (
            "Two days of talks brought no peace. The [fifth session|R] of the [Joint Commission|F] closed in Lima on Wednesday.",
            [("held", "Lima", "2024-05-14", [])],
        ),
        (
            "Two days of rain brought no peace. The [fifth session|R] of the [Joint Commission|F] closed in Lima on Wednesday.",
            [("held", "Lima", "2024-05-15", [])],
        ),
        (
            "The chair passes to Peru on 1 June, and the [fifth session|R] of the [Joint Commission|F] is to be held in Lima in 2026.",
            [("scheduled", "Lima", "2026", [])],
        ),
        (
            "The chair passes to Peru when on 1 June the [fifth session|R] of the [Joint Commission|F] is held in Lima.",
            [("scheduled", "Lima", "2024-06-01", [])],
        ),
        # an office or a body that began, and a body whose officials met
        ("Ana praised her chairmanship of the [Joint Commission for Fish|F], which began in Lima in May.", []),
        ("Ana praised the work of the [Joint Commission for Fish|F], which began in Lima in May.", [("held", "Lima", "2024-05", [])]),
        ("The [Joint Commission for Fish|F] was launched in 1999.", []),
        ("The [Joint Commission for Fish|F] was opened in 1999.", [("held", None, "1999", [])]),
        ("Ministers of three states met on Monday in Lima under the [Joint Commission for Fish|F].", [("held", "Lima", "2024-05-13", [])]),
        ("Ministers of three states sang on Monday in Lima under the [Joint Commission for Fish|F].", []),
        # sessions beside the one that is reported
        (
            FIFTH + "The sides will meet again for a special session of the [Joint Commission|F] in June 2024.",
            [("held", "Lima", "2024-05-13", []), ("scheduled", None, "2024-06", [])],
        ),
        (
            FIFTH + "The sides will eat again for a special session of the [Joint Commission|F] in June 2024.",
            [("held", "Lima", "2024-05-13", [])],
        ),
        (
            "The [Joint Commission for Fish|F] met on Monday in Lima. The [27th meeting|R] of the [Commission|F] is to be held in Arica in 2025.",
            [("held", "Lima", "2024-05-13", []), ("scheduled", "Arica", "2025", [])],
        ),
        (
            "The [Joint Commission for Fish|F] met. The [27th meeting|R] of the [Commission|F] was held in Arica in 2023.",
            [("held", "Arica", "2023", [])],
        ),
        (
            FIFTH + "Envoys repeated the call from their 2015 meeting in Arica for peace.",
            [("held", "Lima", "2024-05-13", []), ("held", "Arica", "2015", [])],
        ),
        (FIFTH + "Envoys repeated the call from their 2015 dinner in Arica for peace.", [("held", "Lima", "2024-05-13", [])]),
        (
            "Envoys had prepared the ground at the [fifth session|R] of the [Joint Commission|F] in Lima in March. The [Commission|F] will publish a map.",
            [("held", "Lima", "2024-03", [])],
        ),
        (
            "Envoys hoped to prepare the ground at the [fifth session|R] of the [Joint Commission|F] in Lima in July. The [Commission|F] will publish a map.",
            [("scheduled", "Lima", "2024-07", [])],
        ),
        (
            "The [consultations|F] with Peru, in which our side will be headed by Ambassador [Ana Rojas|O], will be held in Lima on 3 June.",
            [],
        ),
        (
            "The [political consultations|F] with Peru, in which our side will be headed by Ambassador [Ana Rojas|O], will be held in Lima on 3 June.",
            [("scheduled", "Lima", "2024-06-03", ["Ana Rojas"])],
        ),
        (
            FIFTH + "The last time the [Joint Commission|F] met was in Arica, in 2006. Its [fourth session|R] had yielded a treaty.",
            [("held", "Lima", "2024-05-13", []), ("held", "Arica", "2006", [])],
        ),
        (
            FIFTH + "The last time the [Joint Commission|F] met was in Arica, in 2006. Its [third session|R] had yielded a treaty.",
            [("held", "Lima", "2024-05-13", []), ("held", "Arica", "2006", []), ("held", None, None, [])],
        ),
        (
            FIFTH + "“I hope the [fifth session|R] will help us,” said Mr. [Luis Vega|O].",
            [("held", "Lima", "2024-05-13", [])],
        ),
    ],
)  # fmt: skip
def test_sessions_in_the_words_of_newspapers(marked, wanted):
    found = [(m.status, m.place, m.date, sorted(c.name for c in m.co_chairs)) for m in read(marked).meetings]
    assert found == wanted


@pytest.mark.parametrize(
    ("marked", "place"),
    [
        ("The [fifth|R] [Joint Commission|F] was held at the Congress Centre, Lakeside, Lima.", "Lima"),
        ("The [fifth|R] [Joint Commission|F] was held at the Savoy Resort, Beau Vallon, Seychelles.", "Beau Vallon"),
        ("The [fifth|R] [Joint Commission|F] was held at the Savoy Resort, Wing Two, Second Floor.", None),
        ("The [fifth|R] [Joint Commission|F] was held in Čatež ob Savi.", "Čatež ob Savi"),
        ("The team came home on Monday from Jaén, where work had begun on the papers of the [fifth|R] [Joint Commission|F].", "Jaén"),
        ("The team came home on Monday from Jaén. Work had begun on the papers of the [fifth|R] [Joint Commission|F].", None),
        ("The [fifth|R] [Joint Commission|F] condemned the raids in Ilo, in a text that it passed after a meeting at its seat in Lima.", "Lima"),
        ("The [fifth|R] [Joint Commission|F] condemned the raids in Ilo, in a text that it passed after a nap at its seat in Lima.", "Ilo"),
        ("[Fifth|R] [Joint Commission|F] (Lima, 13-14 May 2024)\n\nFish was spoken of.", "Lima"),
        ("[Fifth|R] [Joint Commission|F] (fish, 13-14 May 2024)\n\nFish was spoken of.", None),
        ("The [fifth|R] [Joint Commission|F] was held on Monday. The venue was the Torre Tagle Palace in Lima.", "Lima"),
        ("The [fifth|R] [Joint Commission|F] was held on Monday. The fish was that of the Torre Tagle Palace in Lima.", None),
        ("The text sets Tumbes as the venue of the [fifth|R] [Joint Commission|F].", "Tumbes"),
        ("The text sets Tumbes as the name of a cake at the [fifth|R] [Joint Commission|F].", None),
        ("Fish sold\n\nBy Our Correspondent, Kigoma\n\nThe [fifth|R] [Joint Commission|F] was held here yesterday.", "Kigoma"),
        ("Fish sold\n\nBy Our Cook, Kigoma\n\nThe [fifth|R] [Joint Commission|F] was held here yesterday.", None),
        # a building that has its city's name in front
        ("The [fifth|R] [Joint Commission|F] was held on Monday at the Lima Convention Centre.", "Lima"),
        ("The [fifth|R] [Joint Commission|F] was held on Monday at the Lima Peace price.", None),
        # the city right behind the session, and the one right behind the verb
        ("Apples from farms in Ica took up the morning when ministers met for the [fifth|R] [Joint Commission|F] in Lima.", "Lima"),
        ("Apples were eaten in Ica when ministers met for the [fifth|R] [Joint Commission|F] in peace.", "Ica"),
        ("The presidents made promises in Ica. A month after what was said in Ica, ministers gathered in Lima on Monday.\n\nThe [fifth|R] [Joint Commission|F] passed a text.", "Lima"),
        ("The [fifth|R] [Joint Commission|F] was held at Kuakata in September 2021.", "Kuakata"),
        ("The [fifth|R] [Joint Commission|F] was held at last in September 2021.", None),
    ],
)  # fmt: skip
def test_places_in_the_words_of_newspapers(marked, place):
    assert [m.place for m in read(marked).meetings] == [place]


def test_the_post_behind_a_name_may_be_that_of_the_next():
    told = "At the invitation of Minister [Ana Rojas|O], Chile's Minister [Luis Vega|O] came to Lima on 13 May, where the two co-chaired the [fifth|R] [Peru-Chile Joint Commission|F]."
    assert chairs(told) == {"Ana Rojas": "Peru", "Luis Vega": "Chile"}
    assert chairs(told.replace(", Chile's Minister [", ", Chile's Minister of Trade, ["))["Ana Rojas"] == "Chile"


@pytest.mark.parametrize(("heading", "date"), [("TUESDAY", "2024-05-14"), ("FISHERIES", None)])
def test_a_day_over_the_items_of_a_review_is_theirs(heading, date):
    review = f"""The week's news

MONDAY

Peru and Oman ended in Lima the [sixth meeting|R] of the [Committee on Fish|F].

{heading}

Minister [Ana Rojas|O] came to Doha at the head of a team for the [Peru-Qatar Joint Commission|F], which had not met since 2018. [Ana Rojas|O] presided over the [fifth session|R]."""
    found = [(m.forum, m.round, m.place, m.date, [c.name for c in m.co_chairs]) for m in read(review).meetings]
    assert found == [
        ("Committee on Fish", 6, "Lima", "2024-05-13", []),
        ("Peru-Qatar Joint Commission", None, None, "2018", []),
        ("Peru-Qatar Joint Commission", 5, "Doha", date, ["Ana Rojas"]),
    ]


def test_each_paragraph_of_a_digest_that_begins_with_a_city_is_an_item():
    digest = """MANAMA: The [Bahrain-Peru Joint Committee|F] convened its [third session|R] in Manama on Tuesday.

DOHA: Envoy [Ana Rojas|O] met Deputy Minister [Luis Vega|O] on Monday for the [second round|R] of [political consultations|F]. Lima would host the [third round|R] in 2025."""
    rounds = [(m.forum, m.round, m.place) for m in read(digest).meetings]
    assert rounds == [
        ("Bahrain-Peru Joint Committee", 3, "Manama"),
        ("political consultations", 2, None),
        ("political consultations", 3, "Lima"),
    ]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # counted without an ordinal of its own
        ("Peru and Chile met in Lima on Monday for the fourth time under their [Joint Council|F]. The [inaugural session|R] took place in Arica in July 2021.", [(4, "held", "Lima", "2024-05-13"), (1, "held", "Arica", "2021-07")]),
        ("The [Joint Council|F] met in Lima on Monday for the second time this year.", [(None, "held", "Lima", "2024-05-13")]),
        # only the earlier session has a number
        ("The [Joint Council|F] met in Lima on Monday.\n\nThe [first session|R] was held in Arica in 2019.", [(None, "held", "Lima", "2024-05-13"), (1, "held", "Arica", "2019")]),
        # several in one sentence
        (FIFTH + "Previous ones took place in Arica in 2019 and in Ilo in 2021.", [(5, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2019"), (None, "held", "Ilo", "2021")]),
        (FIFTH + "The [third|R] and [fourth|R] were held in Arica in 2019 and in Ilo in 2021.", [(5, "held", "Lima", "2024-05-13"), (3, "held", "Arica", "2019"), (4, "held", "Ilo", "2021")]),
        (FIFTH + "Previous quarrels arose in Arica in 2019 and in Ilo in 2021.", [(5, "held", "Lima", "2024-05-13")]),
        # in a clause
        ("Years after its last session, held in Arica in April 2013, the [Joint Council|F] met in Lima on Monday.", [(None, "held", "Arica", "2013-04"), (None, "held", "Lima", "2024-05-13")]),
        ("The [Joint Council|F], which last met in Arica in 2019, convened in Lima on Monday.", [(None, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2019")]),
        ("It is the first time since 2005, when Arica hosted the [fourth session|R], that the [Joint Council|F] meets.", [(4, "held", "Arica", "2005")]),
        (FIFTH + "Ties have grown since King [Ana Rojas|O] and President [Luis Vega|O] last met in Arica in October 2019.", [(5, "held", "Lima", "2024-05-13")]),
        (FIFTH + "It was preceded by a [Committee on Cod|F] at which Ministers [Ana Rojas|O] and [Luis Vega|O] led the two sides.", [(5, "held", "Lima", "2024-05-13")]),
        (FIFTH + "Prior to the council meeting she called on the mayor in Arica.", [(5, "held", "Lima", "2024-05-13")]),
        (FIFTH + "“Much has changed since we last met in Arica in October 2019,” said [Ana Rojas|O].", [(5, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2019-10")]),
        # told of again in the next sentence, or in the one before
        (FIFTH + "The [fourth session|R] took place in Arica. That was in December 2021.", [(5, "held", "Lima", "2024-05-13"), (4, "held", "Arica", "2021-12")]),
        ("The two governments convened yesterday in Arica. This was the [eighth session|R] of the [Joint Council|F].", [(8, "held", "Arica", "2024-05-16")]),
        # officials beside the ministers
        ("Ministers will attend the [sixth session|R] of the [Joint Council|F] in Lima on 20 May 2024. It was prepared at a secretary-level meeting of the [Joint Council|F] in Arica yesterday.", [(6, "scheduled", "Lima", "2024-05-20"), (None, "held", "Arica", "2024-05-16")]),
        # who meets again, and who hosts
        ("The [Joint Council|F] met in Lima on Monday. The [Joint Council|F] will next meet in Arica in March 2025.", [(None, "held", "Lima", "2024-05-13"), (None, "scheduled", "Arica", "2025-03")]),
        ("On 20 June Arica will host a session of the [Joint Council|F].", [(None, "scheduled", "Arica", "2024-06-20")]),
        (FIFTH + "They spoke of a conference on fish which Arica will host next year.", [(5, "held", "Lima", "2024-05-13")]),
        # subjects and objects
        ("The [Joint Council|F], chaired by Ministers [Ana Rojas|O] and [Luis Vega|O], met in Lima on Monday.", [(None, "held", "Lima", "2024-05-13")]),
        ("The [Joint Council|F], chaired by Ministers [Ana Rojas|O] and [Luis Vega|O], is fond of Lima on Mondays.", []),
        ("The ministers are meeting today in the [Joint Council|F] in Lima.", [(None, "held", "Lima", "2024-05-17")]),
        ("The [Andean Union|F], whose summit was held in Lima on Monday, has five members.", [(None, "held", "Lima", "2024-05-13")]),
        ("They sang since the [Joint Council|F] decided to open talks in Lima on Monday.", []),
        ("Minister [Ana Rojas|O] will be in Lima next month for the [Joint Council|F].", [(None, "scheduled", "Lima", "2024-06")]),
        ("They recalled the [Peru-Chile Summit|F] of 14 June 2021 in Lima.", [(None, "held", "Lima", "2021-06-14")]),
        ("He spoke of the [Andean Summit|F] in Lima in September.", [(None, "scheduled", "Lima", "2024-09")]),
        ("[COP28|F], held in Dubai in December 2023, was long.", [(None, "held", "Dubai", "2023-12")]),
        # told by its day
        ("Last Friday's [Joint Council|F] in Lima was their first in person.", [(None, "held", "Lima", "2024-05-10")]),
        ("Last Friday's [Joint Council|F] statement was their first.", []),
        ("Envoys met:\n(i) [Trade Group|F], Lima, 27 February;\n(ii) [Cod Group|F], who are many.", [(None, "held", "Lima", "2024-02-27")]),
        ("A plan was agreed on at the [Joint Commission|F] in July 2022 in Arica.", [(None, "held", "Arica", "2022-07")]),
        ("A plan was sent to the [Joint Commission|F] on 5 May.", []),
        ("They spoke of work agreed at the previous [Joint Council|F] (virtual, 2021).", [(None, "held", "virtual", "2021")]),
        ("Peru looks forward to welcoming Chile in Cusco in 2025 for the next [Joint Council|F].", [(None, "scheduled", "Cusco", "2025")]),
        (FIFTH + "Last year's session took place in Arica, on 4 September.", [(5, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2023-09-04")]),
        (FIFTH + "Last year's cod came from Arica, on 4 September.", [(5, "held", "Lima", "2024-05-13")]),
        # days
        ("The [sixth session|R] of the [Joint Council|F] is to take place before the end of 2024.", [(6, "scheduled", None, "2024")]),
        ("From Monday 20 May to Friday the [Joint Council|F] will hold its [sixth session|R] in Lima.", [(6, "scheduled", "Lima", "2024-05-20")]),
        (FIFTH + "Next year's meeting, the [sixth|R], will be held in Arica in September.", [(5, "held", "Lima", "2024-05-13"), (6, "scheduled", "Arica", "2025-09")]),
        ("LIMA, MAY 17, ANDINA. Cod was spoken of at the [sixth session|R] of the [Joint Council|F]. The meeting took place on May 15.", [(6, "held", None, "2024-05-15")]),
        ("Aid matters, the envoy said on Thursday, when the [Joint Council|F] took up cod at its [30th meeting|R].", [(30, "held", None, "2024-05-16")]),
    ],
)  # fmt: skip
def test_sessions_in_the_words_of_agencies(marked, wanted):
    assert [(m.round, m.status, m.place, m.date) for m in read(marked).meetings] == wanted


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # sessions to come and earlier ones that no name or number tells
        (FIFTH + "It was agreed to convene in Arica in 2026.", [(5, "held", "Lima", "2024-05-13"), (None, "scheduled", "Arica", "2026")]),
        (FIFTH + "The two sides plan to reconvene in Arica next year.", [(5, "held", "Lima", "2024-05-13"), (None, "scheduled", "Arica", "2025")]),
        (FIFTH + "The owners plan to build in Arica in 2026.", [(5, "held", "Lima", "2024-05-13")]),
        (FIFTH + "The body had met once before, in Arica, in June 2021.", [(5, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2021-06")]),
        (FIFTH + "Born in Cusco, it first met in Arica in June 2021.", [(5, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2021-06")]),
        (FIFTH + "Fish was eaten. Cod was caught. A fleet put to sea. Envoys of two clubs last met in Arica in June 2021.", [(5, "held", "Lima", "2024-05-13")]),
        ("The minister flew to Lima on Thursday for a meeting of the [Joint Council|F]. Others agreed to hold contests in fishing.", [(None, "held", "Lima", "2024-05-16")]),
        (FIFTH + "Arica had hosted in June 2021.", [(5, "held", "Lima", "2024-05-13"), (None, "held", "Arica", "2021-06")]),
        (FIFTH + "Arica had hosted a fair in June 2021.", [(5, "held", "Lima", "2024-05-13")]),
        (FIFTH + "She spoke of the upcoming meeting in Hanoi between President [Lea Roth|O] and King [Ali Hamad|O].", [(5, "held", "Lima", "2024-05-13")]),
        # what tells that a forum met
        ("The envoys [Ana Rojas|O] and [Luis Vega|O] had headed the [preparatory committee|F] on Tuesday.", [(None, "held", None, "2024-05-14")]),
        ("The envoy [Ana Rojas|O] headed the [preparatory committee|F] for years.", []),
        ("The envoy was opening the [Joint Council|F] in Lima.", [(None, "held", "Lima", None)]),
        ("[OAS|F] leaders are to hold an online summit on fish today.", [(None, "scheduled", "virtual", "2024-05-17")]),
        ("[OAS|F] leaders are to hold an election today.", []),
        ("Peace talks with the [OAS|F] go on; those with the [Gulf Council|F] will continue in Riyadh in June.", []),
        ("They spoke of the [Fishing Forum|F], and on the review of a plan, due in June in Lima.", []),
        ("The date for the annual meeting of the [Cod Commission|F] was under discussion in Lima.", []),
        # a number of something else, far from the organisation
        ("A post fell vacant at the [OAS|F]. Fish was eaten. Cod was caught. A fleet put to sea. The [fourth round|R] of a contest began in Lima on Friday.", []),
        # two sessions of one sentence, two names of one forum, two sides in an abbreviation
        ("They chaired on Monday in Lima the [sixth session|R] of the [Joint Council|F] and the [fifth round|R] of the [Fish Dialogue|F].", [(6, "held", "Lima", "2024-05-13"), (5, "held", "Lima", "2024-05-13")]),
        ("A minister was at the meeting of the [CTO Council of Ministers|F] in Lima on Monday. The [Council of Ministers of the Coastal Trade Organization|F] met in Lima on Monday.", [(None, "held", "Lima", "2024-05-13")]),
        ("The [Joint CTO-OAS Summit|F] was held in Lima on Monday. The [44th|R] [OAS Summit|F] was held in Quito on Tuesday.", [(None, "held", "Lima", "2024-05-13"), (44, "held", "Quito", "2024-05-14")]),
        ("The [Coastal Trade Organization|F] ([CTO|F]) praised the [CTO-Peru Summit|F], which was held in Lima on Monday.", [(None, "held", "Lima", "2024-05-13")]),
        # days
        ("Lima, Peru – (May 17, 2024) Ministers agreed on Thursday to fish. They were meeting in Lima for the [sixth session|R] of the [Joint Council|F].", [(6, "held", "Lima", "2024-05-16")]),
        ("Peru and Chile held last week the [sixth session|R] of the [Joint Council|F]. [Ana Rojas|O] and [Luis Vega|O] led the delegations at a palace in Arica on May 9.", [(6, "held", "Arica", "2024-05-09")]),
        ("On May 17 the minister left for Lima to take part in the [sixth session|R] of the [Joint Council|F]. The meeting is scheduled for May 19-20.", [(6, "scheduled", "Lima", "2024-05-19")]),
        ("The plan was in a paper issued in Lima on Wednesday at the end of the [sixth session|R] of the [Joint Council|F].", [(6, "held", "Lima", "2024-05-15")]),
        ("They met in Lima on Monday at the [sixth session|R] of the [Joint Council|F], the first since the two presidents decided in Quito in March to make peace.", [(6, "held", "Lima", "2024-05-13")]),
        ("Cod is among the matters which they have been discussing in Lima since Monday. The occasion is the [sixth session|R] of the [Joint Council|F], which closes today.", [(6, "held", "Lima", "2024-05-13")]),
        ("The [Joint Council|F] sat in Lima on Tuesday. One day earlier, senior officials had met as the [Fish Committee|F] in Arica.", [(None, "held", "Lima", "2024-05-14"), (None, "held", "Arica", "2024-05-13")]),
        ("Cod ruled the [sixth session|R] of the [Joint Council|F] in Lima. The [Cod Club|F] is old. It is expected to convene in Arica in June.", [(6, "held", "Lima", None)]),
    ],
)  # fmt: skip
def test_sessions_as_plain_news_tells_them(marked, wanted):
    assert [(m.round, m.status, m.place, m.date) for m in read(marked).meetings] == wanted


OMAN_PERU = "The [sixth session|R] of the [Joint Commission|F] of Oman and Peru was held in Lima on 3 May"


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # two heads of one side
        (f"{OMAN_PERU}. The Omani side was led by Trade Minister [Saif Rashdi|O] and Transport Minister [Ali Hamad|O]; Minister [Ana Rojas|O] and Secretary [Luis Vega|O] represented Peru.", {"Saif Rashdi": "Oman", "Ali Hamad": "Oman", "Ana Rojas": "Peru", "Luis Vega": "Peru"}),
        (f"{OMAN_PERU}. Oman was represented by Minister [Saif Rashdi|O] and Envoy [Ali Hamad|O] and Peru by Minister [Ana Rojas|O] and Secretary [Luis Vega|O].", {"Saif Rashdi": "Oman", "Ali Hamad": "Oman", "Ana Rojas": "Peru", "Luis Vega": "Peru"}),
        ("Ministers [Ana Rojas|O] and [Luis Vega|O] hosted their Omani counterparts [Saif Rashdi|O] and [Ali Hamad|O] in Lima for the [sixth|R] [Oman-Peru 2+2 Dialogue|F].", {"Ana Rojas": "Peru", "Luis Vega": "Peru", "Saif Rashdi": "Oman", "Ali Hamad": "Oman"}),
        (f"{OMAN_PERU}. The Omani side was led by Minister [Saif Rashdi|O], accompanied by Envoy [Ali Hamad|O]; Minister [Ana Rojas|O] led Peru's.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{OMAN_PERU}. The Omani side was led by Minister [Saif Rashdi|O] and Envoy [Ali Hamad|O] was among its members.", {"Saif Rashdi": "Oman"}),
        # one of the two is not named in the sentence
        ("Peru's Foreign Minister, [Ana Rojas|O], flew in on Monday for the [sixth session|R] of the [Oman-Peru Commission|F]. Foreign Minister [Saif Rashdi|O] will co-chair it with his Peruvian counterpart.", {"Ana Rojas": "Peru", "Saif Rashdi": "Oman"}),
        ("Peru's Foreign Minister, [Ana Rojas|O], flew in on Monday for the [sixth session|R] of the [Oman-Peru Commission|F]. Foreign Minister [Saif Rashdi|O] will co-chair it with his Peruvian barber.", {"Saif Rashdi": None}),
        ("Energy Secretary [Ana Rojas|O] of Peru and Energy Secretary [Saif Rashdi|O] of Oman signed a pact. Fish was eaten. The [Oman-Peru Commission|F], led by the two energy secretaries, met in Lima on 3 May.", {"Ana Rojas": "Peru", "Saif Rashdi": "Oman"}),
        ("Mr [Saif Rashdi|O] (Minister of Trade): The [Oman-Peru Commission|F] met in Lima on 3 May, and I co-chaired it with [Ana Rojas|O] of Peru.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        ("Minister [Ana Rojas|O] of Peru called Minister [Saif Rashdi|O] of Oman. The [Joint Commission|F], which the two of them head, is to hold its [sixth session|R] in Lima in June.", {"Ana Rojas": "Peru", "Saif Rashdi": "Oman"}),
        # a part of the session, a body at home, a forum of which no session is told
        (f"{OMAN_PERU}, chaired by Ministers [Saif Rashdi|O] and [Ana Rojas|O]. [Ali Hamad|O] and [Luis Vega|O] had led their teams at the technical level.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{OMAN_PERU}, chaired by Ministers [Saif Rashdi|O] and [Ana Rojas|O]. They spoke of the [Pearl Council|F], which King [Ali Hamad|O] is to chair.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        ("Minister [Ana Rojas|O] praised the ties, which grow under the leadership of King [Ali Hamad|O]. The [sixth session|R] of the [Oman-Peru Commission|F] was held in Lima.", {}),
        # a union as a side, a government, a delegation that sits under somebody
        ("The [sixth|R] [Peru-EU Dialogue|F] was held in Lima. [Lea Roth|O], an Adviser, led the [EU|F] delegation, and Minister [Ana Rojas|O] the Peruvian side.", {"Lea Roth": "European Union", "Ana Rojas": "Peru"}),
        (f"{OMAN_PERU}. The Omani Government was represented by Minister [Saif Rashdi|O], while the Peruvian delegation sat under Minister [Ana Rojas|O].", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        # the country told by the place, by the order of the sides, by a ministry's name
        ("The [sixth|R] [ASEAN Summit|F] was held in Jakarta, chaired by President [Joko Adi|O].", {"Joko Adi": "Indonesia"}),
        ("[Consultations on Fish|F] with Peru are due in Lima on 3 June. They will be co-chaired by Envoy [Ali Hamad|O] of Oman and Secretary [Luis Vega|O].", {"Ali Hamad": "Oman", "Luis Vega": "Peru"}),
        (f"{OMAN_PERU.replace('Oman', 'Canada')}. It was chaired by [Lea Roth|O], Director, [Health Canada|M], and Minister [Ana Rojas|O].", {"Lea Roth": "Canada", "Ana Rojas": "Peru"}),
        ("Minister [Ana Rojas|O] of Peru and Minister [Saif Rashdi|O] of Oman signed a protocol in Lima on Friday after the [sixth session|R] of the [Oman-Peru Commission|F], which they co-chair, the ministry said.", {"Ana Rojas": "Peru", "Saif Rashdi": "Oman"}),
        ("Oman will send Trade Minister [Saif Rashdi|O] to Lima on 3 June for the [sixth session|R] of the [Oman-Peru Commission|F]. Peru's side will be led by Minister [Ana Rojas|O].", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
    ],
)  # fmt: skip
def test_who_chairs_for_whom_in_plain_news(marked, wanted):
    assert chairs(marked) == wanted


def test_a_session_without_sides_has_those_of_the_session_beside():
    told = "The [third round|R] of the [Political Dialogue|F] of Greece and Turkey was held in Athens. It prepares the [sixth|R] [High-Level Council|F], due in May."
    assert [m.parties for m in read(told).meetings] == [["Greece", "Turkey"], ["Greece", "Turkey"]]


def test_the_post_of_an_unnamed_minister_and_a_day_are_no_part_of_a_post():
    told = f"{OMAN_PERU}. On Monday, Omani Minister [Saif Rashdi|O] chaired with the visiting minister and Peruvian Secretary [Ana Rojas|O]."
    assert [c.role for c in read(told).meetings[0].co_chairs] == ["Minister", "Secretary"]


HELD_IN_SOFIA = "The [sixth session|R] of the [Joint Committee|F] of Oman and Peru was held in Sofia on 3 May"
AND_NEXT = f"{HELD_IN_SOFIA}. The [seventh session|R] of the [Joint Committee|F] will be held in Lima in 2025"


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # lists of those who led
        (f"{HELD_IN_SOFIA}. The delegations were led by:\n\n- Dr. [Saif Rashdi|O], Secretary for Fish, Ministry of Trade of Oman;\n- Ms. [Ana Rojas|O], Envoy for Ports of Peru.\n\nMr. [Ali Hamad|O] sang.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. Heads of delegation at the session were:\n\n• Oman – Mr. [Saif Rashdi|O]\n• Peru – Ms. [Ana Rojas|O]\n\nMr. [Ali Hamad|O] sang.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. The singers were:\n\n• Oman – Mr. [Saif Rashdi|O]\n• Peru – Ms. [Ana Rojas|O]\n\nMr. [Ali Hamad|O] sang.", {}),
        (f"{HELD_IN_SOFIA}. Co-chairs: from Oman – Minister [Saif Rashdi|O], from Peru – Minister [Ana Rojas|O].", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. On the Peruvian bench, Minister [Ana Rojas|O]; on the Omani one, Dr. [Saif Rashdi|O], Minister of Ports.", {"Ana Rojas": "Peru", "Saif Rashdi": "Oman"}),
        (f"{HELD_IN_SOFIA}. Attending were Minister [Ana Rojas|O] and, for Oman, [Saif Rashdi|O].", {}),
        # the other chair behind a clause, between verb and session, after a semicolon
        (f"{HELD_IN_SOFIA}. Its co-chairs were [Saif Rashdi|O], who is Oman's Minister of Ports, and the Peruvian trade minister, [Ana Rojas|O].", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        ("Minister [Saif Rashdi|O] of Oman will hold, with Minister [Ana Rojas|O] of Peru, the [sixth session|R] of the [Joint Committee|F] in Sofia.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. From the Omani side, Minister [Saif Rashdi|O] took the chair; from the Peruvian side, Minister [Ana Rojas|O], along with Trade Minister [Luis Vega|O] and others.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. The Omani co-chair, Minister [Saif Rashdi|O], was in high spirits. Mr [Luis Vega|O], an Envoy, led for his country.", {"Saif Rashdi": "Oman", "Luis Vega": "Peru"}),
        (f"{HELD_IN_SOFIA}. [Saif Rashdi|O] is at the head of our delegation, while the host delegation is headed by [Ana Rojas|O] of Peru.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        # bodies and teams that are not of the session
        (f"{HELD_IN_SOFIA}. They spoke of the report that the inquiry commission headed by [Luis Vega|O] gave.", {}),
        (f"{HELD_IN_SOFIA}. It was chaired by Ministers [Saif Rashdi|O] and [Ana Rojas|O]. A team of officials led by Secretary [Luis Vega|O] has drafted its minutes.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. It was chaired by Ministers [Saif Rashdi|O] and [Ana Rojas|O]. Mr [Luis Vega|O] chaired a business forum and Mr [Ali Hamad|O] headed a trade mission.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. It was chaired by Ministers [Saif Rashdi|O] and [Ana Rojas|O]. The sub-committee on fish, chaired by Director [Luis Vega|O], reported to it.", {"Saif Rashdi": "Oman", "Ana Rojas": "Peru"}),
        (f"{HELD_IN_SOFIA}. President [Luis Vega|O] heads the Peruvian government.", {}),
        (f"{HELD_IN_SOFIA}. For Peru, spokesman [Luis Vega|O] gave no figures.", {}),
        (f"{HELD_IN_SOFIA}. During his stay in Sofia Oman's Minister [Saif Rashdi|O] met Mayor [Luis Vega|O].", {}),
        (f"Minister [Saif Rashdi|O] praised ties. The Minister said so while leading the Omani team. {HELD_IN_SOFIA}.", {"Saif Rashdi": "Oman"}),
        ("Minister [Saif Rashdi|O] said so on Monday when jointly chairing the [fifth|R] [Joint Council|F] in Lima.", {"Saif Rashdi": "Peru"}),
        ("Minister [Saif Rashdi|O] said so on Monday to those chairing the [fifth|R] [Joint Council|F] in Lima.", {}),
        # the post tells the country; no country is part of a name
        ("The [sixth session|R] of the [EU-Peru Council|F] was held in Lima, chaired by Minister [Ana Rojas|O] and High Representative [Lea Roth|O].", {"Ana Rojas": "Peru", "Lea Roth": "European Union"}),
        ("The [sixth session|R] of the [Peru-Oman Council|F] was held in Lima, chaired by Minister [Romeo Montenegro|O].", {"Romeo Montenegro": "Peru"}),
        # a name cut short, with an initial, in capitals
        ("MINISTER [ANA ROJAS|O] TO FLY OUT\n\nMr. [S.Rashdi|O] and Ms. [Ana Rojas|O] co-chaired the [sixth session|R] of the [Joint Committee|F]. Minister [Said Rashdi|O] of Oman spoke, then [Ana Maria Rojas|O] of Peru.", {"Said Rashdi": "Oman", "Ana Maria Rojas": "Peru"}),
    ],
)  # fmt: skip
def test_who_chairs_in_lists_and_clauses(marked, wanted):
    assert chairs(marked) == wanted


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (f"{AND_NEXT}. Ministers [Saif Rashdi|O] and [Ana Rojas|O] presided.", [["Saif Rashdi", "Ana Rojas"], []]),
        (f"{AND_NEXT}. Ministers [Saif Rashdi|O] and [Ana Rojas|O] will preside.", [[], ["Saif Rashdi", "Ana Rojas"]]),
        ("[Ana Rojas|O] chairs the [Port Group|F]\n\nThe [Port Group|F] met in Lima on 4 May. [Ana Rojas|O], chair of the [Fish League|F], presided over the [sixth session|R] of the [Joint Committee|F] in Arica.", [[], ["Ana Rojas"]]),
    ],
)  # fmt: skip
def test_a_chair_belongs_to_the_session_of_his_verb(marked, wanted):
    assert [[c.name for c in m.co_chairs] for m in read(marked).meetings] == wanted


def test_a_trilateral_dialogue_has_three_sides():
    told = "The [Trilateral Fish Dialogue|F] was held in Lima on 3 May. Peru, Chile and Oman eat fish. Peru, Oman and Chile eat."
    assert len(read(told).meetings[0].parties) == 3


def test_a_post_ends_before_what_is_no_part_of_it():
    told = f"{HELD_IN_SOFIA}. Secretary-General [Saif Rashdi|O] led the Omani side and [Ana Rojas|O], Director of Ports, the Peruvian one."
    assert [c.role for c in read(told).meetings[0].co_chairs] == ["Secretary-General", "Director of Ports"]


PADDING = " It heard from the harbour master, the two pilots and a cook." * 8


@pytest.mark.parametrize(
    ("marked", "rounds"),
    [
        ("The [Posts Committee|F] met in Cusco on 5 May 2024 for its [third session|R], Peru's envoys said.", []),
        ("The [Joint Posts Committee|F] met in Cusco on 5 May 2024 for its [third session|R], Peru's envoys said.", [3]),
        ("The [CARICOM Committee|F] met in Cusco on 5 May 2024 for its [third session|R], Peru's envoys said.", [3]),
        ("The [Posts Committee|F] met in Cusco on 5 May 2024 for its [third session|R], Peru's and Chile's envoys said.", [3]),
        ("The [UN Rivers Council|F] met in Cusco on 5 May 2024 for its [third session|R], Peru's envoys said.", [3]),
        ("The [International Copra Community|F] met in Cusco on 5 May 2024 for its [third session|R], Peru's envoys said.", [3]),
        # beside an organisation a body without a name of its own is the state's, a joint one is not
        ("Peru thanked [UNICEF|F]. The [third meeting|R] of the [working group|F] was held in Lima.", []),
        ("Peru thanked [UNICEF|F]. The [third meeting|R] of the [joint working group|F] was held in Lima.", [3]),
    ],
)  # fmt: skip
def test_a_report_that_names_one_state_tells_of_no_session_of_states(marked, rounds):
    assert [m.round for m in read(marked + PADDING).meetings] == rounds


@pytest.mark.parametrize(
    ("words", "rounds"),
    [
        ("It was their [second meeting|R] since the flood.", [5]),
        ("It was the [fourth meeting|R] since the flood.", [5, 4]),
        ("They read of the [second|R] Cooperation Programme.", [5]),
        ("They read of the [second round|R].", [5, 2]),
    ],
)
def test_a_number_of_two_who_met_or_of_another_name_is_none_of_a_forum(words, rounds):
    marked = f"""The [fifth session|R] of the [Joint Committee|F] was held in Muscat.

Minister [Ana Rojas|O] saw Ambassador [Ali Hamad|O]. {words}"""
    assert [m.round for m in read(marked).meetings] == rounds


@pytest.mark.parametrize(
    ("marked", "slots"),
    [
        (  # each date is of its own number
            "The [Joint Commission|F] met in Lima on Monday for its [fifth session|R]. The [fourth session|R] was held in 2017, "
            "and they have set October 2025 for the [sixth session|R].",
            [(5, "held", "2024-05-13"), (4, "held", "2017"), (6, "scheduled", "2025-10")],
        ),
        (
            "They spoke of fish, and the [Ports Group|F] ([PG|F]) meets in Lima in July for its [third session|R].",
            [(3, "scheduled", "2024-07")],
        ),
        (  # where a session was, and when, on the sidelines of another
            "They met for the [fifth|R] [Peru-Oman Dialogue|F]. The meeting took place in Lima last Monday on the sidelines of the [tenth|R] [CARICOM Summit|F].",
            [(5, "held", "2024-05-13"), (10, "held", "2024-05-13")],
        ),
        (
            "The leaders met on Tuesday for the [fifth meeting|R] of the [Joint Council|F]. It was preceded on the same day in Lima by a meeting of the [working group|F].",
            [(5, "held", "2024-05-14"), (None, "held", "2024-05-14")],
        ),
        (
            "Speaking at a dinner on Wednesday, A. said that Lima will host the [fifth session|R] of the [Joint Council|F].",
            [(5, "scheduled", None)],
        ),
        (  # a weekday and the present, a later day of this month, what the earlier session has of its own
            "Roads will be shut from Monday, when the [fifth session|R] of the [Joint Council|F] gets going in Lima.",
            [(5, "scheduled", "2024-05-20")],
        ),
        (  # what resumes today is not the session that is set for later
            "Officials sat in Lima today, as the [Joint Council|F] resumes its work. The [fifth|R] [Joint Council|F] is scheduled for May 19.",
            [(None, "held", "2024-05-17"), (5, "scheduled", "2024-05-19")],
        ),
        ("They spoke of fish. The [fifth|R] [Joint Council|F] follows in the same hall on May 19.", [(5, "scheduled", "2024-05-19")]),
        (
            "It was the [fifth|R] [Joint Council|F]. On Tuesday they convened in Lima to speak of ports for the first time since the previous [Joint Council|F] in July 2019.",
            [(5, "held", "2024-05-14"), (None, "held", "2019-07")],
        ),
        ("The [fifth session|R] of the [Joint Council|F] was held in Lima on Tuesday. The last [Joint Council|F] goes back to June 2015 in Arica.", [(5, "held", "2024-05-14"), (None, "held", "2015-06")]),
        ("The [fifth session|R] of the [Joint Council|F] was held in Lima on Tuesday. The law of the [Joint Council|F] goes back to June 2015 in Arica.", [(5, "held", "2024-05-14")]),
        ("The [fifth session|R] of the [Joint Council|F] was held in Lima and spoke of the 2030 Agenda.", [(5, "held", None)]),
        ("The [Joint Council|F] decided last December to open talks on ports.", []),
        ("Prior to the [Joint Council|F], a dinner with farmers was held in Lima.", []),
        ("The need is for peace to resume in the framework of the [Lima Dialogue|F] Co-Chairmanship on 5 May.", []),
        (  # what was said at a session was held, and what is hosted next year is the next one
            "Minister [Ana Rojas|O] said so on Tuesday at the [fifth session|R] of the [Oman-Peru Council|F]. Fish is dear. Cod, too. Oman will host the [Council|F] next year.",
            [(5, "held", "2024-05-14"), (None, "scheduled", "2025")],
        ),
        (  # of a session to come the day of the report is no day
            "Friday is the day for answers. Fish is dear. So is cod. Eels are cheap. Crabs are rare. As for the [Joint Council|F], it will look at the plan.",
            [],
        ),
        (  # who is there since Thursday is at a session under way
            "A minister is since this Thursday in Lima for the [fifth|R] [Joint Council|F], which takes place on Thursday and Friday.",
            [(5, "held", "2024-05-16")],
        ),
        (
            "A minister is from this port in Lima for the [fifth|R] [Joint Council|F], which takes place on Monday and Tuesday.",
            [(5, "scheduled", "2024-05-20")],
        ),
        (  # what will be done with its decisions tells of no session
            "The [fifth|R] [Joint Council|F] was held in Lima on Tuesday. Fish is dear. Cod, too. The decisions of the [Council|F] will go to Arica in June.",
            [(5, "held", "2024-05-14")],
        ),
        (
            "The [fifth|R] [Joint Council|F] was held in Lima on Tuesday. Fish is dear. Cod, too. The leaders of the [Council|F] will go to Arica in June.",
            [(5, "held", "2024-05-14"), (None, "scheduled", "2024-06")],
        ),
    ],
)  # fmt: skip
def test_each_session_has_its_own_status_and_day(marked, slots):
    assert [(m.round, m.status, m.date) for m in read(marked).meetings] == slots


@pytest.mark.parametrize(
    ("marked", "published", "where_and_when"),
    [
        # lines that give the day of publication, and such as do not
        ("Fish talks\n\nMay 14, 2024 | News | [Ministry of Fish and of Ports of Peru|M]\n\nThe [fifth session|R] of the [Joint Council|F] was held in Lima on Monday.", None, ("Lima", "2024-05-13")),
        ("Fish talks\n\nFish is dear since May 14, 2024 in all the markets and ports of Peru.\n\nThe [fifth session|R] of the [Joint Council|F] was held in Lima on Monday.", None, ("Lima", None)),
        ("Fish talks\n\nPublished: 14 May 2024 09:12 PM PET Updated: 14 May 2024 09:40 PM PET\n\nThe [fifth session|R] of the [Joint Council|F] was held in Lima on Monday.", None, ("Lima", "2024-05-13")),
        ("14.05.2024. 10:05\n\nThe [fifth session|R] of the [Joint Council|F] was held in Lima on Monday.", None, ("Lima", "2024-05-13")),
        # datelines
        ("May 14, 2024- The [fifth session|R] of the [Joint Council|F] closed in Lima. Minister [Ana Rojas|O] led the team at the meeting on May 13.", "2024-05-14", ("Lima", "2024-05-13")),
        ("Lima, May 14, 2024. /Andes/. The [fifth session|R] of the [Joint Council|F] was held on Monday.", None, (None, "2024-05-13")),
        # where somebody spoke at it, and what it followed
        ("Fish is dear, the minister said in Lima on Tuesday. He was addressing the [fifth session|R] of the [Joint Council|F].", "2024-05-17", ("Lima", "2024-05-14")),
        ("Fish is dear, the minister said in Lima on Tuesday. He was fond of the [fifth session|R] of the [Joint Council|F].", "2024-05-17", (None, None)),
        ("The [fourth|R] [Ports Dialogue|F] was convened in Lima on 12 May, followed by the [fifth|R] [Joint Council|F] on 14 May.", "2024-05-17", ("Lima", "2024-05-14")),
        ("The [fourth|R] [Ports Dialogue|F] was convened in Lima on 12 May, as was said at the [fifth|R] [Joint Council|F] on 14 May.", "2024-05-17", (None, "2024-05-14")),
        ("Lima May 17/2024 The [fifth|R] [Joint Council|F] opened here today.", "2024-05-17", ("Lima", "2024-05-17")),
        ("Fish May 17/2024 The [fifth|R] [Joint Council|F] opened here today.", "2024-05-17", (None, "2024-05-17")),
        ("The [fifth|R] [Joint Council|F] met in Lima earlier in the week.", "2024-05-17", ("Lima", "2024-05")),
    ],
)  # fmt: skip
def test_where_and_when_by_header_dateline_and_speech(marked, published, where_and_when):
    fifth = next(m for m in read(marked, published).meetings if m.round == 5)
    assert (fifth.place, fifth.date) == where_and_when


def test_the_next_consultation_is_one_of_the_forum_that_consults():
    coming = read(
        "The [second|R] [Peru-Oman Consultation|F] was held online. They spoke of the [53rd|R] [CARICOM Ministers' Meeting|F]. "
        "They agreed to hold the next consultation in Ottawa."
    ).meetings[-1]
    assert (coming.forum, coming.place) == ("Peru-Oman Consultation", "Ottawa")


def test_a_number_is_of_the_body_rather_than_of_the_one_that_it_is_part_of():
    part = read(
        "The [Ports Council|F] ([POCO|F]) of the [Coastal Community|F] ([CC|F]) held its [sixth meeting|R] in Lima."
    )
    assert [(m.forum, m.round) for m in part.meetings] == [("Ports Council", 6)]


def test_the_first_forum_of_a_sentence_is_what_sits_again():
    coming = read(
        "The [Ports Group|F] had its [third session|R] in Lima and heard the [Pilots' Committee|F] ([PC|F]), whose [fourth session|R] took place on Monday. "
        "The [PC|F], a body under the [Ports Group|F], is to sit again in September."
    ).meetings[-1]
    assert (coming.forum, coming.date) == ("Pilots' Committee", "2024-09")


def test_those_before_a_cue_are_of_one_side_and_those_behind_it_of_the_other():
    marked = (
        "They met for the [fifth|R] [Peru-Oman Consultations|F]. Minister [Ana Rojas|O] and Minister of Ports [Luis Vega|O] co-chaired the talks "
        "with the Omani Secretary, [Ali Hamad|O], and Secretary of Trade, [Omar Said|O]."
    )
    assert chairs(marked) == {"Ana Rojas": "Peru", "Luis Vega": "Peru", "Ali Hamad": "Oman", "Omar Said": "Oman"}


FOUR = {"Ana Rojas": "Peru", "Luis Vega": "Peru", "Ali Hamad": "Oman", "Omar Said": "Oman"}


@pytest.mark.parametrize(
    ("said", "countries"),
    [
        (
            "was co-chaired by Foreign Secretary [Ana Rojas|O] and Trade Secretary [Luis Vega|O] and by Oman's Foreign Minister [Ali Hamad|O] and Trade Minister [Omar Said|O].",
            FOUR,
        ),
        (
            "was co-chaired by Secretary [Ana Rojas|O], Secretary [Luis Vega|O], Minister [Ali Hamad|O] and Minister [Omar Said|O].",
            dict.fromkeys(FOUR),
        ),
        (
            "was co-chaired by Peruvian Minister [Ana Rojas|O] and Omani Minister [Ali Hamad|O]. The opening day was chaired by Secretaries [Luis Vega|O] and [Omar Said|O].",
            FOUR,
        ),
    ],
    ids=["of-one-cue", "nobody-told", "of-two-cues"],
)
def test_four_heads_are_two_a_side(said, countries):
    assert chairs(f"The [fifth session|R] of the [Peru-Oman Commission|F] {said}") == countries


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Foreign Minister [Ana Rojas|O] chaired the [ninth session|R] of the [CARICOM|F] council in Arica.", "Peru"),
        (
            "[CARICOM|F] Secretary [Ana Rojas|O] chaired the [ninth session|R] of the [CARICOM|F] council in Arica.",
            None,
        ),
        ("[Ana Rojas|O] chaired the [ninth session|R] of the [CARICOM|F] council in Arica.", None),
    ],
    ids=["of-home", "of-the-body", "without-post"],
)
def test_who_chairs_a_session_of_many_without_a_country_is_of_that_of_the_dateline(words, country):
    assert chairs(f"LIMA, May 16 (Andina) - {words}") == {"Ana Rojas": country}


@pytest.mark.parametrize(
    ("marked", "place"),
    [
        ("Lima, May 16 - The [fifth round|R] of the [Ports Talks|F] kicked off Monday in this Peruvian port city.", "Lima"),
        ("Lima, May 16 - The [fifth round|R] of the [Ports Talks|F] kicked off Monday in a Chilean port city.", None),
        ("The ministers set the [ninth session|R] of the [Ports Council|F] for Lima in June.", "Lima"),
        ("The ministers set the [ninth session|R] of the [Ports Council|F] for Friday in June.", None),
        ("Lima hosted the [eighth meeting|R] of the [Ports Council|F] in 2019. It will also host the next one, in June 2025.", "Lima"),
        ("Peru hosted the [eighth meeting|R] of the [Ports Council|F] in 2019. It will also host the next one, in June 2025.", None),
    ],
    ids=["in-this-city", "in-a-city", "set-for", "set-for-a-day", "it-will-host", "a-state-will-host"],
)  # fmt: skip
def test_the_city_in_which_a_report_was_written_and_for_which_a_session_is_set(marked, place):
    assert read(marked).meetings[-1].place == place


@pytest.mark.parametrize(
    ("line", "date"),
    [("LIMA, 15th May 2024", "2024-05-15"), ("FISH, 15th May 2024", "2024-05-17")],
    ids=["city", "none"],
)
def test_today_is_the_day_that_stands_beside_the_city_in_a_line_of_its_own(line, date):
    marked = f"{line}\n\nPeru and Oman today held the [third session|R] of their [Bilateral Consultations|F]."
    assert [m.date for m in read(marked, "2024-05-17").meetings] == [date]


def test_presidents_in_a_list_of_many_are_no_chairs():
    assert not chairs(
        "The [fifth|R] [CARICOM Summit|F] ended in Lima today. Gathered at the bank, presidents [Ana Rojas|O] of Peru, [Ali Hamad|O] of Oman and [Ian Borg|O] of Malta debated."
    )


@pytest.mark.parametrize(
    ("marked", "countries"),
    [
        (  # in the order in which they are told, whichever the text names more often
            "Peru and Oman held their [fifth|R] [Joint Council|F] in the Omani town of Sur. Presidents [Ana Rojas|O] and [Ali Hamad|O] co-chaired the session. Oman has fish.",
            {"Ana Rojas": "Peru", "Ali Hamad": "Oman"},
        ),
        (  # far from his name "of Oman" is said of something else
            "Premier [Ana Rojas|O] and her Omani counterpart, [Ali Hamad|O], co-chaired the [fifth session|R] of the [Peru-Oman Council|F]." + PADDING
            + " The report names [Rojas|O] (Oman) twice.",
            {"Ana Rojas": "Peru", "Ali Hamad": "Oman"},
        ),
    ],
)  # fmt: skip
def test_two_heads_are_of_two_states(marked, countries):
    assert chairs(marked) == countries


@pytest.mark.parametrize(("noun", "count"), [("A round of talks with firms", 1), ("The session", 2)])
def test_the_next_one_is_of_what_the_sentence_began_with(noun, count):
    marked = f"""The [fifth session|R] of the [Peru-Oman Council|F] was held in Lima.

{noun} took place at the port, and the next one will be in Cusco in September."""
    assert len(read(marked).meetings) == count


def test_who_heads_the_other_side_is_of_the_session_of_whom_the_sentence_before_told():
    group, commission = read(
        "They met for the [6th meeting|R] of the [Boundary Group|F], which ended in Lima on Friday. [Ana Rojas|O], head of the survey, led the Peruvian team. "
        "Oman was represented by General [Ali Hamad|O].\n\nThe [fifth|R] [Peru-Oman Commission|F] had been held in Sur on 21 April."
    ).meetings
    assert [c.name for c in group.co_chairs] == ["Ana Rojas", "Ali Hamad"]
    assert not commission.co_chairs


IN_LIMA = "The [fifth|R] [Joint Council|F] was held in Lima on Monday. "
HELD_IN_LIMA = (5, "held", "Lima", "2024-05-13")


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        # what was held in preparation for a session, and preparations for a body that sits all the time
        (IN_LIMA + "Fish was eaten. A consultation with firms was held on May 2 in preparation for the [Council|F].", [HELD_IN_LIMA]),
        (IN_LIMA + "Fish was eaten. A consultation with firms was held on May 2 as the [Ports Council|F].", [HELD_IN_LIMA, (None, "held", None, "2024-05-02")]),
        ("The two discussed preparations for the busy week of the [UN General Assembly|F] in New York.", []),
        ("The two discussed preparations for the [Joint Council|F] in New York.", [(None, "scheduled", "New York", None)]),
        ("A [joint committee of experts|F] will now report every two months.\n\nThe session was in Lima on Monday.", []),
        ("A [joint committee of experts|F] will now meet on 5 June.", [(None, "scheduled", None, "2024-06-05")]),
        # earlier sessions and such as are none
        ("The two met in Lima on Monday for the [fifth|R] [Joint Council|F], in the last such meeting before a new king takes office on June 5.", [HELD_IN_LIMA]),
        ("The two met in Lima on Monday for the [fifth|R] [Joint Council|F], and the last such meeting was in Quito in June 2021.", [HELD_IN_LIMA, (None, "held", "Quito", "2021-06")]),
        (IN_LIMA + "It was last held in Quito in 2017, while Cusco hosted it in June 2015.", [HELD_IN_LIMA, (None, "held", "Quito", "2017"), (None, "held", "Cusco", "2015-06")]),
        (IN_LIMA + "It was last held in Quito in 2017, while Cusco liked it in June 2015.", [HELD_IN_LIMA, (None, "held", "Quito", "2015-06")]),
        (IN_LIMA + "On Tuesday she rose early to speak of the upcoming investment forum.", [HELD_IN_LIMA]),
        (IN_LIMA + "The [Council|F] would convene again in Cusco before the end of 2024.", [HELD_IN_LIMA, (None, "scheduled", "Cusco", "2024")]),
        (IN_LIMA + "Speaking at the palace on Wednesday, she said that what was decided at the [fourth session|R] in 2017 was dead.", [HELD_IN_LIMA, (4, "held", None, "2017")]),
        # the status by "led the sixth F", "pave the way for"
        ("Ministers [Ana Rojas|O] and [Ali Hamad|O] led the [fifth|R] [Joint Council|F] in Lima on Monday. Cod was lauded. Preparations for a summit are afoot.", [HELD_IN_LIMA]),
        ("They agreed to pave the way for the [fifth|R] [Joint Council|F] of 2024.", [(5, "scheduled", None, "2024")]),
        ("The [fifth|R] [Joint Council|F], due later this year, is dear to her.", [(5, "scheduled", None, "2024")]),
        (IN_LIMA + "They had decided to set up a fund at the [Peru-Oman Summit|F] held in Quito in May 2023.", [HELD_IN_LIMA, (None, "held", "Quito", "2023-05")]),
        (IN_LIMA + "They had decided to set up the [Peru-Oman Summit|F] held in Quito in May 2023.", [HELD_IN_LIMA]),
        (IN_LIMA + "The next one is under a treaty which entered into force in 2002.", [HELD_IN_LIMA]),
        # days
        ("Fish is dear, she said on Monday in Lima, where she and Minister [Ali Hamad|O] chaired the [fifth|R] [Joint Council|F].", [HELD_IN_LIMA]),
        ("Fish is dear, she said on Monday in Lima, where she once sang for the [fifth|R] [Joint Council|F].", [(5, "held", "Lima", None)]),
        ("They came to the Palace of Independence in Lima on 13 May for the [fifth|R] [Joint Council|F].", [HELD_IN_LIMA]),
        ("The law was signed in Lima on 13 May for the [fifth|R] [Joint Council|F].", [(5, "held", None, None)]),
        ("QUITO/LIMA, May 16 (Andes) -- The [fifth|R] [Joint Council|F] was held in Lima. It was Monday's session that lasted.", [HELD_IN_LIMA]),
        ("By A Staff Writer, Lima, May 14: The [fifth|R] [Joint Council|F] was held in Lima yesterday.", [HELD_IN_LIMA]),
        # places
        ("Peru will host the [fifth|R] [Joint Council|F] in June, a paper of the [Ministry of Fish|M] in Lima says.", [(5, "scheduled", None, "2024-06")]),
        ("Lima (Peru), May 14 (Andes): The [fifth|R] [Joint Council|F] was held here on Monday.", [HELD_IN_LIMA]),
        ("Fish\n\nBy Luis Vega, Lima\n\nThe [fifth|R] [Joint Council|F] was held here on Monday.", [HELD_IN_LIMA]),
        ("Fish\n\nBy Luis Vega, Kelp News\n\nThe [fifth|R] [Joint Council|F] was held here on Monday.", [(5, "held", None, "2024-05-13")]),
        ("[Council|F] ends in Dar\n\nThe [fifth|R] [Joint Council|F] was held on Monday. The port of Dar es Salaam has fish.", [(5, "held", "Dar es Salaam", "2024-05-13")]),
        ("The [fifth|R] [Joint Council|F] was held on Monday. The meeting took up the results of the visit to Lima by a king.", [(5, "held", None, "2024-05-13")]),
        ("The [fifth|R] [Joint Council|F] was held on Monday. The meeting took place after a visit to Lima by a king.", [HELD_IN_LIMA]),
        ("The [fifth|R] [Joint Council|F] was held on Monday. Topics were fish in Lima and a committee.", [(5, "held", None, "2024-05-13")]),
        ("The [fifth|R] [Joint Council|F] was held on Monday. The two sides met for fish in Lima and a committee.", [HELD_IN_LIMA]),
        ("A king welcomed them on Monday for the [fifth|R] [Joint Council|F]. Presidents [Ana Rojas|O] and [Ali Hamad|O] flew into Lima the day before.", [HELD_IN_LIMA]),
        ("A king welcomed them on Monday for the [fifth|R] [Joint Council|F]. Presidents [Ana Rojas|O] and [Ali Hamad|O] grew up in Lima.", [(5, "held", None, "2024-05-13")]),
        ("Fish\n\nThe ministries of ports went over their ties by videoconference.\n\nIt was the [fifth|R] [Joint Council|F].", [(5, "held", "virtual", None)]),
    ],
)  # fmt: skip
def test_sessions_in_the_words_of_press_releases(marked, wanted):
    assert [(m.round, m.status, m.place, m.date) for m in read(marked).meetings] == wanted


def test_whose_post_it_is_that_a_title_tells_and_that_somebody_acts_in():
    (meeting,) = read(
        "The Tánaiste, [Aoife Byrne|O], and [Jane Mwangi|O], who is performing the duties of Minister of Ports, co-chaired the [fifth|R] [Kenyan-Irish Council|F]."
    ).meetings
    assert {c.name: (c.role, c.country) for c in meeting.co_chairs} == {
        "Aoife Byrne": ("Tánaiste", "Ireland"),
        "Jane Mwangi": ("Minister of Ports", "Kenya"),
    }


FIFTH_COUNCIL = "The [fifth|R] [Joint Council|F] of Peru and Oman was held in Lima on Monday. "


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        (FIFTH_COUNCIL + "Fish was eaten. Peruvian Secretary [Ana Rojas|O] met Omani Minister [Ali Hamad|O] for the meeting, at which a pact was made.", {"Ana Rojas": "Peru", "Ali Hamad": "Oman"}),
        (FIFTH_COUNCIL + "Fish was eaten. Peruvian Secretary [Ana Rojas|O] met Omani Minister [Ali Hamad|O] for the photograph, at which cod was served.", {}),
        (
            "The Peruvian Minister of Ports, Senator [Ana Rojas|O], and Minister of Fish, [Luis Vega|O] MP, hosted the UK Secretary of State for Ports, [Jane Roe|O] MP, and the UK "
            "Secretary of State for Fish, [John Doe|O] MP, in Lima for the [fifth|R] [Peru-UK Talks|F].",
            {"Ana Rojas": "Peru", "Luis Vega": "Peru", "Jane Roe": "United Kingdom", "John Doe": "United Kingdom"},
        ),
        ("Premier [Ana Rojas|O], the [Council|F] chair, opened the [fifth|R] [Joint Council|F] of Peru and Oman in Lima.", {"Ana Rojas": None}),
        ("Premier [Ana Rojas|O], the [Council|F] cook, opened the [fifth|R] [Joint Council|F] of Peru and Oman in Lima.", {}),
        (
            FIFTH_COUNCIL + "Minister [Ana Rojas|O] and Secretary [Luis Vega|O] chaired for the Peruvian side. Their Omani counterparts were [Ali Hamad|O], Minister of Ports, and [Omar Said|O], Minister of Fish.",
            {"Ana Rojas": "Peru", "Luis Vega": "Peru", "Ali Hamad": "Oman", "Omar Said": "Oman"},
        ),
        (FIFTH_COUNCIL + "Minister [Ana Rojas|O] and Secretary [Ali Hamad|O] chaired for the Peruvian and Omani sides.", {"Ana Rojas": "Peru", "Ali Hamad": "Oman"}),
        ("The paper was signed after the [fifth|R] [Peru-Oman Dialogue|F] in Lima between Minister of Ports [Ana Rojas|O] and [Ali Hamad|O], the Secretary of Fish.", {"Ana Rojas": "Peru", "Ali Hamad": "Oman"}),
        ("The paper was signed after the [fifth|R] [Peru-Oman Dialogue|F] in Lima by Minister of Ports [Ana Rojas|O] and [Ali Hamad|O], the Secretary of Fish.", {}),
        # the visiting one, a party at home, a body at home, whoever is joined by a post in a hyphen
        (FIFTH_COUNCIL + "[Ana Rojas|O], Minister of Peru, headed the host delegation. [Ali Hamad|O], Minister of Oman, headed the visiting one.", {"Ana Rojas": "Peru", "Ali Hamad": "Oman"}),
        (FIFTH_COUNCIL + "[Ana Rojas|O], Minister of Peru, headed the host delegation. [Ali Hamad|O], Minister of Oman, headed the visiting bank.", {"Ana Rojas": "Peru"}),
        (FIFTH_COUNCIL + "Peru praised the will of the Green Party of Oman, led by Secretary [Ali Hamad|O], to trade.", {}),
        (FIFTH_COUNCIL + "It was a feast. The cabinet debated cod on Wednesday in its sixth session, chaired by Premier [Ana Rojas|O].", {}),
        (FIFTH_COUNCIL + "Peru was represented in the works by the chief of staff, General [Ana Rojas|O], and by the commissioner-general [Luis Vega|O] of the Navy.", {"Ana Rojas": "Peru", "Luis Vega": "Peru"}),
        # whose delegation to it was
        ("The delegation of the Maldives to the [77th Session|R] of the [UN General Assembly|F] in New York was headed by the Minister of Ports, [Ana Rojas|O].", {"Ana Rojas": "Maldives"}),
        # two of one post who will head a session, and one of them who does
        ("It goes to President [Ana Rojas|O] and President [Ali Hamad|O], who will head the [fifth|R] [Joint Council|F] in Lima.", {"Ana Rojas": None, "Ali Hamad": None}),
        ("It goes to President [Ana Rojas|O] and Premier [Ali Hamad|O], who will head the [fifth|R] [Joint Council|F] in Arica.", {"Ali Hamad": None}),
        ("It goes to President [Ana Rojas|O] and President [Ali Hamad|O], who chairs the [fifth|R] [Joint Council|F] in Arica.", {"Ali Hamad": None}),
        # two who met beside a session of many
        (FIFTH_COUNCIL + "On the sidelines of the event Minister [Ana Rojas|O] and Minister [Ali Hamad|O] took stock of their ties.", {}),
        ("Peru, as current chair, hosted the [fifth|R] [SAARC Summit|F] in Arica. Minister [Ana Rojas|O] presided.", {"Ana Rojas": "Peru"}),
        ("Peru, as current chair, praised the [fifth|R] [SAARC Summit|F] in Arica. Minister [Ana Rojas|O] presided.", {"Ana Rojas": None}),
        ("The [fifth|R] [Ports Council|F] was held in Lima. The others are Comoros and France on behalf of Réunion, whose delegation was led by Minister [Ana Rojas|O].", {"Ana Rojas": "France"}),
        ("The [fifth|R] [Ports Council|F] was held in Lima. The others are Comoros and France on the border of Peru, whose delegation was led by Minister [Ana Rojas|O].", {"Ana Rojas": "Peru"}),
    ],
)  # fmt: skip
def test_who_chairs_in_the_words_of_press_releases(marked, wanted):
    assert chairs(marked) == wanted


def test_who_leads_and_who_takes_part_is_not_told_of_a_session_on_whose_margins_another_met():
    dialogue, council = read(
        "The [fifth|R] [Mekong-Japan Dialogue|F] was held in Lima on the margins of the [tenth|R] [ASEAN Council|F]. "
        "Cambodia, Laos and Thailand attended. [Ana Rojas|O], leading the Thai team, spoke."
    ).meetings
    assert [c.name for c in dialogue.co_chairs] == ["Ana Rojas"]
    assert (council.co_chairs, council.parties) == ([], ["ASEAN"])


def test_two_sides_in_letters_shorten_no_name():
    heading = "Pact made at [first|R] [strategic dialogue|F]\n\n"
    (meeting,) = read(heading + "The [inaugural|R] [ROK-EU Strategic Dialogue|F] was held in Lima.").meetings
    assert meeting.forum == "ROK-EU Strategic Dialogue"


@pytest.mark.parametrize(
    ("marked", "rounds"),
    [
        ("He was the [first|R] [EU|F] foreign minister to visit Lima in May 2023.", []),
        ("It was the [first|R] [EU|F] ministers' meeting in Lima in May 2023.", [1]),
        ("The ports commission on the entry of Peru to the [Customs Union|F] has held its [ninth meeting|R] in Lima.", []),
        ("The ports ministers of the members of the [Customs Union|F] have held their [ninth meeting|R] in Lima.", [9]),
        ("[Ana Rojas|O] thanked the [UN Security Council|F] for its help. The [third round|R] was held in Lima.", []),
        ("[Ana Rojas|O] thanked the [UN Security Council|F] for its help. The [third session|R] was held in Lima.", [3]),
        ("They spoke of the talks between the [Andean Group|F] and the [Cod League|F] ([CL|F]), whose [ninth round|R] was held in Lima.", []),
        ("They spoke of the talks of the [Andean Group|F] with the [Cod Committee|F] ([CC|F]), whose [ninth round|R] was held in Lima.", [9]),
        ("The [Joint Committee|F] met in Lima in May 2023. The Cods won the third game of the [twelfth round|R].", [None]),
        ("The [Joint Committee|F] met in Lima in May 2023. The Cods spoke at the end of the [twelfth round|R].", [12]),
        ("Farmers asked the [Cod Bank|F] for more. [Ana Rojas|O] said so at the committee's [41st meeting|R] in Lima.", []),
        ("Farmers asked the [Cod Committee|F] for more. [Ana Rojas|O] said so at the committee's [41st meeting|R] in Lima.", [41]),
        ("[Ana Rojas|O], who heads the [Joint Committee|F], said eight ports were opened in Lima in May 2023.", []),
        ("[Ana Rojas|O], who heads the [Joint Committee|F], which was opened in Lima in May 2023, was glad.", [None]),
    ],
)  # fmt: skip
def test_a_number_of_something_else_than_the_forum_beside_it(marked, rounds):
    assert [m.round for m in read(marked).meetings] == rounds


@pytest.mark.parametrize(
    ("marked", "slots"),
    [
        # what met before is not the session of that number that is still to come
        ("They said so at a meeting of the [Joint Committee|F] in Lima on 5 May. Fish is dear. The [sixth meeting|R] of the [committee|F] will be held in Arica in 2025.", [("Joint Committee", None, "Lima", "2024-05-05"), ("Joint Committee", 6, "Arica", "2025")]),
        ("They spoke of the [Joint Committee|F] in Lima on 5 May. Fish is dear. The [sixth meeting|R] of the [committee|F] will be held in Arica in 2025.", [("Joint Committee", 6, "Arica", "2025")]),
        # "it" is what the sentence before begins with
        ("The [fifth meeting|R] of the [Coastal Committee|F] is in Lima today. The [Coastal Committee|F] next comes together in Quito on 2 October under the [Ports Council|F] presidency of Oman. It met last in Arica in March.", [("Coastal Committee", 5, "Lima", "2024-05-17"), ("Coastal Committee", None, "Quito", "2024-10-02"), ("Coastal Committee", None, "Arica", "2024-03")]),
        ("The [Coastal Council|F] began its [twelfth session|R] in Lima on 7 May. The [Ports Body|F], chaired by [Ana Rojas|O], settled the text on 5 May, at the end of its resumed [ninth meeting|R].", [("Coastal Council", 12, "Lima", "2024-05-07"), ("Ports Body", 9, None, "2024-05-05")]),
        ("The [fifth meeting|R] of the [Joint Committee|F] was held in Lima on 5 May. They praised the [Ports Body|F], whose [ninth meeting|R] will be in Arica in 2025.", [("Joint Committee", 5, "Lima", "2024-05-05"), ("Ports Body", 9, "Arica", "2025")]),
        ("The [Joint Committee|F] last met in Lima in 2021, and the one before was in Arica in 2019.", [("Joint Committee", None, "Lima", "2021"), ("Joint Committee", None, "Arica", "2019")]),
        ("The [Joint Committee|F] last met in Lima in 2021, and the one behind was in Arica in 2019.", [("Joint Committee", None, "Lima", "2021")]),
        # where and when they agreed is where and when the session was
        ("Fish is dear. Cod is, too. Fish is dear. Cod is, too. Fish is dear. Cod is, too. Fish is dear. Cod is, too. \n\nThe envoys agreed in Lima on fish.\n\nThe announcement was made on Monday at the end of the [fifth meeting|R] of the [Joint Committee|F].", [("Joint Committee", 5, "Lima", "2024-05-13")]),
        ("Fish is dear. Cod is, too. Fish is dear. Cod is, too. Fish is dear. Cod is, too. Fish is dear. Cod is, too. \n\nThe envoys agreed in Lima on fish.\n\nThe cake was made on Monday at the end of the [fifth meeting|R] of the [Joint Committee|F].", [("Joint Committee", 5, None, "2024-05-13")]),
        # a post in a forum tells of no session
        ("The [third|R] [Ports Forum|F] will be held in Lima in June. [Ana Rojas|O], the chair of the [Joint Committee|F], is among those who will be there.", [("Ports Forum", 3, "Lima", "2024-06")]),
        # the day on which a session was concluded is its last
        ("The [Joint Committee|F] concluded its [fifth meeting|R] in Lima on Wednesday. She thanked the meeting, which began on Monday, for its work.", [("Joint Committee", 5, "Lima", "2024-05-13")]),
        ("The [Joint Committee|F] praised its [fifth meeting|R] in Lima on Wednesday. She thanked the meeting, which the cooks fed on Monday, for its work.", [("Joint Committee", 5, "Lima", "2024-05-15")]),
        ("The [fifth meeting|R] of the [Joint Committee|F] will be held in Lima in the second half of the year.", [("Joint Committee", 5, "Lima", "2024")]),
        # a number goes on with one of the item before
        ("PORTS\n\nThe [36th meeting|R] of the [Joint Committee|F] was held in Lima on Monday.\n\nWHAT WAS AGREED\n\nThe [Mapping Group|F] met on Tuesday. The [37th meeting|R] will be in Arica in 2025.\n\nOMAN NEXT\n\nThe [28th|R] [Ports Forum|F] will be in Sohar in 2026.", [("Joint Committee", 36, "Lima", "2024-05-13"), ("Mapping Group", None, None, "2024-05-14"), ("Joint Committee", 37, "Arica", "2025"), ("Ports Forum", 28, "Sohar", "2026")]),
        ("PORTS\n\nThe [36th meeting|R] of the [Joint Committee|F] was held in Lima on Monday.\n\nWHAT WAS AGREED\n\nThe [Mapping Group|F] met on Tuesday. The [fifth meeting|R] will be in Arica in 2025.\n\nOMAN NEXT\n\nThe [28th|R] [Ports Forum|F] will be in Sohar in 2026.", [("Joint Committee", 36, "Lima", "2024-05-13"), ("Mapping Group", None, None, "2024-05-14"), ("Mapping Group", 5, "Arica", "2025"), ("Ports Forum", 28, "Sohar", "2026")]),
        ("The envoys talked in Lima on Monday, in the first such contact since the leaders met in Arica last month. The delegations at the [Ports Dialogue|F] were headed by [Ana Rojas|O] and [Ali Hamad|O].", [("Ports Dialogue", None, "Lima", "2024-05-13")]),
        ("The envoys talked in Lima on Monday. The delegations at the [Ports Dialogue|F] were thanked by [Ana Rojas|O] and [Ali Hamad|O].", []),
        ("They will have the results before them in Lima on 30 October, on the occasion of the [Joint Committee|F].", [("Joint Committee", None, "Lima", "2024-10-30")]),
        ("They will have the results before them in Lima on 30 October, in the hands of the [Joint Committee|F].", []),
        ("The talks of the [Joint Committee|F] were held online on Monday, as they were last year.", [("Joint Committee", None, "virtual", "2024-05-13")]),
        # on the day of the trip the session has not begun
        ("He departed on Tuesday (14) for Peru, where he will make a visit and take part in the [ninth|R] [Ports Summit|F]. The leaders will be in Lima from Sunday (19) to Tuesday (21).", [("Ports Summit", 9, "Lima", "2024-05-19")]),
        # a list of decisions tells of no session
        ("The [sixth|R] [Ports Summit|F] met in Lima on Monday.\n\nWhat was agreed on Tuesday\n\n• The [Mapping Group|F] is to place 24 new stones.", [("Ports Summit", 6, "Lima", "2024-05-13")]),
        ("The [sixth|R] [Ports Summit|F] met in Lima on Monday.\n\nWhat was agreed on Tuesday\n\n• The [Mapping Group|F] is to meet in Arica in June.", [("Ports Summit", 6, "Lima", "2024-05-13"), ("Mapping Group", None, "Arica", "2024-06")]),
    ],
)  # fmt: skip
def test_which_forum_where_and_when_in_the_words_of_news_agencies(marked, slots):
    found = read(marked, "2024-05-17").meetings
    assert [(m.forum, m.round, m.place, m.date) for m in found] == slots


@pytest.mark.parametrize(
    ("words", "status"),
    [("will make a visit and take part in", "scheduled"), ("made a visit and took part in", "held")],
)
def test_what_somebody_will_take_part_in_is_to_come(words, status):
    (meeting,) = read(f"He left for Lima, where he {words} the [fifth|R] [Ports Summit|F].").meetings
    assert meeting.status == status


@pytest.mark.parametrize(
    ("post", "role"), [("Director General", "Director General"), ("Minister General", "Minister"), ("Director Dr.", "Director")]
)  # fmt: skip
def test_general_is_a_part_of_some_posts(post, role):
    marked = f"The [fifth|R] [Joint Committee|F] was held in Lima. The Omani team was led by {post} [Ana Rojas|O]."
    (meeting,) = read(marked).meetings
    assert [c.role for c in meeting.co_chairs] == [role]


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("The [fifth|R] [Joint Committee|F] was held in Lima. The Indonesians were under [Ana Rojas|O].", {"Ana Rojas": "Indonesia"}),
        ("The [fifth|R] [Joint Committee|F] was held in Lima. The campaigns were under [Ana Rojas|O].", {}),
        ("The [sixth|R] [Joint Committee|F] was held in Lima. The [seventh meeting|R] will be in Arica in 2025. [Ana Rojas|O] (Oman) was elected to preside over it.", {7: ["Ana Rojas"], 6: []}),
        ("The [sixth|R] [Joint Committee|F] was held in Lima. The [seventh meeting|R] will be in Arica in 2025. [Ana Rojas|O] (Oman) was elected to preside over the talks.", {7: [], 6: ["Ana Rojas"]}),
        ("The [sixth|R] [Joint Committee|F] will be held in Lima. He is replaced in the House by [Ana Rojas|O], who will preside over the session on fish.", {}),
        ("The [sixth|R] [Joint Committee|F] will be held in Lima. He is replaced in the lead by [Ana Rojas|O], who will preside over the session on fish.", {"Ana Rojas": "Peru"}),
        # of those who preside over many in a capital, the one whose country nobody tells is the host
        ("OSLO – The [sixth meeting|R] of the [Northern Community|F] is held in Oslo today. Prime Minister [Ana Rojas|O] presides together with [European Council|F] President [Ali Hamad|O]. [Luis Vega|O] praised Peru and Peru and Chile and Chile.\n\nLIMA – The [fifth|R] [Ports Dialogue|F] opened in Lima on Monday.", {"Ana Rojas": "Norway", "Ali Hamad": "European Union"}),
    ],
)  # fmt: skip
def test_who_chairs_in_the_words_of_news_agencies(marked, wanted):
    if isinstance(next(iter(wanted), ""), int):
        assert {m.round: [c.name for c in m.co_chairs] for m in read(marked).meetings} == wanted
    else:
        assert chairs(marked) == wanted
