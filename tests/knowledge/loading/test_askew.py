import math

from hypothesis import given
from hypothesis import strategies as st

from knowledge.loading.askew import askew
from knowledge.types import DrawnLine


@given(
    st.integers(1, 60),
    st.floats(0.004, 0.2),
    st.sampled_from([1, -1]),
    st.floats(40, 500),
    st.floats(40, 800),
    st.booleans(),
)
def test_each_character_is_turned_about_the_middle(
    count: int, tilt: float, sign: int, left: float, top: float, recognised: bool
) -> None:
    line = DrawnLine(
        start=5,
        end=5 + count,
        page=2,
        top=top,
        bottom=top + 12,
        lefts=tuple(left + 10 * index for index in range(count)),
        rights=tuple(left + 10 * index + 8 for index in range(count)),
        confidences=tuple(index / count for index in range(count)) if recognised else (),
    )
    stretches = askew(line, sign * tilt, (300.0, 400.0))
    assert [place for each in stretches for place in range(each.start, each.end)] == list(range(5, 5 + count))
    assert tuple(sure for each in stretches for sure in each.confidences) == line.confidences
    for each in stretches:
        for index, (x0, x1) in enumerate(zip(each.lefts, each.rights, strict=True), start=each.start - 5):
            x, y = (line.lefts[index] + line.rights[index]) / 2 - 300, top + 6 - 400
            turned = complex(x, y) * complex(math.cos(sign * tilt), math.sin(sign * tilt))
            assert abs((x0 + x1) / 2 - 300 - turned.real) < 0.2
            assert abs((each.top + each.bottom) / 2 - 400 - turned.imag) < 0.2 * 12
            assert abs(x1 - x0 - 8) < 0.3
