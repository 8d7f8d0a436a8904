"""Which of several texts an entry has, and which of the others must be kept beside it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from journal import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journal.dedupe.alike import Likeness
    from journal.dedupe.clusters import Cluster
    from journal.dedupe.known import Known
    from journal.dedupe.memory import Seen


def choose(
    cluster: Cluster, reaches: Sequence[int], exports: Sequence[Seen], likeness: Likeness
) -> Known | None:
    """Return the version whose text the journal should show, None where no text is at hand.

    A total order on the set of versions: one that was asked for; one written by
    hand; of those that no other holds whole, the one whose export reaches
    furthest; equal, the longer text; equal, the greater hash.
    """
    if len(cluster.members) == 1:
        (known,) = cluster.members
        return known if known.holder is not None else None
    faces: dict[int, list[Known]] = {}
    for known in cluster.members:
        faces.setdefault(known.version.face, []).append(known)
    shown = {face: found for face, group in faces.items() if (found := _with_body(group))}
    if len(shown) < 2:
        return next(iter(shown.values()), None)
    parts = _parts(cluster, likeness)

    def rank(face: int) -> tuple[bool, bool, bool, int, int, int, int]:
        group = faces[face]
        known = shown[face]
        reach, key = max(
            ((reaches[place], exports[place].key) for each in group for place in each.exports),
            default=(0, 0),
        )
        return (
            any(each.version.pin for each in group),
            not any(each.exports for each in group) and any(each.by_hand for each in group),
            known.text not in parts,
            reach,
            known.version.size,
            key,
            face,
        )

    return shown[max(shown, key=rank)]


def is_covered(body: str, by: str) -> bool:
    """Tell whether a text has every paragraph, number and image of another."""
    paragraphs = "\n".join(fingerprint.paragraphs(by))
    if not all(paragraph in paragraphs for paragraph in fingerprint.paragraphs(body)):
        return False
    if Counter(fingerprint.numbers(body)) - Counter(fingerprint.numbers(by)):
        return False
    own, others = fingerprint.images(body), fingerprint.images(by)
    # As many images under other names are the same images in another folder.
    return len(own) <= len(others) or set(map(fingerprint.stem, own)) <= set(
        map(fingerprint.stem, others)
    )


def _with_body(group: list[Known]) -> Known | None:
    found = [known for known in group if known.holder is not None]
    return min(
        found,
        key=lambda known: (known.entry is None, known.incoming is None, str(known.version.date)),
        default=None,
    )


def _parts(cluster: Cluster, likeness: Likeness) -> set[int]:
    """Return the texts that another text of the cluster holds whole, and more."""
    texts = {known.text: known for known in cluster.members if known.holder is not None}
    if len(texts) < 2:
        return set()

    def holds(large: int, small: int) -> bool:
        return likeness.holds(texts[large], texts[small])

    def size(text: int) -> tuple[int, int]:
        return texts[text].version.size, texts[text].version.letters

    whole: list[int] = []
    for text in sorted(texts, key=size, reverse=True):
        if not any(holds(large, text) and not holds(text, large) for large in whole):
            whole.append(text)
    return texts.keys() - whole
