"""A component that works a batch of Docs off at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.util import minibatch


class BatchPipe(Pipe):
    """In `nlp.pipe` a whole batch is done before its first Doc goes on. Two components that take turns at each Doc
    push each other's rules out of the processor's cache: linking takes a tenth longer so."""

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """The Docs of a stream in order; what fails goes to the error handler. batch_size: Docs."""
        for docs in minibatch(stream, batch_size):
            yield from list(super().pipe(docs, batch_size=batch_size))
