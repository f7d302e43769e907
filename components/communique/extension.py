"""The one place that registers and reads the Doc extensions.

All values are plain ints, strings, lists and dicts: Spans or objects in user data would break
DocBin and ``n_process=2``. Lists come back from a DocBin as tuples, so the readers here copy.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from spacy.tokens import Doc

EXTENSIONS = ("meetings", "relations", "scores", "skipped", "meta", "extra")
"""meetings, relations: as in the JSONL record. scores: [start, end, label, score] for each entity.
skipped: officials that are linked to no meeting, and why. meta, extra: the input's own keys."""


def install_extensions() -> None:
    """Register the extensions once; safe to call again."""
    for name in EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


def get_list(doc: Doc, name: str) -> list[Any]:
    """The list behind an extension as plain lists and dicts; [] where nothing was written."""
    return plain(getattr(doc._, name) or [])


def get_dict(doc: Doc, name: str) -> dict[str, Any]:
    """The dict behind an extension; {} where nothing was written."""
    return plain(getattr(doc._, name) or {})


def plain(value: Any) -> Any:
    """A deep copy in which msgpack's tuples are lists again."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


_TEXTS: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def text_of(doc: Doc) -> str:
    """The text of a Doc. `doc.text` puts it together from the tokens whenever it is asked, and several components ask;
    here it is kept as long as the Doc lives."""
    text = _TEXTS.get(doc)
    if text is None:
        text = _TEXTS[doc] = doc.text
    return text
