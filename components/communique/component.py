"""The factory `communique_meetings`: writes what linking found into the Doc, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from communique.annotations import relation_dict
from communique.batches import BatchPipe
from communique.collector import PausedCollector
from communique.extension import install_extensions, text_of
from communique.lexicon import parse_lexicon, read_lexicon
from communique.linking import Article, link
from communique.linking.article import Mention

DEFAULT_SCORER = {"@scorers": "communique.meetings_scorer.v1"}
_FILE = "lexicon.yml"


@Language.factory(
    "communique_meetings",
    assigns=["doc._.meetings", "doc._.relations", "doc._.skipped"],
    requires=["doc.ents"],
    default_config={"lexicon": None, "scorer": DEFAULT_SCORER},
    default_score_weights={"meetings_f": 0.3, "links_f": 0.5, "records_f": 0.2},
)
def create_meetings(nlp: Language, name: str, lexicon: str | None, scorer: Callable | None) -> Meetings:
    """Make the component. lexicon: path of a lexicon file, or None for the one that the package carries."""
    return Meetings(name, read_lexicon(lexicon), scorer)


class Meetings(BatchPipe):
    """Reads `doc.ents` and the day of publication in `doc._.meta["published"]`; writes the meeting records
    to `doc._.meetings`, the relations to `doc._.relations`, and the officials without a link, each with
    the reason, to `doc._.skipped`. All are plain lists and dicts.

    lexicon_text: the lexicon as YAML. It is kept as it was written, so a pipeline on disk can be edited.
    """

    def __init__(self, name: str, lexicon_text: str, scorer: Callable | None = None):
        install_extensions()
        self.name = name
        self.scorer = scorer
        self._set_lexicon(lexicon_text)

    def _set_lexicon(self, text: str) -> None:
        self.lexicon_text = text
        self.lexicon = parse_lexicon(text)

    def __call__(self, doc: Doc) -> Doc:
        """Find the meetings of one Doc."""
        with PausedCollector():
            return self._annotate(doc)

    def _annotate(self, doc: Doc) -> Doc:
        entities = doc.ents
        spans = [{"start": ent.start_char, "end": ent.end_char, "label": ent.label_} for ent in entities]
        extensions = doc._  # spaCy makes a new object wherever this is asked for
        published = (extensions.meta or {}).get("published")
        published = published if isinstance(published, str) else None
        result = link(Article.build(text_of(doc), spans, self.lexicon, published))

        ents = {span["start"]: ent for span, ent in zip(spans, entities, strict=True)} if result.relations else {}

        def span(mention: Mention) -> Span:
            return ents[mention.start]  # Doc.char_span would look through the tokens

        extensions.meetings = [meeting.to_dict() for meeting in result.meetings]
        extensions.relations = [
            relation_dict(span(head), span(child), label) for head, child, label in result.relations
        ]
        extensions.skipped = [
            {"start": m.start, "end": m.end, "name": m.text, "reason": why} for m, why in result.skipped
        ]
        return doc

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
        """Scores of meetings and links, end to end: see `communique.scoring.score_meetings`."""
        return self.scorer(examples, **kwargs) if self.scorer else {}

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The lexicon as bytes."""
        return srsly.msgpack_dumps({"lexicon": self.lexicon_text})

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Meetings:
        """Take the lexicon from `to_bytes`."""
        self._set_lexicon(srsly.msgpack_loads(data)["lexicon"])
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the lexicon to `path/lexicon.yml`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _FILE).write_text(self.lexicon_text, encoding="utf8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Meetings:
        """Read the lexicon from `path/lexicon.yml`."""
        self._set_lexicon(read_lexicon(Path(path) / _FILE))
        return self
