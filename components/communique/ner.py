"""The factory `communique_ner`: spaCy's own entity recognizer, which also says how sure it is.

spaCy's greedy parser keeps no probabilities. This subclass takes the same steps in Python, one for all texts
of a batch at a time, and keeps the softmax of each chosen action. The entities are the same; so are training,
the model's architecture and the files on disk. (`beam_ner` gives scores too, at several times the cost.)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Config, Model, NumpyOps

DEFAULT_MODEL = Config().from_str(
    """
[model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
"""
)["model"]


@Language.factory(
    "communique_ner",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type", "doc._.scores"],
    default_config={"moves": None, "update_with_oracle_cut_size": 100, "model": DEFAULT_MODEL, "temperature": 2.0},
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def create_ner(
    nlp: Language, name: str, model: Model, moves: list | None, update_with_oracle_cut_size: int, temperature: float
) -> ScoredNer:
    """Make the component; the settings are those of spaCy's `ner`, and the temperature of the scores."""
    cut = update_with_oracle_cut_size
    ner = ScoredNer(nlp.vocab, model, name, moves=moves, update_with_oracle_cut_size=cut, scorer=_score)
    ner.cfg["temperature"] = temperature
    return ner


def _score(examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
    return get_ner_prf(examples)


class ScoredNer(EntityRecognizer):
    """An EntityRecognizer that writes `doc._.scores`: [start, end, label, score] for each entity, characters,
    score between 0 and 1: the product of the probabilities of the actions that made the entity.

    A temperature above 1 makes up for the overconfidence of a softmax; `scripts/confidence.py` shows how well
    the scores fit. It changes no entity."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # thinc multiplies matrices with BLIS; the BLAS that numpy brings is several times faster on current
        # processors. Nothing but the time changes, and a GPU's ops are left alone.
        for node in self.model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = NumpyOps(use_blis=False)

    def predict(self, docs: list[Doc]) -> tuple[list[Any], list[np.ndarray]]:
        """The final parser states, and for each Doc an array with one probability a token."""
        batch = self.moves.init_batch(docs)
        sure = [np.ones(len(doc), dtype="f") for doc in docs]
        if any(len(doc) for doc in docs):
            self._ensure_labels_are_added(docs)
            steps = self.model.predict(docs)
            left = [i for i, state in enumerate(batch) if not state.is_final()]
            temperature = self.cfg.get("temperature", 1.0)
            token = 0  # every action of this transition system takes one token
            while left:
                states = [batch[i] for i in left]
                scores = self.model.ops.to_numpy(steps.predict(states))
                top = scores.max(axis=1, keepdims=True)
                chances = 1.0 / np.exp((scores - top) / temperature).sum(axis=1)
                for i, chance in zip(left, chances, strict=True):
                    sure[i][token] = chance
                self.transition_states(states, scores)
                token += 1
                left = [i for i in left if not batch[i].is_final()]
        return batch, sure

    def set_annotations(self, docs: list[Doc], predictions: tuple[list[Any], list[np.ndarray]]) -> None:
        """Write the entities and their scores."""
        states, sure = predictions
        super().set_annotations(docs, states)
        for doc, chances in zip(docs, sure, strict=True):
            doc._.scores = [
                [e.start_char, e.end_char, e.label_, round(float(np.prod(chances[e.start : e.end])), 4)]
                for e in doc.ents
            ]
