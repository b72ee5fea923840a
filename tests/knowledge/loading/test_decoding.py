"""Encodings are tried in order, judged, and never forced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import LoadError
from knowledge.loading.decoding import decode
from knowledge.loading.text import clean

TEXT = "关于调整农村低保标准的通知\n各乡镇人民政府：\n现将2023年标准通知如下：每人每年5880元，自7月1日起执行。\n"
TRADITIONAL = "關於調整農村低收入戶補助標準的通知：每人每年五千八百八十元，自七月一日起執行，請各鄉鎮公所遵照辦理。"


@pytest.mark.parametrize(
    ("encoding", "reported", "guessed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("gb18030", "gb18030", True),
        ("gbk", "gb18030", True),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
    ],
)
def test_encodings(encoding: str, reported: str, guessed: bool) -> None:
    decoded = decode(TEXT.encode(encoding), "通知.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (TEXT, reported, guessed)
    assert bool(decoded.warnings) is guessed


def test_big5_is_the_last_resort() -> None:
    decoded = decode(TRADITIONAL.encode("big5"), "通知.txt")
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL[:16]])
def test_traditional_characters_in_every_encoding(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "通知.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, encoding, True)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["关于做好一季度低保工作的通知", "各乡镇人民政府，县直各单位：", "一户一策一月一查，一村一站一册"]
)
def test_short_chinese_without_digits_and_line_ends(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "通知.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_zero_bytes_that_an_export_left_are_no_reason_to_refuse(encoding: str) -> None:
    text = TEXT.replace("自7月", "\0自7月") + TEXT
    assert decode(text.encode(encoding), "a.txt").text == text
    assert "\0" not in clean(text)


@pytest.mark.parametrize(
    "raw",
    [
        "Zażółć gęślą jaźń, déjà vu à Besançon".encode("iso-8859-2", "replace") + b"\xe9\xff",
        "Ångström naïve façade résumé coöperate Æsir".encode("latin-1"),
        bytes(range(256)) * 8,
        b"\x00\x01\x02\x03" * 100,
        b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)),
    ],
)
def test_what_is_no_chinese_text_fails_with_the_list_of_what_was_tried(raw: bytes) -> None:
    with pytest.raises(LoadError, match="编码认不出来.*utf-8") as failure:
        decode(raw, "坏.txt")
    assert "UTF-8" in failure.value.english


def test_a_declared_charset_is_a_hint_and_no_promise() -> None:
    assert decode(TEXT.encode("gbk"), "a.html", declared="gb2312").guessed is False
    lied = decode(TEXT.encode("gbk"), "a.html", declared="utf-8")
    assert (lied.text, lied.encoding) == (TEXT, "gb18030")
    assert decode(TEXT.encode(), "a.html", declared="no-such-charset").text == TEXT


@given(
    st.text(
        alphabet=st.sampled_from(
            "的一是在不了有和人这中大为上个国我以要他农村低保救助标准镇县，。；：（）0123456789\n"
        ),
        min_size=8,
    )
)
def test_everyday_chinese_survives_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030"), "a.txt").text == text
