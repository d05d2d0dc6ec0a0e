"""What a search finds, and topics like one that is being begun."""

from forum.search.queries.finding import Hit, Results, find
from forum.search.queries.similar import similar_topics

__all__ = ["Hit", "Results", "find", "similar_topics"]
