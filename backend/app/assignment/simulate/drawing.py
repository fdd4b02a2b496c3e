"""Two kinds of pictures as SVG: bars in groups, and lines over time."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 960, 380
LEFT, RIGHT, TOP, BOTTOM = 60, 20, 56, 76
COLOURS = ("#1769aa", "#e07b00", "#7a7a7a", "#2e9e5b", "#b2317a", "#8a6d3b")
TICKS = 4


def _text(x: float, y: float, words: str, *, anchor: str = "middle", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-family="sans-serif" '
        f'fill="#333">{escape(words)}</text>'
    )


def _frame(title: str, unit: str, most: float, names: Sequence[str]) -> list[str]:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(LEFT, 20, title, anchor="start", size=15),
    ]
    for tick in range(TICKS + 1):
        y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * tick / TICKS
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        )
        parts.append(_text(LEFT - 6, y + 4, f"{most * tick / TICKS:g}{unit}", anchor="end"))
    x = float(LEFT)
    for name, colour in zip(names, COLOURS, strict=False):
        parts.append(f'<rect x="{x:.1f}" y="32" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(x + 17, 42, name, anchor="start"))
        x += 36 + 7 * len(name)
    return parts


def _top(value: float) -> float:
    """A round number at or above."""
    step = 1.0
    while True:
        for factor in (1.0, 2.0, 4.0, 6.0, 8.0):
            if factor * step >= value:
                return factor * step
        step *= 10.0


def bars(title: str, unit: str, groups: Mapping[str, Mapping[str, float]]) -> str:
    """One group of bars per key, one bar per name in it; all groups hold the same names."""
    names = list(next(iter(groups.values())))
    most = _top(max(value for group in groups.values() for value in group.values()))
    parts = _frame(title, unit, most, names)
    room = (WIDTH - LEFT - RIGHT) / len(groups)
    width = room * 0.8 / len(names)
    for place, (label, group) in enumerate(groups.items()):
        begin = LEFT + room * (place + 0.1)
        for number, value in enumerate(group.values()):
            height = (HEIGHT - TOP - BOTTOM) * value / most
            parts.append(
                f'<rect x="{begin + number * width:.1f}" y="{HEIGHT - BOTTOM - height:.1f}" '
                f'width="{width:.1f}" height="{height:.1f}" fill="{COLOURS[number]}"/>'
            )
        middle = begin + room * 0.4
        y = HEIGHT - BOTTOM + 14
        parts.append(
            f'<g transform="rotate(-28 {middle:.1f} {y})">{_text(middle, y, label, anchor="end")}</g>'
        )
    return "\n".join([*parts, "</svg>", ""])


def lines(title: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Values over days, one line per name."""
    most = _top(max(value for points in series.values() for _, value in points))
    last = max(day for points in series.values() for day, _ in points)
    parts = _frame(title, "", most, list(series))
    for (_, points), colour in zip(series.items(), COLOURS, strict=False):
        path = " ".join(
            f"{LEFT + (WIDTH - LEFT - RIGHT) * day / last:.1f},"
            f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most:.1f}"
            for day, value in points
        )
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>'
        )
    for day in range(int(last) + 1):
        if day % max(int(last) // 10, 1) == 0:
            x = LEFT + (WIDTH - LEFT - RIGHT) * day / last
            parts.append(_text(x, HEIGHT - BOTTOM + 18, f"day {day + 1}"))
    return "\n".join([*parts, "</svg>", ""])
