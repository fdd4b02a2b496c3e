"""The wide part of the network: weights on single tokens and pairs, beside what the encoder says.

Deep and wide parts together (Cheng et al. 2016, Wide & Deep Learning): the texts of the public sets
have few words and many names, which a mean over an encoder's states blurs and a weight per word
keeps. Only the heads of the public sets have one; on the corpus it gained nothing.
"""

from typing import Any, Final

import torch
from torch import nn

# Word pieces begin here; below stand padding, limits of the text, the unknown and unused places.
FIRST_PIECE: Final = 999
# A pair is looked up by a hash of its two tokens. Slot 0 is kept for what is no pair.
PAIR_SLOTS: Final = 1 << 15
LEFT: Final = 31_337
RIGHT: Final = 7_919


class Wide(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """Sublinear TF-IDF over tokens and, if asked, token pairs, of unit length, times weights.

    Weights are int8 with one scale per label. Token `t` has row `places[t]`; row 0 is zeros.
    """

    def __init__(
        self, vocabulary: int, tokens: int, labels: int, *, with_pairs: bool = False
    ) -> None:
        super().__init__()
        self.register_buffer("places", torch.zeros(vocabulary, dtype=torch.int32))
        self.register_buffer("rarity", torch.zeros(tokens + 1))
        self.register_buffer("weights", torch.zeros((tokens + 1, labels), dtype=torch.int8))
        self.register_buffer("scale", torch.ones(labels))
        self.with_pairs = with_pairs
        if with_pairs:
            self.register_buffer("pair_rarity", torch.zeros(PAIR_SLOTS))
            self.register_buffer(
                "pair_weights", torch.zeros((PAIR_SLOTS, labels), dtype=torch.int8)
            )
            self.register_buffer("pair_scale", torch.ones(labels))

    def forward(self, input_ids: Any) -> Any:
        """Return what the words add to the logits, of shape (texts, labels)."""
        places = self.places[input_ids].long()
        values, squared = _tfidf(places, self.rarity[places])
        added = (values.unsqueeze(-1) * (self.weights[places].float() * self.scale)).sum(1)
        if self.with_pairs:
            slots = pair_slots(input_ids)
            values, more = _tfidf(slots, self.pair_rarity[slots])
            weights = self.pair_weights[slots].float() * self.pair_scale
            added = added + (values.unsqueeze(-1) * weights).sum(1)
            squared = squared + more
        return added / squared.clamp(min=1e-6).sqrt().unsqueeze(-1)


def pair_slots(input_ids: Any) -> Any:
    """Return the slot of each token with the one after it; 0 where either is no word piece."""
    left, right = input_ids[:, :-1], input_ids[:, 1:]
    is_pair = (left >= FIRST_PIECE) & (right >= FIRST_PIECE)
    return torch.where(
        is_pair, (left * LEFT + right * RIGHT) % (PAIR_SLOTS - 1) + 1, torch.zeros_like(left)
    )


def _tfidf(places: Any, rarity: Any) -> tuple[Any, Any]:
    """Return each position's share of its term's value, and the sum of the squared values.

    A term that occurs c times is worth (1 + ln c) x rarity, divided evenly among its positions.
    """
    count = (places.unsqueeze(2) == places.unsqueeze(1)).float().sum(2)
    value = (1.0 + count.log()) * rarity
    return value / count, (value.square() / count).sum(1)
