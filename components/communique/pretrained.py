"""Start the CPU model from spaCy's pretrained English weights instead of from nothing.

Needed for training only: the weights are copied into our own NER, and the trained pipeline carries them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import Model

INNER = "pretrained"
"""Reference to the part of a token embedding that starts from pretrained weights, where it is not the whole."""
_SAME = ("columns", "column", "seed", "window_size")  # what a layer's weights mean nothing without


class PretrainedError(ValueError):
    """The package of pretrained weights is missing or is not the one that was pinned."""


def weights_path(package: str, file: str) -> Path:
    """Where a file of an installed package lies. package: name on the index. file: end of its path."""
    try:
        found = distribution(package)
    except PackageNotFoundError as error:
        raise PretrainedError(f"{package} is not installed; see requirements in the README") from error
    for entry in found.files or []:
        if str(entry).endswith(file):
            return Path(str(found.locate_file(entry)))
    raise PretrainedError(f"{package} {found.version} holds no file {file}")


def check_weights(package: str, version: str, file: str, sha256: str) -> Path:
    """The path of a pinned file, after its version and SHA-256 were checked. Raises PretrainedError."""
    path = weights_path(package, file)
    installed = distribution(package).version
    if installed != version:
        raise PretrainedError(f"{package} {installed} is installed, {version} is pinned")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != sha256:
        raise PretrainedError(f"{path.name} of {package} has SHA-256 {digest}, pinned is {sha256}")
    return path


def create_copy_tok2vec(source: str | None, component: str = "ner") -> Callable[[Language], Language]:
    """`communique.copy_tok2vec.v1`: a callback for `[initialize.after_init]`; see `copy_weights`."""

    def copy(nlp: Language) -> Language:
        return copy_weights(nlp, source, component)

    return copy


def copy_weights(nlp: Language, source: str | None, component: str = "ner") -> Language:
    """Start our NER from another one.

    source: name or path of a spaCy pipeline whose `component` embeds tokens with the same architecture, its encoder
    as deep as ours or less; that goes into our token embedding, or into the part of it which carries the reference
    `INNER`. None or "" trains from nothing. Raises PretrainedError where there is no such pipeline or the shapes do
    not fit.
    """
    if not source:
        return nlp
    try:
        other = spacy.load(source, exclude=["tagger", "parser", "senter", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise PretrainedError(f"no pipeline {source!r} to start from: {error}") from error
    to, origin = _embeddings(nlp.get_pipe("ner").model, other.get_pipe(component).model)
    try:
        _fill(to, origin)
    except ValueError as error:
        raise PretrainedError(f"the weights of {source!r} do not fit the config: {error}") from error
    return nlp


def _fill(to: Model, origin: Model) -> None:
    """Copy weights layer by layer. An encoder of ours that is deeper keeps its further layers as they were made: each
    adds to what comes in (they are residual), so that training begins near what the first ones know."""
    if len(to.layers) < len(origin.layers) or to.param_names != origin.param_names:
        raise ValueError(f"{origin.name[:40]!r} has other layers than {to.name[:40]!r}")
    for attr in _SAME:
        if to.attrs.get(attr) != origin.attrs.get(attr):
            raise ValueError(f"{attr} of {origin.name[:40]!r} is {origin.attrs.get(attr)}, not {to.attrs.get(attr)}")
    for name in origin.param_names:
        weights = to.ops.asarray(origin.ops.to_numpy(origin.get_param(name)))
        if to.has_param(name) and to.get_param(name).shape != weights.shape:
            raise ValueError(f"{name} of {origin.name!r} has shape {weights.shape}, not {to.get_param(name).shape}")
        to.set_param(name, weights)
    for ours, theirs in zip(to.layers, origin.layers, strict=False):
        _fill(ours, theirs)


def _embeddings(ours: Model, theirs: Model) -> tuple[Model, Model]:
    """The part of our parser that is filled, and the part of theirs that fills it."""
    to, origin = ours.get_ref("tok2vec"), theirs.get_ref("tok2vec")
    inner = next((node.get_ref(INNER) for node in to.walk() if node.has_ref(INNER)), None)
    # spaCy's parser has its embedding as the first layer of "tok2vec", and its own input layer as the last
    return (to, origin) if inner is None else (inner, origin.layers[0])
