"""Small random decisions and games in plan form for hypothesis; gains 0..2, so that ties are common."""

import numpy as np
from hypothesis import strategies as st

from gametheory.plans.form import PlanForm
from gametheory.plans.game import ListedEnvironments, PlanGame


@st.composite
def forms(draw: st.DrawFn, most_plans=12) -> PlanForm:
    cells = st.lists(st.integers(1, 3), max_size=2).map(tuple)
    return draw(
        st.lists(cells, min_size=1, max_size=3)
        .map(lambda own: PlanForm(tuple(own)))
        .filter(lambda form: form.plan_count <= most_plans)
    )


@st.composite
def listed_environments(draw: st.DrawFn, scale=1) -> ListedEnvironments[int]:
    form = draw(forms())
    count = draw(st.integers(1, 5))
    numbers = st.lists(st.integers(0, 2), min_size=form.size, max_size=form.size)
    rows = [[scale * number for number in draw(numbers)] for _ in range(count)]
    return ListedEnvironments(form, tuple(range(count)), np.array(rows, dtype=object))


@st.composite
def plan_games(draw: st.DrawFn, players=2, most_plans=5) -> PlanGame:
    own = tuple(draw(forms(most_plans)) for _ in range(players))
    seed = draw(st.integers(0, 2**16))

    def gains(i, others):
        """Drawn anew from the plans of the others, the same for the same plans."""
        mixed = np.random.default_rng(
            [seed, i, *(number for plan in others for number in (9, plan.root, *plan.actions))]
        )
        return mixed.integers(0, 3, size=own[i].size)

    names = tuple(f"player {i}" for i in range(players))
    return PlanGame(names, own, gains, (1,) * players)
