"""The review page: records as one HTML file in which a person corrects them, without server or network.

The page holds its data as JSON in a `<script type="application/json">`, its style and its script inline.
Its content security policy allows that style and that script by their hash and nothing else: no request,
no other script, no form, no frame. What the records hold reaches the page only as text nodes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import string
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from communique.ordinals import spelled_ordinals
from communique.schema import CO_CHAIRS, LABELS, NUMBERS
from communique.scoring import pair_meetings

Record = dict[str, Any]

READ_KEYS = ("spans", "relations", "meetings", "skipped", "answer")
"""Keys whose values the page reads; all others are handed through as they are."""


class ReviewError(ValueError):
    """A record that a browser cannot hold: a number that is not finite in a part that the page reads."""


def build_page(records: Sequence[Record], *, name: str, gold: Sequence[Record | None] = ()) -> str:
    """The whole page as HTML.

    records: checked records, see `communique.records`. name: the file's name; it stands in the title, in
    the export's name and in the key of the browser's storage. gold: for each record its gold record or
    None; shorter or empty where there is none. Raises ReviewError.
    """
    golds = [*gold, *[None] * (len(records) - len(gold))]
    articles = [article(record, g) for record, g in zip(records, golds, strict=True)]
    data = {
        "file": name,
        "hash": hashlib.sha256(json.dumps(articles).encode()).hexdigest()[:16],
        "labels": _labels(records, golds),
        "links": [{"label": CO_CHAIRS, "head": "OFFICIAL"}, {"label": NUMBERS, "head": "ROUND"}],
        "anchor": "FORUM",
        "ordinals": spelled_ordinals(),
        "articles": articles,
    }
    style, script = _part("review.css"), _part("review.js")
    page = string.Template(_part("review.html"))
    return page.substitute(policy=policy(style, script), style=style, data=embed(data), script=script)


def article(record: Record, gold: Record | None = None) -> dict[str, Any]:
    """One record as the page takes it.

    "keys" lists the record's own keys in their order, each with its JSON as text, so that the export can
    write it again letter by letter; None stands for what "text" and "tokens" tell already.
    """
    sizes = token_sizes(record)
    meta = record.get("meta") or {}
    keys: list[tuple[str, str | None]] = []
    for key, value in record.items():
        rebuilt = key == "text" or (key == "tokens" and sizes is not None)
        keys.append((key, None if rebuilt else _json(key, value, strict=key in READ_KEYS)))
    packed = {
        "id": _shown(meta.get("id", record.get("id"))),
        "published": _shown(meta.get("published", record.get("published"))),
        "text": record["text"],
        "sizes": sizes,
        "keys": keys,
    }
    if gold is not None:
        packed["gold"] = {
            key: json.loads(_json(key, gold.get(key) or [], strict=True)) for key in ("spans", "relations", "meetings")
        }
        packed["gold"]["pairs"] = pair_meetings(_named(record), _named(gold))
    return packed


def token_sizes(record: Record) -> list[int] | None:
    """A record's tokens as one number each: twice the length, plus one where a space follows.

    Tokens are nine tenths of a record; this way 500 articles make a page that a phone can open. None
    where there are no tokens, or tokens that these numbers would not give back exactly.
    """
    tokens = record.get("tokens")
    if not isinstance(tokens, list) or not tokens:
        return None
    try:
        sizes = [2 * len(token["text"]) + (token["ws"] is True) for token in tokens]
    except (KeyError, TypeError):
        return None
    return sizes if json.dumps(tokens_of(record["text"], sizes)) == json.dumps(tokens) else None


def tokens_of(text: str, sizes: Sequence[int]) -> list[dict[str, Any]]:
    """The inverse of `token_sizes`; review.js has the same in its own words."""
    tokens, start = [], 0
    for i, size in enumerate(sizes):
        end = start + size // 2
        tokens.append({"text": text[start:end], "start": start, "end": end, "id": i, "ws": bool(size % 2)})
        start = end + size % 2
    return tokens


def match_gold(records: Sequence[Record], gold: Sequence[Record]) -> tuple[list[Record | None], list[Record]]:
    """The gold record of each record, by text and, among equal texts, by id; and the gold that fits none.

    Offsets mean nothing on another text, so a record of the same id with another text is no match.
    """
    by_text: dict[str, list[Record]] = {}
    for g in gold:
        by_text.setdefault(g["text"], []).append(g)
    found = []
    for record in records:
        candidates = by_text.get(record["text"], [])
        found.append(next((g for g in candidates if record_id(g) == record_id(record)), next(iter(candidates), None)))
    texts = {record["text"] for record in records}
    return found, [g for g in gold if g["text"] not in texts]


def record_id(record: Record) -> Any:
    """The id of a record: in its meta, or beside its text."""
    return (record.get("meta") or {}).get("id", record.get("id"))


def embed(data: Any) -> str:
    """JSON that can stand in a `<script>`: ASCII only, and no `<`, `>` or `&`.

    So no `</script>` or `<!--` ends the block, U+2028 ends no line, and half a surrogate pair in `meta`
    breaks no file.
    """
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def policy(style: str, script: str) -> str:
    """The content security policy: this style and this script by hash, and nothing else at all.

    Trusted Types make the browser refuse every way to turn a string into HTML or code.
    """
    rules = {
        "default-src": "'none'",
        "style-src": f"'{_hash(style)}'",
        "script-src": f"'{_hash(script)}'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{key} {value}" for key, value in rules.items())


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _part(name: str) -> str:
    return (files("communique") / "data" / name).read_text(encoding="utf8")


def _labels(records: Sequence[Record], golds: Sequence[Record | None]) -> list[str]:
    used = {span["label"] for r in (*records, *golds) if r for span in r.get("spans") or []}
    return [*LABELS, *sorted(used - set(LABELS))]


def _named(record: Record) -> list[Record]:
    """Its meetings, to be paired by name; a forum that is no string pairs with nothing."""
    return [m if isinstance(m.get("forum"), str) else {**m, "forum": ""} for m in record.get("meetings") or []]


def _shown(value: Any) -> str | None:
    return None if value is None else str(value)


def _json(key: str, value: Any, *, strict: bool) -> str:
    try:
        return json.dumps(value, allow_nan=not strict)
    except ValueError as error:
        raise ReviewError(f"{key}: a number that is not finite, which JSON does not have") from error
    except RecursionError as error:
        raise ReviewError(f"{key}: nested too deeply") from error
