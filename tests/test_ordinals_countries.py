"""Ordinals and countries: what a string means."""

from __future__ import annotations

import pytest
from communique.lexicon import load_lexicon
from communique.ordinals import parse_round, spelled_ordinals
from hypothesis import given
from hypothesis import strategies as st

COUNTRIES = load_lexicon().countries


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("14th round", 14),
        ("tenth meeting", 10),
        ("Twenty-Sixth Session", 26),
        ("one hundred and third session", 103),
        ("inaugural", 1),
        ("first-ever round", 1),
        ("Session XII", 12),
        ("XIV Meeting", 14),
        ("Round 3", 3),
        ("48th Ordinary Session", 48),
        ("12thSession", 12),
        ("next round", None),
        ("", None),
    ],
)
def test_the_number_of_a_round(words, number):
    assert parse_round(words) == number


@given(st.integers(1, 200))
def test_every_spelled_ordinal_is_read_back(number):
    assert parse_round(f"{spelled_ordinals()[number - 1]} session") == number
    assert parse_round(f"{number}th session") == number


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("Pakistan", "Pakistan"),
        ("the United Arab Emirates", "United Arab Emirates"),
        ("Emirati", "United Arab Emirates"),
        ("Türkiye", "Turkey"),
        ("Kyrgyz Republic", "Kyrgyzstan"),
        ("EU", "European Union"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Hellenic", "Greece"),
        ("East Timor", "Timor-Leste"),
        ("Djiboutian", "Djibouti"),
        ("St Vincent", "Saint Vincent and the Grenadines"),
        ("Zanzibar", "Tanzania"),
        ("Atlantis", None),
    ],
)
def test_a_name_or_a_demonym_means_a_country(words, country):
    assert COUNTRIES.country(words) == country


@pytest.mark.parametrize(("text", "countries"), [("the BiH side", ["Bosnia and Herzegovina"]), ("the bih side", [])])
def test_a_short_form_counts_as_it_is_spelled(text, countries):
    assert [found.country for found in COUNTRIES.find(text)] == countries


def test_countries_are_found_where_they_stand():
    text = "The Pak-Afghan and India–Sri Lanka talks, said US and Guinea-Bissau envoys; Us and chile are none."
    found = COUNTRIES.find(text)
    assert [(text[c.start : c.end], c.country) for c in found] == [
        ("Pak", "Pakistan"),
        ("Afghan", "Afghanistan"),
        ("India", "India"),
        ("Sri Lanka", "Sri Lanka"),
        ("US", "United States"),
        ("Guinea-Bissau", "Guinea-Bissau"),
    ]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("the Central American Ports Council", []),
        ("the Inter-American Ports Council", []),
        ("the League of American States", []),
        ("the Community of Central African States", []),
        ("American ports", ["United States"]),
        ("a Central African minister", ["Central African Republic"]),
        ("the Council of Small Island States and Iceland", ["Iceland"]),
    ],
)
def test_a_part_of_a_continent_is_no_country(text, countries):
    assert [found.country for found in COUNTRIES.find(text)] == countries


def test_capitals():
    assert COUNTRIES.is_capital("Ljubljana")
    assert COUNTRIES.capital_of("Nairobi") == "Kenya"
    assert not COUNTRIES.is_capital("Mombasa")
    assert COUNTRIES.capital_of("Mombasa") is None


@given(st.text(max_size=60))
def test_any_text_gives_countries_in_order_inside_it(text):
    last = 0
    for found in COUNTRIES.find(text):
        assert last <= found.start < found.end <= len(text)
        assert COUNTRIES.country(text[found.start : found.end]) == found.country
        last = found.end
