"""A stand-in for Meta's Graph API: refuses what Graph refuses, posts webhooks as Meta does, remembers what people saw.

``async with running_graph() as graph:`` in a test; ``make graph`` by hand. docs/graph-stand-in.md tells how.
"""

from .errors import ERRORS, ErrorLine
from .faults import Fault
from .graph import INBOX_APP, OTHER_INBOX_APP, Call, Graph
from .ledger import Line
from .person import CUTE_CAT, LARGE_THUMBS_UP, THUMBS_UP, Person
from .server import make_app, running_graph
from .tokens import proof_of
from .webhooks import Post, encode, signature

__all__ = [
    "CUTE_CAT",
    "ERRORS",
    "INBOX_APP",
    "LARGE_THUMBS_UP",
    "OTHER_INBOX_APP",
    "THUMBS_UP",
    "Call",
    "ErrorLine",
    "Fault",
    "Graph",
    "Line",
    "Person",
    "Post",
    "encode",
    "make_app",
    "proof_of",
    "running_graph",
    "signature",
]
