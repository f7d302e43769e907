"""A session of a forum, with all mentions that tell of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from communique.linking.forums import Series
from communique.linking.sessions.mention import MAIN, SessionMention
from communique.schema import Offsets

HELD, SCHEDULED = "held", "scheduled"
LEAD = 4  # sentences that tell what an article is about


@dataclass(eq=False)
class Session:
    """One session of a forum with all its mentions."""

    series: Series
    number: int | None
    kind: str
    mentions: list[SessionMention] = field(default_factory=list)
    status: str = HELD
    status_span: Offsets | None = None

    @property
    def start(self) -> int:
        """Where the text speaks of it first."""
        return self.mentions[0].start

    @property
    def is_news(self) -> bool:
        """Is it what the article reports, rather than its background?"""
        return self.kind == MAIN and self.status == HELD and self.mentions[0].sentence.index <= LEAD
