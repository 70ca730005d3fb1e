"""MiniLM as it comes, nothing trained: for near-duplicates, and as a baseline."""

from collections.abc import Sequence

import numpy as np
import torch
from net import quicker, weights
from tokenizers import Tokenizer
from transformers import AutoModel


class Frozen:
    """The encoder with its weights as published."""

    def __init__(self) -> None:
        self.words = Tokenizer.from_file(str(weights() / "tokenizer.json"))
        self.words.no_padding()
        self.words.enable_truncation(128)
        self.encoder = AutoModel.from_pretrained(weights(), add_pooling_layer=False).eval()

    @torch.no_grad()
    def means(self, pairs: Sequence[tuple[str, str]], *, alone: bool = False) -> np.ndarray:
        """Unit vectors (pairs, size): of the second text alone, or of both side by side.

        Side by side: the second, the first, and their product, (pairs, size * 3).
        """
        second = self._mean([b for _, b in pairs])
        if alone:
            return second
        once = sorted({a for a, _ in pairs})
        first = dict(zip(once, self._mean(once), strict=True))
        heard = np.stack([first[a] for a, _ in pairs])
        return np.concatenate([second, heard, second * heard], axis=1)

    def _mean(self, texts: Sequence[str]) -> np.ndarray:
        out = np.zeros((len(texts), self.encoder.config.hidden_size), np.float32)
        order = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        for at in range(0, len(order), 64):
            some = order[at : at + 64]
            coded = [self.words.encode(texts[n]).ids for n in some]
            width = max(map(len, coded))
            ids = torch.tensor([c + [0] * (width - len(c)) for c in coded])
            mask = torch.arange(width)[None] < torch.tensor([len(c) for c in coded])[:, None]
            with quicker():
                hidden = self.encoder(input_ids=ids, attention_mask=mask.long())[0].float()
            mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            out[some] = torch.nn.functional.normalize(mean, dim=1).numpy()
        return out
