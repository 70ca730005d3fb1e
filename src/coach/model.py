"""The small model: a multi-head MiniLM that reads a share, and a reply together with its share.
Beside it, wording.py reads the words.

One pass reads a whole reply: `[CLS] share [SEP] sentence [SEP] sentence [SEP]`. Each sentence is
the mean of its own tokens after all layers, so it is judged in the light of the share and of its
neighbours; so is each sentence of the share, for signs of danger. The share looks only at itself
(training/export.py puts that into the network), so it is read the same by itself, as
`[CLS] share [SEP]`, and one pass answers for both.

Nothing is loaded before the first `load()`; then one session stays for the whole process, with
one thread. Where onnxruntime, tokenizers or the files are absent, `load()` answers None, and the
rules answer alone. No text is logged or kept.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coach.sentences import split
from coach.wording import Text, Wording, heard_in, in_pieces

DATA = Path(__file__).parent / "data"

CLS, SEP = 101, 102
WORDS = "words:"  # before the name of an output: what the wording says about it
SHARE = 128  # tokens of a share: its head and its tail
SENTENCE = 48
REPLY = 112  # tokens of sentences in one pass; a longer reply is read in several

Floats = npt.NDArray[np.float32]
Dangers = tuple[float, ...]

# What comes out for each sentence, before combine.py: the graded labels as two steps each.
REPLY_OUTPUTS = (
    "FEEL", "FEEL2", "REFLECT", "REFLECT2",
    "OPENQ", "VALID", "ADVICE", "REASSURE", "DISMISS", "DEFEND", "DIVERT",
)  # fmt: skip
# What comes out for a share: two choices, twelve emotions, four steps upwards, one yes or no.
SHARE_OUTPUTS = (
    "disclosure:none", "disclosure:mask", "disclosure:fact", "disclosure:feeling",
    "style:i-statement", "style:neutral", "style:criticism", "style:contempt",
    "emotion:joy", "emotion:love", "emotion:gratitude", "emotion:pride",
    "emotion:hope", "emotion:calm", "emotion:sadness", "emotion:fear",
    "emotion:anger", "emotion:shame", "emotion:loneliness", "emotion:exhaustion",
    "intensity:1", "intensity:2", "intensity:3", "depth:1", "depth:2", "asks_advice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pass:
    """One run of the model: its tokens, and per row which of them belong to it (row 0: share)."""

    tokens: tuple[int, ...]
    second: int  # from here on it is reply
    rows: tuple[tuple[int, int], ...]  # start and end of the share, then of each sentence
    scored: tuple[int, ...]  # which sentences of the reply the rows after the first are
    parts: tuple[tuple[int, int], ...] = ()  # start and end of each sentence of the share


def clip(tokens: Sequence[int], most: int) -> list[int]:
    """At most that many tokens: the beginning and the end, where people say what it is about."""
    if len(tokens) <= most:
        return list(tokens)
    tail = most // 2
    return [*tokens[: most - tail], *tokens[-tail:]]


def passes(share: Sequence[Sequence[int]], sentences: Sequence[Sequence[int]]) -> Iterator[Pass]:
    """The passes that read this reply, each with as many sentences as fit and one before them.

    Both are given by sentence. A share that is too long is clipped, and has no parts then.
    """
    heard = [token for each in share for token in each]
    head = [CLS, *clip(heard, SHARE), SEP]
    parts = tuple(spans(share)) if len(heard) <= SHARE else ()
    short = [clip(each, SENTENCE) for each in sentences]
    if not short:
        yield Pass(tuple(head), len(head), ((1, max(2, len(head) - 1)),), (), parts)
        return
    at = 0
    while at < len(short):
        tokens, rows = list(head), [(1, max(2, len(head) - 1))]
        scored: list[int] = []
        if at:
            tokens += [*short[at - 1], SEP]
        while at < len(short) and (not scored or len(tokens) + len(short[at]) <= len(head) + REPLY):
            rows.append((len(tokens), len(tokens) + len(short[at]) + 1))
            tokens += [*short[at], SEP]
            scored.append(at)
            at += 1
        yield Pass(tuple(tokens), len(head), tuple(rows), tuple(scored), parts)


def spans(share: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence behind the mark of the beginning; one token at least."""
    start = 1
    for each in share:
        yield start, start + max(1, len(each))
        start += len(each)


def feed(batch: Sequence[Pass]) -> dict[str, npt.NDArray[Any]]:
    """What the network is given for these passes, padded: ids, mask, types and the mean's weights.

    `pool` is (passes, rows, tokens): each row weighs its own tokens evenly, padding weighs nothing.
    The rows of a pass come first, then its parts.
    """
    width = max(len(p.tokens) for p in batch)
    height = max(len(p.rows) + len(p.parts) for p in batch)
    ids = np.zeros((len(batch), width), np.int64)
    mask = np.zeros_like(ids)
    types = np.zeros_like(ids)
    pool = np.zeros((len(batch), height, width), np.float32)
    for n, each in enumerate(batch):
        size = len(each.tokens)
        ids[n, :size] = each.tokens
        mask[n, :size] = 1
        types[n, each.second : size] = 1
        for row, (start, end) in enumerate(each.rows + each.parts):
            pool[n, row, start:end] = 1 / (end - start)
    return {"ids": ids, "mask": mask, "types": types, "pool": pool}


class Model:
    """Both readers. What they return are raw scores (logits), for combine.py to put together.

    The scores of the network stand under the names of the outputs, those of the wording under
    the same names after "words:". Of danger there is one score for each of DANGERS, by sentence.
    """

    def __init__(self, session: Any, tokenizer: Any, wording: Wording) -> None:
        self._session, self._tokenizer, self._wording = session, tokenizer, wording

    def tokens(self, text: str) -> list[int]:
        """The numbers of the text's tokens, without the marks around them."""
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def run(self, one: Pass) -> tuple[Floats, Floats, Floats]:
        """Scores of the share (SHARE_OUTPUTS); of all rows (.., REPLY_OUTPUTS); of danger in them.

        The rows are those of the pass, and then its parts.
        """
        share, reply, danger = self._session.run(["share", "reply", "danger"], feed([one]))
        return share[0], reply[0], danger[0]

    def share(self, text: str) -> dict[str, float]:
        """Raw scores of a share by itself, by the names in SHARE_OUTPUTS."""
        return self.both(text, ())[0]

    def reply(self, share: str, sentences: Sequence[str]) -> list[dict[str, float]]:
        """Raw scores of each sentence of a reply to that share, by the names in REPLY_OUTPUTS."""
        return self.both(share, sentences)[1] if sentences else []

    def both(
        self, share: str, sentences: Sequence[str]
    ) -> tuple[dict[str, float], list[dict[str, float]], dict[str, Dangers], dict[str, Text]]:
        """The scores of a share and of each sentence that answers it, from the same passes.

        And of danger in each sentence of both, but for a share that is too long for one pass; and
        the pieces of all these sentences.
        """
        about: dict[str, float] = {}
        found: list[dict[str, float]] = []
        dangers: dict[str, Dangers] = {}
        parts = [span.text for span in split(share)]
        pieces = {text: in_pieces(text) for text in dict.fromkeys([*parts, *sentences])}
        words = heard_in(share)
        for each in passes(
            [self.tokens(part) for part in parts], [self.tokens(s) for s in sentences]
        ):
            scores, rows, signs = self.run(each)
            if not about:
                about = _named(SHARE_OUTPUTS, scores, self._wording.scores("share", share))
                dangers |= zip(parts, _dangers(signs[len(each.rows) :]), strict=False)
            dangers |= zip((sentences[n] for n in each.scored), _dangers(signs[1:]), strict=False)
            for n, row in zip(each.scored, rows[1:], strict=False):
                worded = self._wording.scores("reply", pieces[sentences[n]], words)
                found.append(_named(REPLY_OUTPUTS, row, worded))
        return about, found, dangers, pieces

    def danger(self, sentences: Sequence[str]) -> dict[str, Dangers]:
        """The scores of danger in each sentence of a text, read with those around it."""
        found: dict[str, Dangers] = {}
        tokens = [clip(self.tokens(sentence), SHARE) for sentence in sentences]
        at = 0
        while at < len(tokens):
            end, room = at + 1, SHARE - len(tokens[at])
            while end < len(tokens) and len(tokens[end]) <= room:
                room -= len(tokens[end])
                end += 1
            for one in passes(tokens[at:end], ()):
                signs = self.run(one)[2]
                found |= zip(sentences[at:end], _dangers(signs[1:]), strict=True)
            at = end
        return found


def _dangers(rows: Floats) -> list[Dangers]:
    return [tuple(map(float, row)) for row in rows]


def _named(names: Sequence[str], scores: Floats, words: Sequence[float]) -> dict[str, float]:
    found = dict(zip(names, map(float, scores), strict=True))
    return found | {WORDS + name: score for name, score in zip(names, words, strict=True)}


_lock = threading.Lock()
_loaded: list[Model | None] = []


def load() -> Model | None:
    """The one model of this process, or None where it cannot be had. The first call loads it."""
    if not _loaded:
        with _lock:
            if not _loaded:
                _loaded.append(open_model(DATA / "model.onnx"))
    return _loaded[0]


def open_model(path: Path, beside: Path = DATA) -> Model | None:
    """A model of one's own from a file, with the tokenizer and the wording that stand in `beside`.

    None where a file, or what runs it, is absent.
    """
    try:
        # DANGER: onnxruntime's wheels report to their maker as soon as they are imported, and write
        # an id of this machine to disk. This switches it off whole, and has to come first.
        os.environ["ORT_DISABLE_TELEMETRY"] = os.environ["ORT_TELEMETRY_DISABLED"] = "1"
        onnxruntime, tokenizers = map(import_module, ("onnxruntime", "tokenizers"))
    except ImportError:
        return None
    tokenizer, wording = beside / "tokenizer.json", beside / "wording.npz"
    if not (path.is_file() and tokenizer.is_file() and wording.is_file()):
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        # Joined to the addition before it, a LayerNormalization takes ten times as long on a CPU.
        disabled_optimizers=["SkipLayerNormFusion"],
    )
    words = tokenizers.Tokenizer.from_file(str(tokenizer))
    words.no_padding()
    words.no_truncation()
    return Model(session, words, Wording(wording))
