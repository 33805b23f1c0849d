"""Pictures for the pages, drawn from what the tool finds."""

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from gametheory.elimination.drawing import draw_svg
from gametheory.elimination.reductions import Step, all_reductions
from gametheory.formats.nfg import read_nfg
from gametheory.games.svg import dark_style
from mechanisms.files.instances import load_g_star_instance
from mechanisms.files.sequences import load_sequence
from mechanisms.g_star.mechanism import GStar
from mechanisms.large.curve import point, rival_point
from mechanisms.large.sequence import sizes
from mechanisms.markets.clearing import excess
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Message, show
from mechanisms.markets.trader import Trader
from proofs.audit.kinds import load_witness
from proofs.commands.reports.curve_picture import draw
from proofs.pictures.curves import Curves
from proofs.pictures.hedges import hedge_picture
from proofs.pictures.picture import side_by_side
from proofs.pictures.price_taking import not_dominant
from proofs.theorem_1.counterexample import find_counterexample

EXAMPLES = Path(__file__).parents[1] / "examples"
SUPPLY, DEMAND, INK, FAINT, BOLD, TRADE = "#3b7dd8", "#e8963a", "#222222", "#6b7078", "#0b4f9e", "#fdf3c4"
DARK = {"white": "#0d1117", INK: "#e6edf3", FAINT: "#9aa5b1", BOLD: "#79b8ff", TRADE: "#33310a"}
WIDTH, PANEL, MARGIN, TOP, ROW, UNIT = 780, 310, 24, 96, 62, 46


def order_matters() -> str:
    """All orders of elimination in a game in which the order matters."""
    return draw_svg(all_reductions(read_nfg(EXAMPLES / "games" / "order-matters.nfg").game, step=Step.ONE))


def hedge() -> str:
    """What every other first message lacks, against two kinds of others: the second hedge of the example."""
    file = load_witness(EXAMPLES / "theorem-4" / "hedged-first-message.toml")
    assert file is not None
    (one,) = (hedge for hedge in file.record.hedges if hedge.agent[1] == "H")
    return side_by_side(hedge_picture(one, file.instance)).file()


def grouping() -> str:
    """A grouping at which a price-taking message is not best: costs that fall."""
    file = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    assert file is not None
    return side_by_side(not_dominant(file.record.violation, file.instance)).file()


def even_economy() -> str:
    """Loss and prices in the even economy up to n = 24, and its rivals."""
    epsilon = Fraction(1, 10)
    sequence, title = load_sequence(EXAMPLES / "sequences" / "even.toml")
    markets = [sequence.market(n) for n in sizes(24)]
    points, rivals = [point(each, epsilon) for each in markets], [rival_point(each) for each in markets]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "picture.svg"
        draw(file, title, Curves.of(epsilon, points, rivals))
        return file.read_text(encoding="utf-8")


def counterexample(file: Path = EXAMPLES / "theorem-3.toml") -> str:
    """How the first seller of an instance of G* loses by telling the truth, in one division into groups."""
    instance = load_g_star_instance(file)
    found = find_counterexample(instance, 0)
    assert found is not None
    loss = found.record.loss
    assert loss is not None
    assert isinstance(instance.mechanism, GStar)
    return _two_groups(instance.mechanism, loss.profile, loss.phi, instance.traders[0])


def _two_groups(g: GStar, m: tuple[Message, ...], phi: Grouping, trader: Trader) -> str:
    """Two groups of one seller and one buyer, each with the price that it makes and the one it trades at."""
    rows = len(g.market.P)
    height = TOP + ROW * rows + 80
    svg = ElementTree.Element(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height}", width=f"{WIDTH}"
    )
    svg.set("font-family", "DejaVu Sans, Verdana, Helvetica, sans-serif")
    title = "In G* each group trades at the price that clears the other"
    svg.set("class", "groups")
    _add(svg, "title").text = title
    _add(svg, "style").text = dark_style("groups", DARK)
    marker = _add(_add(svg, "defs"), "marker", id="arrow", viewBox="0 0 10 10", refX=9, refY=5, orient="auto")
    _add(marker, "path", d="M0,0 L10,5 L0,10 z", fill=BOLD)
    _add(svg, "rect", width="100%", height="100%", fill="white")
    _text(svg, WIDTH / 2, 30, title, 17, anchor="middle", weight="bold")
    groups = phi.groups(g.market.n)
    made = [g.price(group, m) for group in groups]
    lefts = [MARGIN, WIDTH - MARGIN - PANEL]
    for number, group in enumerate(groups):
        _panel(svg, lefts[number], number, g, m, group, made[number], made[1 - number])
        y = TOP + ROW * (rows - 1 - made[number]) + ROW / 2
        tail, tip = (MARGIN + PANEL + 5, WIDTH - MARGIN - PANEL - 13)[:: 1 if number == 0 else -1]
        _add(
            svg,
            "path",
            d=f"M{tail},{y} H{tip}",
            stroke=BOLD,
            **{"stroke-width": 3, "marker-end": "url(#arrow)"},
        )
        _text(svg, WIDTH / 2, y - 10, f"price {show(g.market.P[made[number]])}", 13, BOLD, anchor="middle")
    for place, line in enumerate(_story(g, m, groups[0], made[1], trader)):
        _text(svg, WIDTH / 2, TOP + ROW * rows + 36 + 24 * place, line, 14, anchor="middle")
    return ElementTree.tostring(svg, encoding="unicode") + "\n"


def _panel(
    svg: ElementTree.Element,
    left: float,
    number: int,
    g: GStar,
    m: tuple[Message, ...],
    group: Group,
    made: int,
    trades_at: int,
) -> None:
    """What a group's members name at each price, high prices above."""
    names = " and ".join(g.market.name(i) for i in (*group.sellers, *group.buyers))
    _text(svg, left, 62, f"Group {number + 1}: {names}", 15, weight="bold")
    _text(svg, left + 52, 84, "offered", 12, SUPPLY)
    _text(svg, left + 52 + 62, 84, "asked for", 12, DEMAND)
    for p, price in enumerate(g.market.P):
        y = TOP + ROW * (len(g.market.P) - 1 - p)
        if p == trades_at:
            _add(svg, "rect", x=left - 8, y=y, width=PANEL + 8, height=ROW, rx=6, fill=TRADE)
        if p == made:
            _add(
                svg,
                "rect",
                x=left - 8,
                y=y + 3,
                width=PANEL + 8,
                height=ROW - 6,
                rx=6,
                fill="none",
                stroke=BOLD,
                **{"stroke-width": 2, "stroke-dasharray": "5 4"},
            )
        _text(svg, left + 2, y + ROW / 2 + 5, f"at {show(price)}", 14)
        named = [sum(m[i][p][0] for i in side) for side in (group.sellers, group.buyers)]
        for bar, (amount, colour) in enumerate(zip(named, (SUPPLY, DEMAND), strict=True)):
            top = y + 9 + 23 * bar
            _add(svg, "rect", x=left + 52, y=top, width=max(UNIT * amount, 2), height=20, rx=3, fill=colour)
            _text(svg, left + 60 + UNIT * amount, top + 15, str(amount), 13)
        difference = excess(g.market, [m[i] for i in group.sellers], [m[i] for i in group.buyers], p)
        said = [f"difference {difference}{': least' if p == made else ''}"]
        if p == trades_at:
            traded = sum(g.trades(group, p, m)[i][0] for i in group.sellers)
            said.append(f"trades {traded} here" if traded else "nothing to trade")
        for line, text in enumerate(said):
            _text(svg, left + PANEL - 8, y + 24 + 23 * line, text, 12, FAINT, anchor="end")


def _story(g: GStar, m: tuple[Message, ...], group: Group, p: int, trader: Trader) -> list[str]:
    """What happens to the first seller of the group, who is this trader."""
    (i, *_), price = group.sellers, g.market.P[p]
    offered, sold = m[i][p], g.trades(group, p, m)[i]
    hoped, earned = trader.payoff(offered, price), trader.payoff(sold, price)
    name = g.market.name(i).capitalize()
    return [
        f"{name} offers {show(offered)} at {show(price)}, her best there: {show(offered)} units cost her "
        f"{trader.worth[offered]} and would earn her {hoped}.",
        f"She sells {show(sold)}, which costs her {trader.worth[sold]}: she earns {earned}. "
        "Had she offered nothing, she would earn 0.",
    ]


def _text(
    parent: ElementTree.Element,
    x: float,
    y: float,
    text: str,
    size: int,
    fill: str = INK,
    *,
    anchor: str = "start",
    weight: str = "normal",
) -> None:
    style = {"font-size": size, "text-anchor": anchor, "font-weight": weight}
    _add(parent, "text", x=x, y=y, fill=fill, **style).text = text


def _add(parent: ElementTree.Element, tag: str, **attributes: object) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {name: f"{value}" for name, value in attributes.items()})
