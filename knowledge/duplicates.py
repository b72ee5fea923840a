"""Files that say the same: their text is indexed once. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from knowledge.types import Document


def whole_duplicates(documents: Sequence[Document], indexed: Collection[str]) -> dict[str, str]:
    """Id of each document whose text another one has too -> id of the one that is indexed in its stead.

    White space doesn't count. Of those with one text the one that was indexed so far stays, so that citations keep their place;
    otherwise it is the first.

    Args:
        documents: In the order of the base, no id twice.
        indexed: Ids of the documents that were indexed so far.
    """
    groups: dict[str, list[str]] = {}
    for document in documents:
        groups.setdefault("".join(document.text.split()), []).append(document.id)
    stead: dict[str, str] = {}
    for ids in groups.values():
        first = next((key for key in ids if key in indexed), ids[0])
        stead.update((key, first) for key in ids if key != first)
    return stead
