"""The NER on a transformer: its config, its architecture, and a few steps on a tiny BERT made on the fly."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy
import pytest
import spacy
from communique.corpus import blank_pipeline, corpus_to_docbin
from communique.pipeline import runs_on_torch
from communique.pretrained import PretrainedError
from communique.trf import create_start, weights_folder
from conftest import ROOT, run, write_sample_corpus
from spacy.language import Language
from spacy.training import Corpus, Example
from spacy.util import load_config, load_model_from_config, registry, walk_dict
from thinc.api import Model
from thinc.types import Floats1d, Floats2d

TEXT = "Deputy Minister Anna Berg of Norway co-chaired the 4th round of the Joint Trade Committee in Oslo."
NER, NER_TRF = ROOT / "configs/ner.cfg", ROOT / "configs/ner_trf.cfg"

needs_transformers = pytest.mark.skipif(
    find_spec("spacy_transformers") is None, reason='spacy-transformers is not installed: pip install -e ".[trf]"'
)

# --- without torch ------------------------------------------------------------------------------


def test_the_module_needs_no_torch_to_be_imported(tmp_path: Path) -> None:
    said = run(
        "-c",
        "import sys, communique.trf; print(sorted({'torch', 'transformers', 'spacy_transformers'} & set(sys.modules)))",
        cwd=tmp_path,
    )
    # thinc looks for torch by itself where it is installed
    assert said.strip() in ("[]", "['torch']")


def test_the_config_differs_from_the_cpu_one_only_where_it_must() -> None:
    def flat(path: Path) -> dict[tuple[str, ...], object]:
        return {tuple(key): value for key, value in walk_dict(load_config(path))}

    cpu, trf = flat(NER), flat(NER_TRF)
    differing = {".".join(key) for key in cpu.keys() | trf.keys() if cpu.get(key) != trf.get(key)}
    allowed = (
        "paths.transformer",
        "paths.resume",
        "system.gpu_allocator",
        "components.ner.model.tok2vec.",
        "components.ner.model.hidden_width",
        "initialize.after_init.",
    )
    assert [key for key in sorted(differing) if not key.startswith(allowed)] == []


def test_a_transformer_is_a_folder_a_package_or_a_name_on_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site/some_weights/model"
    package.mkdir(parents=True)
    (package / "model.safetensors").touch()
    info = tmp_path / "site/some_weights-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-weights\nVersion: 1.0\n", encoding="utf8")
    (info / "RECORD").write_text("some_weights/model/model.safetensors,,\n", encoding="utf8")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    assert Path(weights_folder("some-weights")) == package
    assert weights_folder(str(tmp_path)) == str(tmp_path)
    assert weights_folder("sentence-transformers/all-MiniLM-L6-v2") == "sentence-transformers/all-MiniLM-L6-v2"
    assert weights_folder("pytest") == "pytest"  # a package without weights


def test_a_checkpoint_that_is_not_there_is_no_new_start(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    assert create_start("", "")(nlp) is nlp
    with pytest.raises(PretrainedError, match="no checkpoint"):
        create_start("", str(tmp_path / "model-last"))(nlp)


# --- with torch ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of four layers with random weights and a lower-case vocabulary of letters and a few words."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,()-'"
    words = ["minister", "joint", "committee", "round", "the", "of", "in", "said", "meeting"]
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocab = [*special, *letters, *(f"##{letter}" for letter in letters), *words]
    (folder / "vocab.txt").write_text("\n".join(vocab), encoding="utf8")
    config = BertConfig(
        vocab_size=len(vocab), hidden_size=32, num_hidden_layers=4, num_attention_heads=2, intermediate_size=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), do_lower_case=True).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(tiny_bert: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the training data, and with ner_trf/ after a few steps; the BERT it began with is gone."""
    folder = tmp_path_factory.mktemp("trained")
    corpus = write_sample_corpus(folder / "corpus")
    for split in ("train", "dev"):
        corpus_to_docbin(corpus / f"{split}.jsonl", folder / f"{split}.spacy")
    start = shutil.copytree(tiny_bert, folder / "start")
    log = train(folder, "ner_trf", "--paths.transformer", str(start))
    (folder / "log.txt").write_text(log, encoding="utf8")
    shutil.rmtree(start)
    return folder


def corpus_examples(nlp: Language, folder: Path) -> list[Example]:
    return list(Corpus(folder / "train.spacy")(nlp))


def train(folder: Path, output: str, *overrides: str) -> str:
    return run(
        "-m", "spacy", "train", NER_TRF, "--output", output, "--paths.train", "train.spacy", "--paths.dev", "dev.spacy",
        "--paths.source", "", "--training.max_steps", "6", "--training.eval_frequency", "3",
        "--training.optimizer.learn_rate", "0.01", *overrides, cwd=folder,
    )  # fmt: skip


def steps(said: str) -> Iterator[list[float]]:
    """The rows of `spacy train`'s table: epoch, step, loss, …"""
    for line in said.splitlines():
        cells = line.split()
        if len(cells) >= 5 and all(cell.replace(".", "").isdigit() for cell in cells):
            yield [float(cell) for cell in cells]


@needs_transformers
def test_the_config_fills_without_a_missing_value(tiny_bert: Path) -> None:
    config = load_config(NER_TRF, overrides={"paths.transformer": str(tiny_bert)})
    filled = load_model_from_config(config, auto_fill=True, validate=True).config.interpolate()
    written = config.interpolate()
    for path, value in walk_dict(written):
        there = filled
        for key in path:
            there = there[key]
        assert there == value, ".".join(path)


def make_tok2vec(bert: Path, **settings: object) -> Model:
    """The token embedding of the config, untrained."""
    import spacy_transformers  # noqa: F401  registers the span getters

    config = load_config(NER_TRF, overrides={"paths.transformer": str(bert)}, interpolate=True)
    model = registry.resolve({"model": config["components"]["ner"]["model"]["tok2vec"] | settings})
    model["model"].initialize(X=[blank_pipeline()(TEXT)])
    return model["model"]


@pytest.fixture
def tok2vec(tiny_bert: Path) -> Model:
    """The token embedding of the config, untrained."""
    return make_tok2vec(tiny_bert)


@needs_transformers
def test_words_get_their_case_back(tok2vec: Model) -> None:
    shape, read = tok2vec.layers[0].layers
    transformer, _ = read.layers
    docs = [blank_pipeline()(f"the {word} said") for word in ("Minister", "minister")]
    lost = transformer.predict(docs)
    assert abs(lost[0] - lost[1]).max() < 1e-6, "this BERT is meant to be lower case"
    upper, lower = tok2vec.predict(docs)
    assert abs(upper[1] - lower[1]).max() > 1e-3
    assert shape.predict(docs)[0].shape == (3, 96)
    assert transformer.predict(docs)[0].shape == (3, 32)
    assert upper.shape == (3, tok2vec.get_dim("nO")) == (3, 96 + 128)


@needs_transformers
@pytest.mark.parametrize("frozen", [True, False])
def test_what_is_not_frozen_learns(tiny_bert: Path, frozen: bool) -> None:
    tok2vec = make_tok2vec(tiny_bert, frozen=frozen)
    shape, read = tok2vec.layers[0].layers
    transformer, narrow = read.layers
    found, backprop = tok2vec.begin_update([blank_pipeline()(TEXT)])
    backprop(found)
    for part in (shape, narrow):
        grads = [node.get_grad(name) for node in part.walk() for name in node.grad_names]
        assert grads and all(abs(grad).max() > 0 for grad in grads)
    bert = next(shim for node in transformer.walk() for shim in node.shims)._model
    grads = [param.grad for name, param in bert.named_parameters() if "encoder" in name]
    assert grads and all((grad is None) if frozen else (grad.abs().max() > 0) for grad in grads)


@needs_transformers
def test_the_first_layers_are_those_of_the_whole(tiny_bert: Path) -> None:
    half, whole = (make_tok2vec(tiny_bert, layers=layers).layers[0].layers[1].layers[0] for layers in (1, None))
    weights = []
    for transformer in (half, whole):
        bert = next(shim for node in transformer.walk() for shim in node.shims)._model
        weights.append({name: param for name, param in bert.named_parameters() if "layer." in name})
    assert {name.split("layer.")[1][0] for name in weights[0]} == {"0"}
    assert {name.split("layer.")[1][0] for name in weights[1]} == {"0", "1", "2", "3"}
    assert all((weights[1][name] == param).all() for name, param in weights[0].items())
    with pytest.raises(PretrainedError, match="has 4 layers, not 5"):
        make_tok2vec(tiny_bert, layers=5)


@needs_transformers
def test_texts_without_a_token_do_no_harm(tiny_bert: Path) -> None:
    config = load_config(NER_TRF, overrides={"paths.transformer": str(tiny_bert)}, interpolate=True)
    nlp = load_model_from_config(config, auto_fill=True)
    nlp.get_pipe("ner").add_label("OFFICIAL")
    nlp.initialize()
    assert [len(doc) for doc in nlp.pipe(["", TEXT, "", " "])] == [0, len(nlp.make_doc(TEXT)), 0, 1]
    assert len(nlp("")) == 0


@needs_transformers
def test_the_form_of_the_words_starts_from_a_pretrained_pipeline(trained: Path) -> None:
    run(
        "-m", "spacy", "train", NER, "--output", "cpu", "--paths.train", "train.spacy", "--paths.dev", "dev.spacy",
        "--paths.source", "", "--training.max_steps", "4", "--training.eval_frequency", "2",
        "--components.ner.model.tok2vec.encode.depth", "4", cwd=trained,
    )  # fmt: skip
    cpu = spacy.load(trained / "cpu/model-last")
    nlp = spacy.load(trained / "ner_trf/model-best")
    create_start(str(trained / "cpu/model-last"), "")(nlp)
    shape = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0].layers[0].layers[0]
    theirs = cpu.get_pipe("ner").model.get_ref("tok2vec").layers[0]
    doc = nlp.make_doc(TEXT)
    assert numpy.allclose(shape.predict([doc])[0], theirs.predict([doc])[0], atol=1e-5)


@needs_transformers
def test_the_trained_model_assembles_and_needs_nothing_it_began_with(trained: Path, tmp_path: Path) -> None:
    run(
        "-m", "spacy", "assemble", ROOT / "configs/pipeline.cfg", tmp_path / "pipeline",
        "--paths.ner", trained / "ner_trf/model-best", cwd=tmp_path,
    )  # fmt: skip
    say = "import spacy, sys; print([(e.text, e.label_) for e in spacy.load(sys.argv[1])(sys.argv[2]).ents])"
    fresh = run("-c", say, tmp_path / "pipeline", TEXT, cwd=tmp_path).splitlines()[-1]
    nlp = spacy.load(tmp_path / "pipeline")
    assert nlp.pipe_names == ["ner", "communique_entities", "sentencizer", "communique_meetings"]
    assert fresh == str([(e.text, e.label_) for e in nlp(TEXT).ents])
    assert runs_on_torch(nlp), "annotate keeps it in one process"


@needs_transformers
def test_training_goes_on_from_a_checkpoint(trained: Path, tiny_bert: Path) -> None:
    resume = ("--paths.transformer", str(tiny_bert), "--paths.resume", "ner_trf/model-last")
    said = train(
        trained,
        "resumed",
        *resume,
        "--training.optimizer.learn_rate",
        "0.0",
        # an average over few steps is no weight that was ever there
        "--training.optimizer.use_averages",
        "false",
    )
    assert list(steps(said)), "it was trained"
    before, after = (weights(trained / name / "model-last") for name in ("ner_trf", "resumed"))
    # no step was taken at a learning rate of zero, so what was saved is what was read
    assert abs(before - after).max() < 1e-5
    before, after = (vectors(trained / name / "model-last") for name in ("ner_trf", "resumed"))
    assert abs(before - after).max() < 1e-5


def weights(model: Path) -> Floats1d:
    """All weights of the NER that are thinc's own, one behind the other."""
    nodes = spacy.load(model).get_pipe("ner").model.walk()
    return numpy.concatenate([n.get_param(name).ravel() for n in nodes for name in n.param_names if n.has_param(name)])


def vectors(model: Path) -> Floats2d:
    nlp = spacy.load(model)
    return nlp.get_pipe("ner").model.get_ref("tok2vec").predict([nlp.make_doc(TEXT)])[0]
