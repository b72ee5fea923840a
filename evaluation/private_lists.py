"""Documents with seeded private numbers, and with numbers that only look like them; every number and name is made up by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.private_numbers import identity_check, luhn

_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "建国秀英桂兰志强玉梅海燕文军红霞春花立新小平"
_REGIONS = ("610926", "610902", "420381", "510722", "330106", "110108", "530824", "653101")
_CARDS = ("622848", "621700", "622202", "621799", "955881", "623052")
_FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass(frozen=True, slots=True)
class Seeded:
    """A document with what is private in it and what isn't."""

    name: str
    text: str
    private: tuple[str, ...]
    """As written; each must not be readable afterwards."""
    public: tuple[str, ...]
    """As written; each must still be there."""


def seeded_documents(seed: int, numbers: int = 200) -> list[Seeded]:
    """Documents that hold at least `numbers` private numbers together, in lists, tables and prose."""
    chance = random.Random(seed)
    made: list[Seeded] = []
    while sum(len(document.private) for document in made) < numbers:
        shape = _SHAPES[len(made) % len(_SHAPES)]
        made.append(shape(chance, len(made)))
    return made


def _name(chance: random.Random) -> str:
    return chance.choice(_FAMILY) + "".join(chance.sample(_GIVEN, chance.choice((1, 2))))


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _identity(chance: random.Random) -> str:
    day = f"{chance.randint(1935, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    digits = f"{chance.choice(_REGIONS)}{day}{_digits(chance, 3)}"
    return digits + identity_check(digits)


def _written_identity(chance: random.Random) -> str:
    number = _identity(chance)
    return chance.choice((
        number, number.lower(), number.translate(_FULL_WIDTH), f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:6]}-{number[6:14]}-{number[14:]}",
        f"{chance.choice(_REGIONS)}{chance.randint(35, 80)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{_digits(chance, 3)}",
    ))  # fmt: skip


def _mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}{_digits(chance, 9)}"


def _written_mobile(chance: random.Random) -> str:
    number = _mobile(chance)
    split = f"{number[:3]}-{number[3:7]}-{number[7:]}", f"{number[:3]} {number[3:7]} {number[7:]}"
    return chance.choice((number, number, *split, number.translate(_FULL_WIDTH)))


def _card(chance: random.Random) -> str:
    body = chance.choice(_CARDS) + _digits(chance, chance.choice((9, 12)))
    return next(body + digit for digit in "0123456789" if luhn(body + digit))


def _written_card(chance: random.Random) -> str:
    number = _card(chance)
    groups = [number[i : i + 4] for i in range(0, len(number), 4)]
    return chance.choice((number, number, " ".join(groups), "-".join(groups), number.translate(_FULL_WIDTH)))


def _account(chance: random.Random) -> str:
    return "2" + _digits(chance, chance.choice((11, 16, 20)))


def _publicised(chance: random.Random, at: int) -> Seeded:
    """A list of names as a table in Markdown, with numbers of the policy around it."""
    rows, private = [], []
    for row in range(6):
        mine = (_identity(chance), _mobile(chance), _account(chance))
        private += mine
        rows.append(
            f"| {row + 1} | {_name(chance)} | 青禾镇槐荫村 | {mine[0]} | {mine[1]} | {mine[2]} | {chance.randint(2, 60) * 100} |"
        )
    number, hot = f"临溪民发〔{chance.randint(2019, 2023)}〕{chance.randint(1, 90)}号", f"0999-555{_digits(chance, 4)}"
    text = (
        f"# 关于临时救助对象的公示\n\n{number}\n\n现将拟救助对象公示如下，监督电话：{hot}，邮编725{_digits(chance, 3)}。\n\n"
        "| 序号 | 姓名 | 住址 | 身份证号 | 联系电话 | 银行账号 | 救助金额（元） |\n|---|---|---|---|---|---|---|\n"
        + "\n".join(rows)
    )
    return Seeded(f"公示{at}.md", text + "\n", tuple(private), (number, hot, "青禾镇槐荫村"))


def _pasted(chance: random.Random, at: int) -> Seeded:
    """A list that was pasted as plain text: columns apart by spaces, one person a line."""
    lines, private = [], []
    for _ in range(5):
        mine = (_identity(chance), _card(chance), _mobile(chance))
        private += mine
        lines.append(f"{_name(chance)} {mine[0]} {mine[1]} {mine[2]}")
    text = (
        "惠农补贴发放花名册\n姓名 身份证号 卡号 电话\n" + "\n".join(lines) + "\n以上合计发放126500元，折合12.65万元。\n"
    )
    return Seeded(f"花名册{at}.txt", text, tuple(private), ("126500元", "12.65万元"))


def _told(chance: random.Random, at: int) -> Seeded:
    """Numbers inside sentences, written in many ways."""
    mine = [
        _written_identity(chance),
        _written_mobile(chance),
        _written_card(chance),
        _account(chance),
        _mobile(chance),
        _card(chance),
    ]
    credit = f"91610926MA7{chance.choice('0ABCD')}{_digits(chance, 5)}{chance.choice('XG3')}"
    amount, project = f"{chance.randint(130, 189)}{_digits(chance, 8)}元", f"2103-610926-04-01-{_digits(chance, 6)}"
    text = (
        f"关于核实补助资金发放情况的说明\n\n石桥镇{_name(chance)}，身份证号码{mine[0]}，手机{mine[1]}，补助打入本人银行卡，卡号为{mine[2]}。\n\n"
        f"另有一户户主{_name(chance)}的存折账号 {mine[3]} 已经注销，其子联系电话（{mine[4]}），改发至{mine[5]}。\n\n"
        f"承建企业统一社会信用代码{credit}，项目代码{project}，全县投入{amount}，咨询电话：12345、0999-555{_digits(chance, 4)}。\n"
    )
    return Seeded(f"说明{at}.txt", text, tuple(mine), (credit, project, amount, "12345、0999-555"))


def _form(chance: random.Random, at: int) -> Seeded:
    """A form whose labels stand left of what is filled in."""
    mine = (_written_identity(chance), _account(chance), _written_mobile(chance))
    text = (
        f"# 低保申请表\n\n| 项目 | 内容 |\n|---|---|\n| 申请人 | {_name(chance)} |\n| 公民身份号码 | {mine[0]} |\n| 开户银行及账号 | {mine[1]} |\n"
        f"| 手机号码 | {mine[2]} |\n| 申请编号 | 2023{_digits(chance, 8)} |\n| 家庭年收入（元） | 13800 |\n"
    )
    return Seeded(f"申请表{at}.md", text, mine, ("13800", "2023"))


def _office(chance: random.Random, at: int) -> Seeded:
    """A notice whose numbers are all for everybody, but for one person's."""
    mine = (_mobile(chance),)
    duty, hot = _mobile(chance), f"0999-{chance.randint(2, 8)}{_digits(chance, 6)}"
    number = f"云民函〔2022〕{chance.randint(100, 999)}号"
    serial = f"{chance.randint(2020, 2023)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{_digits(chance, 9)}"
    text = (
        f"关于做好汛期值守的通知\n\n{number}\n\n各村值班电话：{duty}，办公室座机{hot}，群众也可以拨打119、12345。\n\n"
        f"采购编号：{serial}。截至2022年12月31日，安置群众1286户4166人，投入资金1387.65万元。\n\n驻村队员{_name(chance)}（{mine[0]}）负责联络。\n"
    )
    return Seeded(f"通知{at}.txt", text, mine, (duty, hot, number, serial, "1286户4166人"))


_Shape = Callable[[random.Random, int], Seeded]
_SHAPES: tuple[_Shape, ...] = (_publicised, _told, _pasted, _told, _form, _told, _office)


def kinds_of_shapes() -> Iterator[str]:
    """What each shape of document is, in words."""
    for shape in dict.fromkeys(_SHAPES):
        yield (shape.__doc__ or "").splitlines()[0]
