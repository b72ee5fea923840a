"""Which documents report on how it was in a place, and on which places. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.types import DocumentCard

_YEAR_ENDS = 11
"""Month from which a year is reported on before it is over."""


def reports(card: DocumentCard) -> bool:
    """Whether a document says how it was in a place in a year that was over, or nearly: a notice on the year to come doesn't."""
    own = card.metadata
    if not own.places or not own.years:
        return False
    return own.issued is None or (own.issued.year, own.issued.month) >= (max(own.years), _YEAR_ENDS)


def reporting_places(cards: Iterable[DocumentCard]) -> tuple[str, ...]:
    """The places that documents report on and that lie in no other such place, in the order of the documents."""
    chains = dict.fromkeys(card.metadata.places for card in cards if reports(card))
    # one document says 云山省澄江县, another 澄江县白鹭镇: what counts is the innermost place of the broader one
    return tuple(dict.fromkeys(chain[-1] for chain in chains if not any(other[-1] in chain[:-1] for other in chains)))
