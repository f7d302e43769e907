"""Date words: as exact as the text and its day of publication allow, ranges by their first day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from communique.dates import find_dates
from hypothesis import given
from hypothesis import strategies as st

FRIDAY = "2024-05-17"


def only(text, published=FRIDAY, future=False):
    found = [d.iso for d in find_dates(text, published, future)]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("on 16 November 2023", "2023-11-16"),
        ("on November 16, 2023", "2023-11-16"),
        ("on the 16th of November 2023", "2023-11-16"),
        ("on 14-16 November 2023", "2023-11-14"),
        ("from 14 to 16 November 2023", "2023-11-14"),
        ("from 30 October to 2 November 2023", "2023-10-30"),
        ("on November 14-16, 2023", "2023-11-14"),
        ("on 14 and 15 NOVEMBER 2023", "2023-11-14"),
        ("on 2023-11-16", "2023-11-16"),
        ("on 16.11.2023", "2023-11-16"),
        ("in November 2023", "2023-11"),
        ("in 2023", "2023"),
        ("on 30 February 2023", "2023-02"),
        ("eleven days ago", "2024-05-06"),
        ("Seven days ago", "2024-05-10"),
        ("nine months ago", "2023-08"),
        ("five weeks ago", "2024-04"),
        ("two weeks ago", None),
        ("in the last quarter of the year", "2024"),
        ("in the third quarter of next year", "2025"),
        ("in the autumn.", "2023"),
        ("in the spring.", "2024"),
        ("on Tuesday", "2024-05-14"),
        ("on Friday", "2024-05-17"),
        ("last Friday", "2024-05-10"),
        ("from Monday to Wednesday", "2024-05-13"),
        ("yesterday", "2024-05-16"),
        ("yesterday (16)", "2024-05-16"),
        ("today", "2024-05-17"),
        ("two days ago", "2024-05-15"),
        ("last month", "2024-04"),
        ("last year", "2023"),
        ("in May last year", "2023-05"),
        ("three years ago", "2021"),
        ("on 3 December", "2023-12-03"),
        ("here (25/4)", "2024-04-25"),
        ("on 14, 15 and 16 November 2023", "2023-11-14"),
        ("last October", "2023-10"),
        ("last March", "2024-03"),
        ("on Friday, 3 May", "2024-05-03"),
        ("a day earlier", "2024-05-16"),
        ("the previous day", "2024-05-16"),
        ("the day before", "2024-05-16"),
        ("on 3 May, Friday", "2024-05-03"),
        ("last autumn", "2023"),
        ("last spring", "2023"),
        ("as far back as 2005", "2005"),
    ],
)
def test_a_date_is_read_from_the_day_of_publication(words, iso):
    assert only(f"It was held {words} in Oslo.") == iso


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("on Tuesday", "2024-05-21"),
        ("next Friday", "2024-05-24"),
        ("tomorrow", "2024-05-18"),
        ("on 3 December", "2024-12-03"),
        ("in February", "2025-02"),
        ("next year", "2025"),
        ("next month", "2024-06"),
        ("in two years' time", "2026"),
        ("next March", "2025-03"),
        ("before the year is out", "2024"),
        ("by the end of the year", "2024"),
        ("a day later", "2024-05-18"),
        ("next autumn", "2024"),
        ("next spring", "2025"),
    ],
)
def test_a_date_still_to_come(words, iso):
    assert only(f"It will be held {words} in Oslo.", future=True) == iso


@pytest.mark.parametrize("words", ["on Tuesday", "yesterday", "on 3 December", "in May"])
def test_without_a_day_of_publication_no_year_is_made_up(words):
    assert only(f"It was held {words}.", published=None) is None
    assert only(f"It was held {words}.", published="no day") is None


@pytest.mark.parametrize(
    "text",
    [
        "They may march on.",
        "Room 2023-24 B",
        "It cost 2,023 dollars.",
        "UN Resolution 2254",
        "the day before the fair",
        "",
    ],
)
def test_no_date_where_there_is_none(text):
    assert find_dates(text, FRIDAY) == []


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.integers(0, 6), st.booleans())
def test_a_weekday_is_within_a_week_on_the_side_of_its_tense(published, weekday, future):
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    found = date.fromisoformat(only(f"on {name}", published.isoformat(), future))
    assert found.weekday() == weekday
    gap = found - published if future else published - found
    assert timedelta(0) <= gap < timedelta(days=7)


@given(st.text(alphabet="0123456789 /.-–,MayJunTuesday()'lastonin\n", max_size=80))
def test_any_text_gives_dates_in_order_inside_it(text):
    last = 0
    for found in find_dates(text, FRIDAY):
        assert last <= found.start < found.end <= len(text)
        last = found.end


def test_a_season_to_come_is_that_of_the_year_unless_it_has_begun():
    assert only("in the autumn.", future=True) == "2024"
    assert only("in the spring.", future=True) == "2025"
    assert find_dates("in the fall of prices", FRIDAY) == []
