"""brat's standoff: a folder of .txt and .ann pairs, with `annotation.conf`.

What is known to bite:
- Offsets are code points of the .txt as it is on disk, carriage returns included.
- A span may not cross a line: brat writes it in fragments (`0 5;6 11`), one a line. Fragments with nothing but white
  space between them are read as one span; others really are discontinuous, which a record cannot hold: the span is
  then the stretch that covers them, and `fragments` keeps the pieces.
- Many readers of .ann files take U+2028, U+0085 and the like for line ends: none stands in a .ann that we write.
- A note (`#1 AnnotatorNotes T1 …`) hangs on a span: further keys of spans are there, as JSON, beside the annotator's
  own notes. What belongs to the whole article cannot hang on a span, which may be deleted: it is in NAME.json beside
  the pair, which brat leaves alone.
- Events, normalisations and equivalences have no place in a record: their lines are kept, with the ids they use.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from communique.formats.envelope import KEY, pack, span_extra, span_place, unpack
from communique.formats.guide import RELATION_ENDS, colours
from communique.formats.items import IGNORE, Item, Options, Record, built, fault, id_of
from communique.formats.loss import LossReport
from communique.formats.offsets import AUTO, CODEPOINT, OffsetMap, choose_unit, same_words
from communique.records import RecordError
from communique.schema import LABELS

TOOL = "brat"
"""Key of a record for the lines that only brat understands."""

_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_LINE = re.compile(f"[^{_BREAKS}]+")
_SPAN = re.compile(r"(\S+) (\d+ \d+(?:;\d+ \d+)*)")
_RELATION = re.compile(r"(\S+) \S+?:(T\d+) \S+?:(T\d+)\s*")
_ATTRIBUTE = re.compile(r"(\S+) ([TR]\d+)(?: (.+))?")
_NOTE = re.compile(r"AnnotatorNotes (T\d+)")
_TARGET = re.compile(r"(?<!\w)[TRE]\d+(?!\w)")
_NAME = re.compile(r"[^\w.-]+")
_LABEL = re.compile(r"[^\w.-]")
_PLAIN_WORD = re.compile(r"[\w.-]+")


def read(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    """The articles of a folder and its subfolders, sorted by name; or of one .txt or .ann with its pair."""
    if path.is_dir():
        texts = sorted(file for file in path.rglob("*.txt") if not file.name.startswith("."))
        alone = sorted(file for file in path.rglob("*.ann") if not file.with_suffix(".txt").exists())
    else:
        texts, alone = [path.with_suffix(".txt")], []
    for file in alone:
        yield RecordError(str(file), None, f"{file.stem}: there is no {file.stem}.txt beside it")
    for file in texts:
        yield from _read_pair(file, options, report)


def _read_pair(path: Path, options: Options, report: LossReport) -> Iterator[Item]:
    ann, aside = path.with_suffix(".ann"), path.with_suffix(".json")
    content: dict[Path, str] = {}
    for file in (path, ann, aside):
        try:
            if file.exists() or file == path:
                content[file] = file.read_bytes().decode("utf8")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            yield fault(file, line, path.stem, f"no UTF-8: byte {error.object[error.start]:#04x}")
        except OSError as error:
            yield fault(file, None, path.stem, error.strerror or str(error))
    if path not in content:
        return
    envelope: Record | None = None
    if aside in content:
        try:
            found = json.loads(content[aside])
            envelope = found[KEY] if isinstance(found, dict) and isinstance(found.get(KEY), dict) else None
        except (ValueError, RecursionError) as error:
            yield fault(aside, None, path.stem, f"what belongs to the whole article cannot be read: {error}")
    packed = (envelope or {}).get("record")
    ident = id_of(packed) if isinstance(packed, dict) else "no id"
    ident = path.stem if ident == "no id" else ident
    standoff = _Standoff(content[path], ident, ann, options, report)
    if ann in content:
        yield from standoff.read(content[ann])

    def build(faults: list[str]) -> list[Record]:
        record = standoff.record(envelope or {})
        if envelope is None:
            record["meta"] = {"id": path.stem}
        if ann not in content and "answer" not in record:
            record["answer"] = IGNORE
            report.mapped("articles", "no .ann, nobody has looked: kept with the answer ignore", ident)
        return [record]

    yield from built(build, "brat", path, None, ident)


class _Standoff:
    """One .ann file, on its way to a record."""

    def __init__(self, text: str, ident: str, path: Path, options: Options, report: LossReport):
        self.text, self.ident, self.path, self.options, self.report = text, ident, path, options, report
        self.spans: dict[str, Record] = {}
        self.relations: dict[str, Record] = {}
        self.kept: list[str] = []

    def read(self, content: str) -> Iterator[RecordError]:
        """Read all lines; yields what is wrong with each. Lines may name what stands further down."""
        rows = [(number, line.removesuffix("\r")) for number, line in enumerate(content.split("\n"), 1)]
        steps = (("T",), self._span), (("R",), self._relation), (("A", "M"), self._attribute), (("#",), self._note)
        for starts, step in steps:
            for number, line in rows:
                if line.startswith(starts):
                    try:
                        step(*_columns(line))
                    except ValueError as error:
                        kind = {"T": "spans", "R": "relations"}.get(line[0], "lines")
                        self.report.unread(kind, "a line that cannot be used", self.ident)
                        yield fault(self.path, number, f"{self.ident}: {line.split(chr(9))[0][:20]}", error)
        rest = [line for _, line in rows if line.strip() and not line.startswith(("T", "R", "A", "M", "#"))]
        self.kept += rest
        self.report.mapped(
            "lines", "events and other lines that no record has a place for, kept for brat", self.ident, len(rest)
        )

    def record(self, envelope: Record) -> Record:
        """What was read, with what stood beside it."""
        if self.kept:  # they name spans and relations by their ids
            for things in (self.spans, self.relations):
                for ident, thing in things.items():
                    thing["id"] = ident
        relations = [
            {"label": relation["label"], "head_span": _end(relation["head"]), "child_span": _end(relation["child"])}
            | {key: value for key, value in relation.items() if key not in ("head", "child", "label")}
            for relation in self.relations.values()
        ]
        record: Record = {"text": self.text, "spans": list(self.spans.values()), "relations": relations}
        _rename(record, envelope.get("labels") or {})
        record["spans"] += [dict(span) for span in envelope.get("hidden") or []]
        record["relations"] += [dict(relation) for relation in envelope.get("hidden_relations") or []]
        unpack(record, envelope)
        if self.kept:
            record[TOOL] = {"lines": self.kept}
        return record

    def _span(self, ident: str, where: str, quoted: str = "") -> None:
        match = _SPAN.fullmatch(where)
        if not match:
            raise ValueError(f"no span in {where[:80]!r}")
        pieces = sorted(tuple(map(int, piece.split(" "))) for piece in match[2].split(";"))
        start, end = pieces[0][0], pieces[-1][1]
        unit = self.options.offsets
        if unit == AUTO:  # where there is but one piece, the words tell
            unit = choose_unit(self.text, [(start, end, quoted)], CODEPOINT) if len(pieces) == 1 else CODEPOINT
        to = OffsetMap(self.text, unit)
        placed = [(to.into(start), to.into(end)) for start, end in pieces]
        if any(start is None or end is None or start >= end for start, end in placed):
            raise ValueError(f"{match[1]} {match[2]} lies outside the text, which has {len(self.text)} characters")
        words = " ".join(self.text[start:end] for start, end in placed)
        if not same_words(words, quoted):
            raise ValueError(
                f"{match[1]} {match[2]} quotes {quoted[:60]!r}, but there stands {words[:60]!r}{self._found(quoted)}"
            )
        if unit != CODEPOINT and max(self.text) > "\uffff":
            self.report.mapped("spans", "offsets in UTF-16 units, read as such", self.ident)
        start, end = placed[0][0], placed[-1][1]
        span = self.spans[ident] = {"start": start, "end": end, "label": match[1]}
        if _apart(self.text, placed):
            span["fragments"] = [list(place) for place in placed]
            self.report.mapped("spans", "discontinuous, read as the stretch that covers all pieces", self.ident)

    def _found(self, quoted: str) -> str:
        at = self.text.find(quoted) if quoted else -1
        once = at >= 0 and self.text.find(quoted, at + 1) < 0
        return f"; these words stand at {at} {at + len(quoted)}" if once else ""

    def _relation(self, ident: str, what: str, *rest: str) -> None:
        match = _RELATION.fullmatch(what)
        if not match:
            raise ValueError(f"no relation between two spans in {what[:80]!r}")
        gone = [end for end in match.groups()[1:] if end not in self.spans]
        if gone:
            raise ValueError(f"{match[1]}: there is no {' and no '.join(gone)}")
        self.relations[ident] = {"label": match[1], "head": self.spans[match[2]], "child": self.spans[match[3]]}

    def _attribute(self, ident: str, what: str, *rest: str) -> None:
        match = _ATTRIBUTE.fullmatch(what)
        target = match and (self.spans.get(match[2]) or self.relations.get(match[2]))
        if not target:
            self._keep("\t".join((ident, what, *rest)))
            return
        target.setdefault("attributes", {})[match[1]] = True if match[3] is None else match[3]

    def _note(self, ident: str, what: str, note: str = "") -> None:
        match = _NOTE.fullmatch(what)
        target = match and self.spans.get(match[1])
        if not target:
            self._keep("\t".join((ident, what, note)))
            return
        try:
            ours = json.loads(note)[KEY]
            place = ours.pop("span", None)
            if isinstance(place, list):
                target["start"], target["end"] = place
            target.update({key: value for key, value in ours.items() if key not in ("start", "end", "label")})
        except (ValueError, KeyError, TypeError, AttributeError):
            target.setdefault("notes", []).append(note)

    def _keep(self, line: str) -> None:
        self.kept.append(line)
        self.report.mapped("lines", "notes and attributes of what is no span or relation, kept for brat", self.ident)


def _apart(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Is there more than white space between these pieces of a span?"""
    return any(text[end:start].strip() for (_, end), (start, _) in pairwise(pieces))


def _columns(line: str) -> list[str]:
    columns = line.split("\t", 2)
    if len(columns) < 2:
        raise ValueError(f"no tab in {line[:80]!r}")
    return columns


def _end(span: Record) -> Record:
    return dict(zip(("start", "end", "label"), span_place(span), strict=True))


def _rename(record: Record, names: dict[str, str]) -> None:
    """Give labels back the characters that brat does not allow."""
    ends = [relation[key] for relation in record["relations"] for key in ("head_span", "child_span")]
    for thing in (*record["spans"], *record["relations"], *ends):
        thing["label"] = names.get(thing["label"], thing["label"])


def write(path: Path, records: Iterable[Record], options: Options, report: LossReport) -> None:
    """Write a new folder, as a whole or not at all. Raises RecordError where one with files is there already."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise RecordError(str(path), None, "is there already and not an empty folder; name a new one")
    labels, relation_labels, attributes = dict.fromkeys(LABELS), {}, {}
    names: set[str] = set()
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as temporary:
        folder = Path(temporary) / "brat"
        folder.mkdir()
        for number, record in enumerate(records, 1):
            name = _file_name(record, number, names)
            page = _Page(record, options, report)
            (folder / f"{name}.txt").write_bytes(record["text"].encode("utf8"))
            (folder / f"{name}.ann").write_text(page.content(), encoding="utf8", newline="\n")
            aside = json.dumps({KEY: page.envelope}, ensure_ascii=False) + "\n"
            (folder / f"{name}.json").write_text(aside, encoding="utf8", newline="\n")
            labels |= dict.fromkeys(page.labels)
            relation_labels |= dict.fromkeys(page.relation_labels)
            attributes |= page.attributes
        for name, content in tool_config(tuple(labels), tuple(relation_labels), attributes).items():
            (folder / name).write_text(content, encoding="utf8", newline="\n")
        if path.exists():
            path.rmdir()
        shutil.move(folder, path)


def _file_name(record: Record, number: int, used: set[str]) -> str:
    """A file name for an article: its id, without what a file system may refuse; each once, whatever the case."""
    meta = record.get("meta") or {}
    stem = _safe(meta.get("id"), 120) or f"{number:05}"
    if meta.get("annotator") is not None and stem.casefold() in used:
        stem = f"{stem}.{_safe(meta['annotator'], 60)}"
    name = next(each for i in count(1) if (each := stem if i == 1 else f"{stem}-{i}").casefold() not in used)
    used.add(name.casefold())
    return name


def _safe(name: Any, size: int) -> str:
    """A part of a file name, of so many bytes at most."""
    plain = "" if name is None else _NAME.sub("-", str(name)).strip(".-")
    return plain.encode("utf8")[:size].decode("utf8", "ignore")


class _Page:
    """One record, on its way to a .ann file and what stands beside it."""

    def __init__(self, record: Record, options: Options, report: LossReport):
        self.record, self.report, self.text = record, report, record["text"]
        self.to = OffsetMap(self.text, CODEPOINT if options.offsets == AUTO else options.offsets)
        self.lines: list[str] = []
        self.plain: dict[str, str] = {}
        self.attributes: dict[str, set[str]] = {}
        self.labels: list[str] = []
        self.relation_labels: list[str] = []
        self.notes, self.marks = count(1), count(1)
        tool = record.get(TOOL)
        self.kept = [
            line for line in (tool.get("lines") or [] if isinstance(tool, dict) else []) if isinstance(line, str)
        ]
        self.taken = {line.split("\t")[0] for line in self.kept}
        self.ids: dict[tuple[Any, ...], str] = {}
        hidden = self._spans()
        hidden_relations = self._relations()
        self._keep()
        envelope = pack({**record, "spans": []}, keys=(TOOL,) if self.kept else ())
        names = {plain: label for plain, label in self.plain.items() if plain != label}
        further = {"hidden": hidden, "hidden_relations": hidden_relations, "labels": names}
        self.envelope = {**envelope, **{key: value for key, value in further.items() if value}}

    def content(self) -> str:
        """The .ann file."""
        return "".join(f"{line}\n" for line in self.lines)

    def _label(self, label: str) -> str:
        plain = _LABEL.sub("_", label) or "_"
        while self.plain.setdefault(plain, label) != label:
            plain += "_"
        return plain

    def _number(self, letter: str, wanted: Any, used: set[str]) -> str:
        fits = isinstance(wanted, str) and re.fullmatch(rf"{letter}[1-9]\d*", wanted) and wanted not in used
        free = (f"{letter}{i}" for i in count(1))
        ident = wanted if fits else next(each for each in free if each not in used)
        used.add(ident)
        return ident

    def _spans(self) -> list[Record]:
        """Write all spans that brat can show; returns the others."""
        hidden = []
        used = {span["id"] for span in self.record["spans"] if isinstance(span.get("id"), str)} if self.kept else set()
        for span in self.record["spans"]:
            pieces = self._pieces(span)
            if not pieces:
                hidden.append({key: value for key, value in span.items() if key not in ("token_start", "token_end")})
                continue
            if self.kept and isinstance(span.get("id"), str):
                used.discard(span["id"])
            ident = self._number("T", span.get("id"), used)
            self.ids.setdefault(span_place(span), ident)
            label = self._label(span["label"])
            self.labels.append(label)
            where = ";".join(f"{self.to.out(start)} {self.to.out(end)}" for start, end in pieces)
            words = " ".join(self.text[start:end] for start, end in pieces)
            self.lines.append(f"{ident}\t{label} {where}\t{words}")
            self._beside(span, ident, pieces)
        self.report.mapped(
            "spans", "nothing but line breaks: in NAME.json, brat cannot show it", id_of(self.record), len(hidden)
        )
        return hidden

    def _pieces(self, span: Record) -> list[tuple[int, int]]:
        """The fragments of a span: its own, or one for each line."""
        if own := _fragments(span):
            return own
        words = self.text[span["start"] : span["end"]]
        return [(span["start"] + m.start(), span["start"] + m.end()) for m in _LINE.finditer(words)]

    def _beside(self, span: Record, ident: str, pieces: list[tuple[int, int]]) -> None:
        """Attributes and notes of a span; as JSON what is neither."""
        extra = span_extra(span, ("fragments",) if pieces == _fragments(span) and _apart(self.text, pieces) else ())
        if self.kept and extra.get("id") == ident:
            del extra["id"]
        if (pieces[0][0], pieces[-1][1]) != (span["start"], span["end"]):
            extra["span"] = [span["start"], span["end"]]
        attributes = self._attributes(extra.pop("attributes", None), ident)
        notes = extra.pop("notes", None)
        plain = isinstance(notes, list) and notes and all(map(_is_note, notes))
        for note in notes if plain else []:
            self.lines.append(f"{self._mark('#', self.notes)}\tAnnotatorNotes {ident}\t{note}")
        rest = {**extra, **({"attributes": attributes} if attributes is not None else {})}
        if notes is not None and not plain:
            rest["notes"] = notes
        if rest:
            self.lines.append(f"{self._mark('#', self.notes)}\tAnnotatorNotes {ident}\t{json.dumps({KEY: rest})}")

    def _attributes(self, attributes: Any, ident: str) -> Any:
        """Write attributes as brat has them; returns what it has no form for."""
        if (
            not isinstance(attributes, dict)
            or not attributes
            or not all(
                _PLAIN_WORD.fullmatch(name)
                and (value is True or (isinstance(value, str) and _PLAIN_WORD.fullmatch(value)))
                for name, value in attributes.items()
            )
        ):
            return attributes
        for name, value in attributes.items():
            self.attributes.setdefault(name, set()).update([] if value is True else [value])
            self.lines.append(f"{self._mark('A', self.marks)}\t{name} {ident}{'' if value is True else f' {value}'}")
        return None

    def _mark(self, letter: str, numbers: Iterator[int]) -> str:
        return next(each for i in numbers if (each := f"{letter}{i}") not in self.taken)

    def _relations(self) -> list[Record]:
        """Write all relations between spans that are shown; returns those of hidden spans."""
        hidden = []
        used: set[str] = set()
        spans = set(map(span_place, self.record["spans"]))
        for relation in self.record["relations"]:
            places = [span_place(relation[key]) for key in ("head_span", "child_span")]
            if not spans.issuperset(places):
                self.report.dropped("relations", "an end is no span: brat joins spans only", id_of(self.record))
                continue
            if not all(place in self.ids for place in places):
                ends = {f"{side}_span": _end(relation[f"{side}_span"]) for side in ("head", "child")}
                hidden.append({"label": relation["label"], **ends})
                continue
            ident = self._number("R", relation.get("id"), used)
            label = self._label(relation["label"])
            self.relation_labels.append(label)
            self.lines.append(f"{ident}\t{label} Arg1:{self.ids[places[0]]} Arg2:{self.ids[places[1]]}")
        return hidden

    def _keep(self) -> None:
        """The lines that came from brat, where all that they name is still there."""
        kept = self.kept
        while True:  # what names an event that goes has to go too
            there = {line.split("\t")[0] for line in (*self.lines, *kept)}
            whole = [line for line in kept if there.issuperset(_TARGET.findall((line + "\t").split("\t")[1]))]
            if len(whole) == len(kept):
                break
            kept = whole
        why = "names a span, relation or event that is gone"
        self.report.dropped("lines", why, id_of(self.record), len(self.kept) - len(kept))
        self.lines += kept


def _fragments(span: Record) -> list[tuple[int, int]]:
    """The pieces of a span that came from brat; [] where it has none that are in order and add up to it."""
    own = span.get("fragments")
    flat = (
        [at for piece in own for at in piece] if isinstance(own, list) and all(isinstance(p, list) for p in own) else []
    )
    if len(flat) != 2 * len(own or []) or any(type(at) is not int for at in flat) or flat != sorted(set(flat)):
        return []
    return list(zip(flat[::2], flat[1::2], strict=True)) if flat[:1] + flat[-1:] == [span["start"], span["end"]] else []


def _is_note(note: Any) -> bool:
    """Can this be written as a note, and will it be read as one?"""
    return (
        isinstance(note, str)
        and bool(note)
        and len(note.splitlines()) == 1
        and not note.startswith("{")
        and (not set(note) & set(_BREAKS))
    )


def tool_config(
    labels: tuple[str, ...], relations: tuple[str, ...], attributes: dict[str, set[str]] | None = None
) -> dict[str, str]:
    """File name → content: what brat must know of the labels, to be put into the folder of the articles."""
    ends = RELATION_ENDS | {name: ("<ENTITY>", "<ENTITY>") for name in relations if name not in RELATION_ENDS}
    conf = ["[entities]", *labels, "", "[relations]"]
    conf += [f"{name}\tArg1:{head}, Arg2:{child}" for name, (head, child) in ends.items()]
    conf += ["<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>", "", "[events]", "", "[attributes]"]
    for name, values in (attributes or {}).items():
        conf.append(f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(sorted(values))}" if values else ""))
    colour = colours(labels)
    visual = ["[labels]", "", "[drawing]", *(f"{label}\tbgColor:{colour[label]}" for label in labels)]
    return {"annotation.conf": "\n".join(conf) + "\n", "visual.conf": "\n".join(visual) + "\n"}
