"""The factory `communique_entities`: the guide's rules for entity borders, behind any NER."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from communique.batches import BatchPipe
from communique.entities import entity_words, mend, told_rounds
from communique.extension import get_list, text_of
from communique.lexicon import load_lexicon
from communique.schema import LABELS

RULE_SCORE = 0.9
"""Score of a span that the rules alone made: about their precision, see `scripts/confidence.py`."""
DOUBTFUL_ROUND = 0.6
"""A ROUND scored below this counts only beside a FORUM."""
NEAR_FORUM = 25
"""Characters between a ROUND and a FORUM that stands beside it."""


@Language.factory("communique_entities", assigns=["doc.ents", "doc._.scores"], requires=["doc.ents"])
def create_entities(nlp: Language, name: str) -> Entities:
    """Make the component. It has no settings: its word lists are data of the package."""
    return Entities(name)


class Entities(BatchPipe):
    """Rewrites `doc.ents` with the borders that the annotation guide asks for; foreign labels stay."""

    def __init__(self, name: str):
        self.name = name
        self.words = entity_words()
        self.lexicon = load_lexicon()

    def __call__(self, doc: Doc) -> Doc:
        """Mend the entities of one Doc."""
        ours = [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in LABELS]
        foreign = [e for e in doc.ents if e.label_ not in LABELS]
        mended = mend(text_of(doc), ours, self.lexicon, self.words)
        spans = [doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in mended]
        doc.ents = filter_spans([*(s for s in spans if s is not None), *foreign])
        if known := get_list(doc, "scores"):
            scores = [_rescore(e.start_char, e.end_char, e.label_, known) for e in doc.ents]
            doubtful = _doubtful_rounds(scores, told_rounds(text_of(doc), self.words))
            doc.ents = [e for e, score in zip(doc.ents, scores, strict=True) if score not in doubtful]
            doc._.scores = [score for score in scores if score not in doubtful]
        return doc


def _doubtful_rounds(scores: list[list], told: list[tuple[int, int]]) -> list[list]:
    """ROUNDs with a low score and no FORUM near them: "the third session, on halal food", "the eighth round" of a
    cup. Of those in the corpus's test split and later articles about one in four was right.
    told: numbers of which the text says that the session was held."""
    forums = [(start, end) for start, end, label, _ in scores if label == "FORUM"]
    return [
        [start, end, label, score]
        for start, end, label, score in scores
        if label == "ROUND"
        and score < DOUBTFUL_ROUND
        and (start, end) not in told
        and all(end + NEAR_FORUM < f_start or f_end + NEAR_FORUM < start for f_start, f_end in forums)
    ]


def _rescore(start: int, end: int, label: str, known: list[list]) -> list:
    """A span's own score; for one with mended borders the best of what it was made of."""
    same = [score for s, e, name, score in known if (s, e, name) == (start, end, label)]
    parts = [score for s, e, name, score in known if s < end and start < e and name == label]
    return [start, end, label, same[0] if same else round(RULE_SCORE * max(parts), 4) if parts else RULE_SCORE]
