"""Training-time augmentation: the model should learn the form of a name, not the name, and bear rough text.

`communique.Augmenter.v1` gives each article as it is and, with the given chances, a changed copy of it: names,
ministries and forums swapped with others of the same label that passed by in training, headings in capitals,
lower case, doubled or lost spaces, straight or curly quotes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from spacy.language import Language
from spacy.training import Example

from communique.annotations import AnnotationError, doc_to_record, fill_doc

_POOL = 4000  # names remembered for each label
_SWAPPED = ("OFFICIAL", "MINISTRY", "FORUM")


def create_augmenter(
    swap: float, case: float, noise: float, seed: int
) -> Callable[[Language, Example], Iterator[Example]]:
    """Make an augmenter for `spacy.Corpus.v1`.

    swap, case, noise: chance between 0 and 1 that an article comes with a copy in which each entity is
    swapped with a chance of a half, headings or all letters change case, or spaces and quotes change.
    seed: of all choices.
    """
    chooser = random.Random(seed)
    pool: dict[tuple[str, bool], list[str]] = {}

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        yield example
        record = doc_to_record(example.reference)
        _remember(record, pool, chooser)
        changes = [
            change
            for chance, change in ((swap, _swap(pool)), (case, _change_case), (noise, _add_noise))
            if chooser.random() < chance
        ]
        if not changes:
            return
        text, spans = record["text"], record["spans"]
        for change in changes:
            text, spans = change(text, spans, chooser)
        try:
            reference = fill_doc(nlp.make_doc(text), {"text": text, "spans": spans})
        except AnnotationError:  # a swapped name that the tokenizer cuts elsewhere: the article as it was is enough
            return
        yield Example(nlp.make_doc(text), reference)

    return augment


def _remember(record: dict[str, Any], pool: dict[tuple[str, bool], list[str]], chooser: random.Random) -> None:
    for span in record["spans"]:
        words = record["text"][span["start"] : span["end"]]
        if span["label"] not in _SWAPPED or "\n" in words:
            continue
        names = pool.setdefault(_kind(span["label"], words), [])
        if len(names) < _POOL:
            names.append(words)
        else:
            names[chooser.randrange(_POOL)] = words


def _kind(label: str, words: str) -> tuple[str, bool]:
    """What a name may be swapped with: short forms with short forms, full names with full names."""
    return label, len(words.split()) == 1


def _swap(pool: dict[tuple[str, bool], list[str]]):
    def change(text: str, spans: list[dict], chooser: random.Random) -> tuple[str, list[dict]]:
        chosen: dict[str, str] = {}  # one article keeps one new name for one old
        parts, out, position, length = [], [], 0, 0
        for span in spans:
            words = text[span["start"] : span["end"]]
            if span["label"] in _SWAPPED and words not in chosen:
                names = pool.get(_kind(span["label"], words))
                chosen[words] = chooser.choice(names) if names and chooser.random() < 0.5 else words
            new = chosen.get(words, words)
            parts += [text[position : span["start"]], new]
            start = length + span["start"] - position
            length = start + len(new)
            out.append({"start": start, "end": length, "label": span["label"]})
            position = span["end"]
        return "".join([*parts, text[position:]]), out

    return change


def _change_case(text: str, spans: list[dict], chooser: random.Random) -> tuple[str, list[dict]]:
    """The heading in capitals or in Title Case; lengths must not change, or the text stays."""
    end = text.find("\n") if 0 < text.find("\n") < 200 else min(len(text), 80)
    change = chooser.choice((str.upper, str.title))
    new = change(text[:end]) + text[end:]
    return (new, spans) if len(new) == len(text) else (text, spans)


def _add_noise(text: str, spans: list[dict], chooser: random.Random) -> tuple[str, list[dict]]:
    """Lost spaces after full stops, doubled and non-breaking spaces, other quotes; spans move along."""
    inside = {i for span in spans for i in range(span["start"], span["end"])}
    parts: list[str] = []
    moved: dict[int, int] = {}
    length = 0
    straight = chooser.random() < 0.5
    for i, char in enumerate(text):
        moved[i] = length
        new = char
        if char == " " and i not in inside:
            roll = chooser.random()
            if i and text[i - 1] == "." and re.match(r"[A-Z]", text[i + 1 : i + 2]) and roll < 0.15:
                new = ""
            elif roll < 0.02:
                new = "  "
            elif roll < 0.03:
                new = "\u00a0"
        elif char in "“”" and straight:
            new = '"'
        elif char == "’" and straight:
            new = "'"
        elif char == "'" and not straight:
            new = "’"
        parts.append(new)
        length += len(new)
    moved[len(text)] = length
    return "".join(parts), [{**s, "start": moved[s["start"]], "end": moved[s["end"]]} for s in spans]
