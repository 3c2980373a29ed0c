"""Trains the tokenizer: pieces without word-boundary marks, so that a compound shares its parts."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
DECIMALS = 4


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """Learn a unigram vocabulary in which «lege» is one piece alone and in «fastlegevikar»."""
    trainer = trainers.UnigramTrainer(
        vocab_size=vocabulary,
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=20,
        show_progress=False,
    )
    learnt = _tokenizer(models.Unigram())
    learnt.train_from_iterator(texts, trainer)
    return _tokenizer(_in_fixed_order(learnt))


def _tokenizer(model: models.Unigram) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex("[éèê]"), "e")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}§%]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{N}+|§|%"), "isolated"),
        ]
    )
    return tokenizer


def _in_fixed_order(learnt: Tokenizer) -> models.Unigram:
    """Round and sort the pieces: the trainer adds up in an order that changes from run to run."""
    pieces = json.loads(learnt.to_str())["model"]["vocab"]
    rounded = [(piece, round(score, DECIMALS)) for piece, score in pieces if piece != UNKNOWN]
    rounded.sort(key=lambda item: (-item[1], item[0]))
    return models.Unigram(vocab=[(UNKNOWN, 0.0), *rounded], unk_id=0)
