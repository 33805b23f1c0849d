"""Small random game trees for hypothesis, as the text of an `.efg` file."""

from hypothesis import strategies as st

NUMBERS = ["0", "1", "-2", "1/3", "0.25", "3e-1", "7", "-5/6"]
CHANCES = [("1/2", "1/2"), ("0.25", "3/4"), ("1/3", "1/3", "1/3"), ("1",), ("0", "1")]


@st.composite
def trees(draw: st.DrawFn, players: int = 2, depth: int = 4) -> str:
    """Information sets are drawn anywhere, so recall may be imperfect; payoffs may lie inside the tree."""
    sets: dict[tuple[int, int], int] = {}  # the number of actions at (player, number)
    outcomes: dict[int, str] = {}
    chances: dict[int, str] = {}

    def outcome() -> str:
        number = draw(st.integers(0, 4))
        if number == 0:
            return "0"
        new = number not in outcomes
        if new:
            payoffs = draw(st.lists(st.sampled_from(NUMBERS), min_size=players, max_size=players))
            outcomes[number] = f'{number} "" {{ {draw(st.sampled_from([", ", " "])).join(payoffs)} }}'
        return outcomes[number] if new or draw(st.booleans()) else str(number)

    def node(left: int) -> list[str]:
        kind = draw(st.sampled_from("ppppct")) if left else "t"
        if kind == "t":
            return [f't "" {outcome()}']
        if kind == "c":
            chance = draw(st.sampled_from(CHANCES))
            number = len(chances) + 1
            moves = " ".join(f'"c{k}" {p}' for k, p in enumerate(chance))
            chances[number] = moves
            lines = [f'c "" {number} "" {{ {moves} }} {outcome()}']
            return lines + [line for _ in chance for line in node(left - 1)]
        player, number = draw(st.integers(1, players)), draw(st.integers(1, 3))
        new = (player, number) not in sets
        actions = sets.setdefault((player, number), draw(st.integers(1, 3)))
        labels = " ".join(f'"{"abc"[k]}{number}"' for k in range(actions))
        described = f' "" {{ {labels} }}' if new or draw(st.booleans()) else ""
        lines = [f'p "" {player} {number}{described} {outcome()}']
        return lines + [line for _ in range(actions) for line in node(left - 1)]

    names = " ".join(f'"P{i}"' for i in range(players))
    return "\n".join([f'EFG 2 R "random" {{ {names} }}', *node(depth)])
