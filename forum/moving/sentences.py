"""Kind, plain sentences from a seeded grammar, for forums that are filled to be measured."""

import random

SLOTS: dict[str, tuple[str, ...]] = {
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "time": (
        "this morning", "last night", "before breakfast", "after supper", "on the way home", "at lunch",
        "in the small hours", "yesterday evening", "a week ago", "at the weekend", "over the holidays", "in spring",
    ),
    "person": (
        "my partner", "my husband", "my wife", "my sister", "my brother", "my mother", "our neighbour", "an old friend",
        "the counsellor", "our daughter", "our son", "my father-in-law", "someone at work", "our doctor",
    ),
    "place": (
        "the kitchen", "the garden", "the bus", "the library", "the river path", "the car", "the waiting room",
        "the balcony", "the allotment", "the harbour", "the station", "the old bakery", "the swimming pool", "the hall",
    ),
    "act": (
        "a slow walk", "ten quiet minutes", "a long bath", "an early night", "a pot of tea", "some baking",
        "a phone call",
        "a page in my notebook", "a puzzle", "a short nap", "an hour of weeding", "a swim", "a chapter of my book",
        "half an hour of music", "folding the washing", "a breath at the open window",
    ),
    "feeling": (
        "calmer", "lighter", "tired", "hopeful", "a little lost", "proud", "afraid", "at ease", "restless", "grateful",
        "angry for a while", "relieved", "lonely", "steady", "worn thin", "curious", "surprised", "quite all right",
    ),
    "food": (
        "soup", "pancakes", "lentils", "an apple cake", "porridge", "toast", "dumplings", "a big salad", "rice pudding",
        "noodles", "roast potatoes", "bread from yesterday",
    ),
    "topic": (
        "money", "sleep", "trust", "boundaries", "the children", "old friends", "the next appointment",
        "the holidays",
        "work", "the in-laws", "a relapse", "saying no", "asking for help", "guilt", "patience",
        "the first ninety days",
        "meetings", "keeping a diary", "being angry", "letting go", "good days", "quiet evenings", "telling others",
    ),
    "span": ("two days", "a week", "ten days", "a month", "six weeks", "three months", "half a year", "nine years"),
    "mark": ("🌿", "💛", "☕", "🙂", "🌧️", "🍎", "🕯️", "🌊"),
}  # fmt: skip

OPENINGS = (
    "I have been reading here for {span} and this is the first time I write about {topic}.",
    "We had a hard evening {time}, and it ended better than I feared.",
    "{time_} {person} and I talked about {topic} without raising our voices.",
    "It is {span} now, and I still count the days without meaning to.",
    "I keep coming back to what was said here about {topic}.",
    "Nothing much happened {time}, and I want to write that down because it felt good.",
    "I do not know where to begin with {topic}, so I begin in the middle.",
    "Last {day} I sat in {place} for an hour before I could go in.",
    "My week began with {topic} and went on with {food}.",
    "Someone asked how I am, and for once I said that I feel {feeling}.",
    "The house has been quiet since {day}, in a way that I am learning to like.",
    "I thought that {topic} would get easier after {span}; some days it does.",
)
MIDDLES = (
    "{person_} listened, and that was enough.",
    "What helps me most is {act}, even when I do not feel like it.",
    "I wrote it all down in {place} and read it again on {day}.",
    "We agreed to leave {topic} for the morning.",
    "There was {food} on the table and nobody asked questions.",
    "I felt {feeling} and then, after {act}, rather {feeling}.",
    "It took {span} until I could say it aloud.",
    "I am not proud of how I spoke, and I said so.",
    "{person_} has a meeting every {day}, and I have {act}.",
    "Some of it is mine to carry and most of it is not.",
    "I did not check the phone, and I did not look through the drawers.",
    "We are both better at this than we were in the first weeks.",
    "The counsellor drew three circles and asked me which one is mine.",
    "I cried a bit in {place} and felt {feeling} afterwards.",
    "When the worry comes at night I get up and drink a glass of water.",
    "I used to keep score, and I notice that I have stopped.",
    "Our rule is simple: no talk about {topic} after nine.",
    "The children noticed, of course, and we told them the plain truth in short words.",
    "A list on the fridge does more than a long talk.",
    "I asked for help with {topic}, which I have never done before.",
    "There are days when I only manage {food} and {act}.",
    "It is odd to be {feeling} and {feeling} within one hour.",
    "He slept, I sat in {place}, and the rain was loud enough to think.",
    "She said that she is sorry, and I believed it without needing proof.",
)
CLOSINGS = (
    "How do you others deal with {topic}?",
    "Thank you for reading this far.",
    "If you are in the same place: you are not the only one.",
    "I will write again on {day} and tell you how it went.",
    "Tonight there will be {food} and {act}, and that is plan enough.",
    "Be gentle with yourself, whoever reads this at night.",
    "Has anyone found words for {topic} that do not sound like a reproach?",
    "One day at a time is a worn phrase, and it still holds. {mark}",
    "I am glad that this place is here. {mark}",
    "That is all; it helps to have put it somewhere.",
)
ANSWERS = (
    "thank you for this; it could have been my own evening.",
    "your words about {topic} stayed with me all day.",
    "I am sorry that it is so hard right now, and I am glad that you wrote.",
    "we tried the same with {topic}, and it took {span} until it felt natural.",
    "what you did in {place} took courage.",
    "may I ask how it went on {day}?",
)
ITEMS = (
    "{act}", "a word with {person}", "no news after supper", "{food}, eaten at the table", "{act} in {place}",
    "the meeting on {day}", "one honest sentence about {topic}", "leaving the room **before** I shout",
    "the phone in another room", "asking instead of guessing",
)  # fmt: skip
LEADS = ("What helps me just now:", "My small plan for {day}:", "Three things that I keep:", "What we agreed on:")
SAYINGS = (
    "You did not cause it, and you cannot cure it by worrying.",
    "Rest is not a reward; it is part of the work.",
    "A boundary says what I will do, not what you must.",
    "Feelings are visitors. Offer them a chair and let them go.",
    "Small and often beats big and never.",
    "Nobody pours well from an empty jug.",
)
TITLES = (
    "How do you talk about {topic}?", "{topic_} after {span}", "A good {day} for once", "What helped us with {topic}",
    "{topic_} and {person}", "I feel {feeling} about {topic}", "After {span}: what I wish I had known",
    "{day} evening, and I feel {feeling}", "Does {act} help you too?", "Telling {person} about {topic}",
    "{span_} on: where we stand with {topic}", "Looking for words about {topic}", "Small things: {food} and {act}",
    "When {person} does not want to talk about {topic}", "Sitting in {place} again",
)  # fmt: skip
FIRST_NAMES = (
    "quiet", "early", "amber", "patient", "second", "northern", "gentle", "plain", "river", "paper", "lantern",
    "winter", "copper", "hidden", "slow", "open", "little", "silver", "meadow", "evening", "steady", "harbour",
    "linen", "walking", "autumn",
)  # fmt: skip
LAST_NAMES = (
    "robin", "kettle", "cedar", "window", "heron", "stone", "apron", "ladder", "clover", "finch", "garden", "tide",
    "pebble", "candle", "orchard", "willow", "thimble", "sparrow", "blanket", "fern", "teapot", "otter", "lark", "moss",
)  # fmt: skip


class Sentences:
    """Writes what people might write here; the same seed writes the same, word for word."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a sample is to be the same each time

    def happens(self, share: float) -> bool:
        """Return yes in `share` of all calls."""
        return self.random.random() < share

    def fill(self, pattern: str) -> str:
        """Return `pattern` with each slot filled; `{person_}` begins with a capital."""
        return pattern.format_map(_Slots(self.random))

    def title(self) -> str:
        """Return a topic's title."""
        return self.fill(self.random.choice(TITLES))

    def paragraph(self) -> str:
        """Return three to six sentences, now and then with one in bold."""
        middles = [self.fill(self.random.choice(MIDDLES)) for _ in range(self.random.randint(1, 3))]
        if self.happens(0.15):
            middles[0] = f"**{middles[0]}**"
        return " ".join([self.fill(self.random.choice(OPENINGS)), *middles, self.fill(self.random.choice(CLOSINGS))])

    def listing(self) -> str:
        """Return a list, of dashes or numbers."""
        items = [self.fill(item) for item in self.random.sample(ITEMS, self.random.randint(3, 5))]
        is_numbered = self.happens(0.3)
        lines = [f"{place}. {item}" if is_numbered else f"- {item}" for place, item in enumerate(items, 1)]
        return self.fill(self.random.choice(LEADS)) + "\n\n" + "\n".join(lines)

    def saying(self) -> str:
        """Return a saying as a quotation, and a sentence about it."""
        return f"> {self.random.choice(SAYINGS)}\n\n" + self.fill(self.random.choice(MIDDLES))

    def answer(self, name: str) -> str:
        """Return a sentence that calls `name`."""
        return f"@{name} " + self.fill(self.random.choice(ANSWERS))


class _Slots(dict[str, str]):
    """Gives a random word for each slot that is asked for."""

    def __init__(self, source: random.Random) -> None:
        super().__init__()
        self._source = source

    def __missing__(self, slot: str) -> str:
        word = self._source.choice(SLOTS[slot.rstrip("_")])
        return word[:1].upper() + word[1:] if slot.endswith("_") else word


def pseudonym(place: int) -> str:
    """Return the name of the member at `place`; no two are the same."""
    names = len(FIRST_NAMES) * len(LAST_NAMES)
    # A step that shares no factor with their number visits every pair once.
    pair = place * 277 % names
    name = f"{FIRST_NAMES[pair % len(FIRST_NAMES)]}-{LAST_NAMES[pair // len(FIRST_NAMES)]}"
    return name if place < names else f"{name}-{place // names + 1}"
