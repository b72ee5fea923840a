"""Pictures of the tests' own PDF pages, as a scanner or a phone makes them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.knowledge.loading.pdfs import Drawn, Words, pdf


def drawn(page: Sequence[Drawn], dpi: int = 150, *, noise: float = 6.0) -> Image.Image:
    """The page as a grey picture with a scanner's noise."""
    document = pypdfium2.PdfDocument(pdf([page]))
    try:
        grey = np.asarray(document[0].render(scale=dpi / 72).to_pil().convert("L"), dtype=float)
    finally:
        document.close()
    noisy = grey + np.random.default_rng(1).normal(0, noise, grey.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def written(pictures: Sequence[Image.Image], form: str, **options: object) -> bytes:
    """The pictures as a file: PDF and TIFF may hold several."""
    first, *others = [picture.convert("RGB") for picture in pictures]
    file = io.BytesIO()
    if others:
        options |= {"save_all": True, "append_images": others}
    first.save(file, form, **options)
    return file.getvalue()


def _has_chinese_font() -> bool:
    one, other = (np.asarray(drawn([Words(80, 60, text)], 72, noise=0)) for text in "国口")
    return bool((one < 128).sum() > (other < 128).sum() > 0)


needs_font = pytest.mark.skipif(not _has_chinese_font(), reason="no Chinese font (Debian: fonts-noto-cjk)")
