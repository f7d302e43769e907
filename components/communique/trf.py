"""The NER's token vectors from a transformer that gets the form of the words back.

MiniLM's wordpieces are lower case, so it cannot tell "Minister" from "minister". Its vectors are joined with those of
a convolutional embedding of NORM, PREFIX, SUFFIX and SHAPE, which starts where the CPU model's does. The transformer
itself is kept as it is: only what reads its vectors is trained, which on two cores is the difference between minutes
and hours. torch and spacy-transformers (`pip install "communique[trf]"`) are imported only where a model is made: the
CPU install works without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Maxout, Model, chain, concatenate, with_array
from thinc.types import Floats2d, Ragged

from communique.pretrained import INNER, PretrainedError, copy_weights, weights_path

_EMBEDDING = "spacy-transformers.Tok2VecTransformer.v3"
_WEIGHTS = "model.safetensors"


def weights_folder(name: str) -> str:
    """Where the transformer lies. name: a folder; or a package of the index that carries a Hugging Face folder
    with safetensors, which is found by its name; or any name on the Hugging Face hub, which is kept as it is.
    """
    if Path(name).is_dir():
        return name
    try:
        return str(weights_path(name, _WEIGHTS).parent)
    except PretrainedError:
        return name


def create_transformer_with_shape(
    name: str,
    get_spans: Callable,
    pooling: Model[Ragged, Floats2d],
    shape: Model[list[Doc], list[Floats2d]],
    width: int,
    layers: int | None,
    frozen: bool,
    tokenizer_config: dict,
    mixed_precision: bool,
    bfloat16: bool,
) -> Model[list[Doc], list[Floats2d]]:
    """`communique.TransformerWithShape.v1`: one vector for each token.

    name: see `weights_folder`. get_spans, pooling, tokenizer_config, mixed_precision: as in
    `spacy-transformers.Tok2VecTransformer.v3`. shape: an embedding of the words' form, such as
    `spacy.Tok2Vec.v2`; `communique.start_transformer.v1` copies weights into it. width: to which the transformer's
    vectors are brought; those that come out are as wide as both together. layers: how many of the transformer's
    layers, from the first; None for all; more than it has is a PretrainedError. frozen: whether training leaves the
    transformer's weights alone. bfloat16: whether training on a CPU computes the transformer's products in bfloat16
    (weights and gradients stay float32): 1.9 times as fast where the CPU has AVX512-BF16 or AMX, slower on older
    ones; mixed_precision is for GPUs.
    """
    make_transformer = registry.architectures.get(_EMBEDDING)
    transformer = make_transformer(
        name=weights_folder(name),
        get_spans=get_spans,
        tokenizer_config=tokenizer_config,
        transformer_config={} if layers is None else {"num_hidden_layers": layers},
        pooling=pooling,
        mixed_precision=mixed_precision,
    )
    transformer = _on_torch(transformer, name, layers, frozen, bfloat16)
    narrow = with_array(Maxout(nO=width, nP=2, normalize=True, dropout=0.0))
    model = _without_empty_docs(concatenate(shape, chain(transformer, narrow)), shape.get_dim("nO") + width)
    model.set_ref(INNER, shape)
    return model


def _on_torch(
    layer: Model, name: str, layers: int | None, frozen: bool, bfloat16: bool
) -> Model[list[Doc], list[Floats2d]]:
    """The transformer in training, see `create_transformer_with_shape`: it learns nothing where it is frozen, and then
    it drops nothing out either."""
    return Model(
        "on_torch",
        _forward_torch,
        init=_initialize_torch,
        layers=[layer],
        attrs={"name": name, "layers": layers, "frozen": frozen, "bfloat16": bfloat16},
    )


def _initialize_torch(model: Model, X: list[Doc] | None = None, Y: list[Floats2d] | None = None) -> None:
    from transformers import AutoConfig, logging

    name, layers = model.attrs["name"], model.attrs["layers"]
    if layers is not None and layers > (has := AutoConfig.from_pretrained(weights_folder(name)).num_hidden_layers):
        raise PretrainedError(f"{name} has {has} layers, not {layers}")  # transformers would make up the others
    told = logging.get_verbosity()
    logging.set_verbosity_error()  # it warns of the layers that are left out
    try:
        model.layers[0].initialize(X=X)
    finally:
        logging.set_verbosity(told)


def _forward_torch(model: Model, docs: list[Doc], is_train: bool) -> tuple[list[Floats2d], Callable]:
    with _bfloat16(model) if is_train and model.attrs["bfloat16"] else nullcontext():
        vectors, backprop = model.layers[0](docs, is_train and not model.attrs["frozen"])
    return vectors, (lambda gradients: []) if model.attrs["frozen"] else backprop


def _without_empty_docs(layer: Model, width: int) -> Model[list[Doc], list[Floats2d]]:
    """Docs without a token go round the layer: spacy-transformers gives them vectors of width 0, which cannot
    be joined with others. width: of the layer's output; the parser on top asks for it before training."""
    return Model("without_empty_docs", _forward, init=_initialize, layers=[layer], dims={"nO": width})


def _initialize(model: Model, X: list[Doc] | None = None, Y: list[Floats2d] | None = None) -> None:
    model.layers[0].initialize(X=[doc for doc in X if len(doc)] if X else X, Y=Y)


def _forward(model: Model, docs: list[Doc], is_train: bool) -> tuple[list[Floats2d], Callable]:
    vectors = [model.ops.alloc2f(0, model.get_dim("nO")) for _ in docs]
    filled = [index for index, doc in enumerate(docs) if len(doc)]
    if not filled:
        return vectors, lambda gradients: []
    found, backprop_filled = model.layers[0]([docs[index] for index in filled], is_train)
    for index, vector in zip(filled, found, strict=True):
        vectors[index] = vector

    def backprop(gradients: list[Floats2d]) -> list[Doc]:
        return backprop_filled([gradients[index] for index in filled])

    return vectors, backprop


@contextmanager
def _bfloat16(model: Model) -> Iterator[None]:
    """Products of torch's modules below `model` are computed in bfloat16, their outputs are float32 again: numpy,
    to which thinc hands them, has no bfloat16."""
    import torch

    def widen(module: torch.nn.Module, inputs: tuple, outputs: dict) -> None:
        for name, value in outputs.items():
            if torch.is_tensor(value) and value.dtype == torch.bfloat16:
                outputs[name] = value.float()

    modules = [shim._model for layer in model.walk() for shim in layer.shims]
    hooks = [module.register_forward_hook(widen) for module in modules]
    try:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            yield
    finally:
        for hook in hooks:
            hook.remove()


def create_start(source: str | None, checkpoint: str | None, component: str = "ner") -> Callable[[Language], Language]:
    """`communique.start_transformer.v1`: a callback for `[initialize.after_init]`.

    source, component: see `communique.pretrained.copy_weights`. checkpoint: folder that an interrupted `spacy train`
    left (model-last or model-best) to go on from; its weights come back, the optimizer's moments and the step counter
    do not. None or "" leaves either out.
    """

    def start(nlp: Language) -> Language:
        if not checkpoint:
            return copy_weights(nlp, source, component)
        saved = Path(checkpoint) / component
        if not saved.is_dir():
            raise PretrainedError(f"{checkpoint}: no checkpoint to go on from, it holds no {component!r}")
        nlp.get_pipe(component).from_disk(saved, exclude=["vocab"])
        return nlp

    return start
