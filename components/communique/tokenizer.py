"""English tokens whose borders never cut an entity.

spaCy's English rules keep `Group(JWG`, `JWG)on`, `U.S.According` and a quote glued to a word as
one token; a gold span that ends inside such a token is lost to training. The extra infixes here
split them. Splitting more than needed does no harm: the model sees both parts.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_MARKS = r"[\(\)\[\]{}“”„‘«»\"\|;:!?…•‚]"
INFIXES = (
    _MARKS,
    rf"(?<=[{ALPHA_UPPER}]\.)(?=[{ALPHA_UPPER}][{ALPHA_LOWER}]{{2}})",  # U.S.According
    rf"(?<=[{ALPHA_UPPER}]{{2}})\.(?=[{ALPHA_UPPER}][{ALPHA_LOWER}]{{2}})",  # of the MEA.The
    rf"(?<=[{ALPHA}\d])[,](?=[{ALPHA}])",
    rf"(?<=[{ALPHA_LOWER}\d])\.(?=[{ALPHA_UPPER}])",  # held in 2023.The
    rf"(?<=[{ALPHA}\d])/(?=[{ALPHA}])",
    rf"(?<=[{ALPHA}\d])[-–—−](?=[{ALPHA}\d])",
    rf"(?<=[{ALPHA}])['’]s(?=[{ALPHA_UPPER}])",
    r"[\u00a0\u2009\u202f]+",
    r"\./\.",  # how a Vietnamese agency ends a report: said Son./.
    r"&(?=[A-Z])",
    r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})",  # a heading glued to what follows: NewsWorldMinister
)


def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """`communique.Tokenizer.v1`: English rules, with the infixes that real articles need."""

    def make(nlp: Language) -> Tokenizer:
        defaults = English.Defaults
        infixes = [*defaults.infixes, *INFIXES]
        suffixes = [*defaults.suffixes, r"[‚–—-]", rf"(?<=[{ALPHA}])['’]"]
        prefixes = [*defaults.prefixes, r"[‚–—-]"]
        return Tokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(prefixes).search,
            suffix_search=compile_suffix_regex(suffixes).search,
            infix_finditer=compile_infix_regex(infixes).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return make
