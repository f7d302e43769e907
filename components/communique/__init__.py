"""Read news about diplomatic meetings: who co-chaired which round of which forum, when and where.

``import communique`` is light and registers the Doc extensions, so that a DocBin written by the
pipeline can be read back: ``doc._.meetings``, ``doc._.relations``, ``doc._.meta``.
"""

from communique.extension import install_extensions
from communique.schema import LABELS, CoChair, Meeting

install_extensions()

__all__ = ["LABELS", "CoChair", "Meeting", "install_extensions"]
