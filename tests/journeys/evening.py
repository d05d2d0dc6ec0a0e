"""What is said on the evening that both journeys play, and who is told of what. Invented people, invented words."""

from collections import Counter
from datetime import UTC, datetime, timedelta

ASKER, PEER, READER, MODERATOR = "wren", "hazel_m", "linden", "mona"
NEWCOMERS = (ASKER, PEER, READER)
PASSWORD = "three herons by the weir"

# The evening begins in the afternoon, later than any clock that runs this.
BEGINS = (datetime.now(UTC) + timedelta(days=1)).replace(hour=14, minute=0, second=0, microsecond=0)
MEETUP_STARTS = BEGINS + timedelta(hours=5)
JOIN_URL = "https://meet.example.org/quiet-room"

MEETUP = {
    "title": "Evening round: when it starts again",
    "body": "Bring tea. Nobody has to speak.",
    "theme": "When it starts again",
    "starts_at": MEETUP_STARTS.strftime("%Y-%m-%dT%H:%M"),
    "timezone": "UTC",
    "duration_minutes": "60",
    "capacity": "12",
    "join_url": JOIN_URL,
}

TITLE = "What do you do while they are NOT yet back on their feet?"
QUESTION = """\
So my wife had eleven weeks and then, two Fridays ago, she had not. I learned of it from the till receipts, and she \
told me only when I laid them on the table (not before). I do know that it can happen, and that for some it is how \
they learn. But everyone who says that seems to mean one bad night and then right back, don't they?

What about the days when it just goes on? A bad night I can live with, if she looks at me and says so… Being told a \
story, every evening, I cannot.

My brother says: go, until she asks for help. It feels like leaving her out in the rain. What would you do?
"""
READS_ALONG = "No answer from me, only that I read every line, and that the kettle is on."
UPDATE = (
    "She says nothing since Tuesday, and I would so like to take her word. I catch myself counting coins when she goes "
    "for bread. How does one start to trust, in small?"
)


def moderators_answer(meetup_path: str) -> str:
    """Return the moderator's words, with a list, quoted phrases, a mention, and a link to the meetup."""
    return f"""\
Thank you for writing this down, @{ASKER}. It is a lot to hold by yourself :slight_smile:

Two things that have carried others here:

  • Small and warm: pick a calm hour. You could ask first, as in "there is something on my heart, is now all right?"
  • What helped before: who did she listen to in spring? “Shall I drive you on Thursday?” is a whole sentence.

Trust comes back in corners first. Tonight's round is about this very thing, and I would be glad to see you \
([register here]({meetup_path})).
"""


PEERS_ANSWER = f"""\
Eight months, and then all of it back, stories included. I am so sorry you are there.

Beside what @{MODERATOR} says: look after your own evenings. I went to my aunt's by the sea for a while, and it was \
not the end of us, @{ASKER}. We are still here. So will you be. :pray:t4::sparkles:
"""

# Each person's reasons, one for each thing that they are told; "notice" and the like have no place this evening.
TOLD = {
    ASKER: Counter({"mention": 2, "reply": 1, "reminder": 1}),
    PEER: Counter({"update": 1}),
    READER: Counter({"meetup": 1, "update": 1}),
    MODERATOR: Counter({"mention": 1, "update": 1}),
}
