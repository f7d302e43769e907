"""From entity mentions to meeting records: pure functions, no spaCy, linear in the length of the text."""

from communique.linking.article import Article
from communique.linking.records import LinkResult, link

__all__ = ["Article", "LinkResult", "link"]
