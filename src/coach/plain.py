"""A text as the rules read it: lower case, straight quotes, one space, and the short forms of
texting written out. Spans are never taken from it."""

import re
from typing import Final

_QUOTES: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "...", "\x00": " "}
)
_SHORT: Final = {
    "u": "you",
    "ya": "you",
    "ye": "you",
    "ur": "your",
    "r": "are",
    "im": "i'm",
    "ive": "i've",
    "youre": "you're",
    "youve": "you've",
    "youll": "you'll",
    "youd": "you'd",
    "dont": "don't",
    "doesnt": "doesn't",
    "didnt": "didn't",
    "cant": "can't",
    "wont": "won't",
    "isnt": "isn't",
    "arent": "aren't",
    "wasnt": "wasn't",
    "werent": "weren't",
    "havent": "haven't",
    "hasnt": "hasn't",
    "wouldnt": "wouldn't",
    "couldnt": "couldn't",
    "shouldnt": "shouldn't",
    "thats": "that's",
    "whats": "what's",
    "hows": "how's",
    "itll": "it'll",
    "itd": "it'd",
    "hes": "he's",
    "shes": "she's",
    "theyre": "they're",
    "theres": "there's",
    "gonna": "going to",
    "gotta": "got to",
    "hafta": "have to",
    "wanna": "want to",
    "shoulda": "should have",
    "coulda": "could have",
    "should've": "should have",
    "could've": "could have",
    "would've": "would have",
    "cos": "because",
    "cuz": "because",
    "coz": "because",
    "'cause": "because",
    "bc": "because",
    "idk": "i don't know",
    "thru": "through",
    "tho": "though",
    "rly": "really",
    "plz": "please",
    "pls": "please",
    "hv": "have",
    "ppl": "people",
    "srsly": "seriously",
    "yr": "your",
    "luv": "love",
    "nvm": "never mind",
    "kys": "kill yourself",
    "kms": "kill myself",
}
_WORD: Final = re.compile(r"[\w']+")
_LONG: Final = re.compile(r"([a-z!?.])\1{2,}")


def plain(text: str) -> str:
    """What the patterns are written against; not for showing."""
    lowered = text.translate(_QUOTES).lower()
    lowered = _LONG.sub(r"\1\1", lowered)
    if not _SHORT.keys().isdisjoint(_WORD.findall(lowered)):
        lowered = _WORD.sub(lambda found: _SHORT.get(found.group(), found.group()), lowered)
    return " ".join(lowered.split())
