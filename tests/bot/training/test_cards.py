from bot.training.base import TrainingBase
from bot.training.cards import term_cards


def test_every_word_of_a_card_is_verbatim(base: TrainingBase) -> None:
    cards = [card for reading in base.readings for card in term_cards(base, reading)]
    assert len(cards) >= 5
    for card in cards:
        text = base.text(card.cited.document_id)
        assert card.means in text
        assert all(member in text for part in card.parts for member in part.members)
        for cited in (card.cited, *card.also, *(figure.cited for figure in card.figures)):
            assert base.text(cited.document_id)[cited.start : cited.end] == cited.quote
