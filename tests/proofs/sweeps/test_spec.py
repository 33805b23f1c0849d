"""What a spec stands for: places, lists, grids and draws; what is wrong is one line, before any work."""

from fractions import Fraction

import pytest

from gametheory.games.errors import InputError
from gametheory.games.exact import exact
from mechanisms.files.interdependent import read_any_instance
from mechanisms.files.toml import Section
from proofs.sweeps.places import PlaceError, changed, overlap, steps
from proofs.sweeps.spec import _members, _read_variations, read_sweep
from proofs.theorem_4.one_buyer.family import family
from tests.calls import call
from tests.example_games import EXAMPLES

FAMILY = EXAMPLES / "sweeps" / "family.toml"
HEAD = """title = "t"
[sweep]
file = "{file}"
claims = ["Condition 1"]
[vary]
"""


@pytest.fixture
def spec(tmp_path):
    """Writes a spec that varies the smallest market."""

    def write(vary, head=HEAD, file=EXAMPLES / "first.toml"):
        path = tmp_path / "spec.toml"
        path.write_text(head.format(file=file) + vary, encoding="utf-8")
        return path

    return write


def values(path):
    return [tuple(member.values.values()) for member in read_sweep(path).members]


def test_places_in_a_document():
    document = {"a": {"b; c": [[1, 2], 3]}, "s": [{"u": [1]}, {"u": [2]}]}
    assert steps('a."b; c"[1][2]') == ("a", "b; c", 1, 2)
    assert changed(document, {'a."b; c"[1][2]': 9})["a"] == {"b; c": [[1, 9], 3]}
    assert changed(document, {"s.u[1]": 9})["s"] == [{"u": [9]}, {"u": [9]}]
    assert changed(document, {"s[2].u[1]": 9})["s"] == [{"u": [1]}, {"u": [9]}]
    assert changed(document, {"a.new": 9})["a"]["new"] == 9
    assert document == {"a": {"b; c": [[1, 2], 3]}, "s": [{"u": [1]}, {"u": [2]}]}
    for wrong in ("a.b", "s[3].u[1]", "s.u[2]", "s.u[0]", "s.u.v", "b.c", "s[1][1]"):
        with pytest.raises(PlaceError):
            changed(document, {f"{wrong}.x" if wrong == "a.b" else wrong: 9})
    for wrong in ("", ".", "a.", "[1]", "a b", 'a."', "a[x]", "a..b"):
        with pytest.raises(PlaceError, match="a place such as"):
            steps(wrong)


def test_lists_grids_and_their_product(spec):
    path = spec(
        '"market.tie" = ["lowest", "highest"]\n"seller[1].unit_costs[1]" = { from = "1/2", to = "3/2", step = "1/2" }\n'
    )
    assert values(path) == [(tie, cost) for tie in ("lowest", "highest") for cost in ("1/2", 1, "3/2")]


def test_places_that_vary_together(spec):
    one, two = "seller[1].unit_costs[1]", "seller[2].unit_costs[1]"
    assert values(spec(f'"{one}, {two}" = [[0, 1], ["1/2", "1/2"]]')) == [(0, 1), ("1/2", "1/2")]
    assert values(spec(f'"{one}, {two}" = {{ from = 0, to = 1, step = 1 }}')) == [(0, 0), (1, 1)]
    drawn = values(spec(f'"{one}, {two}" = {{ draws = 40, seed = 1, from = 0, to = 9, denominator = 4 }}'))
    assert len({pair[0] == pair[1] for pair in drawn}) == 2  # one draw for each


def test_draws_are_reproducible_and_on_their_grid(spec):
    form = (
        '"seller[1].unit_costs[1]" = {{ draws = 60, seed = {}, from = "1/3", to = "5/2", denominator = 4 }}'
    )
    drawn = values(spec(form.format(7)))
    assert drawn == values(spec(form.format(7)))
    assert drawn != values(spec(form.format(8)))
    numbers = {exact(value) for (value,) in drawn}
    assert numbers <= {Fraction(k, 4) for k in range(2, 11)}
    assert {Fraction(1, 2), Fraction(5, 2)} <= numbers  # with 60 draws of 9 both ends are there
    assert drawn[:4] == [("3/2",), ("3/4",), ("5/4",), (2,)]


def test_members_that_come_again_are_counted_and_not_decided_again(spec):
    read = read_sweep(spec('"seller[1].unit_costs[1]" = [0, "0", "1/2", 0]'))
    assert (len(read.members), read.repeated) == (3, 1)  # 0 and "0" are written differently


@pytest.mark.parametrize(
    ("vary", "said"),
    [
        ("", "vary: at least one place with its values"),
        ('"market.x" = [1]', "at market.x = 1: {file}: market.x: unknown key"),
        ('"markt.T" = [1]', "vary: places in {file}: there is no markt at the top"),
        ('"market T" = [1]', 'vary.market T: a place such as market.T, buyer[2].unit_values[1] or prior."low, high", got'),
        ("market.T = [1]", 'stands in quotation marks, as "market.T"'),
        ('"market.T" = []', "vary.market.T: at least one value, got []"),
        ('"market.T" = 3', "vary.market.T: a list, {{ from, to, step }} or"),
        ('"market.T" = [0.5]', "an exact number"),
        ('"market.T" = [1979-05-27]', "an exact number"),
        ('"market.T" = [1, 0]', "at market.T = 0: {file}: market.T: an integer >= 1, got 0"),
        ('"market.T" = { from = 1, to = 3 }', "vary.market.T.step: required, but missing"),
        ('"market.T" = { from = 1, to = 3, step = 0 }', "step: a number above 0, got 0"),
        ('"market.T" = { from = 1, to = 4, step = 2 }', "to: a number that 1 reaches in steps of 2, got 4"),
        ('"market.T" = { from = 1, to = 0, step = 1 }', "to: a number that 1 reaches in steps of 1, got 0"),
        ('"market.T" = { from = 1, to = 2, step = 1, seed = 1 }', "seed: unknown key"),
        ('"market.T" = { from = 0, to = 1, step = "1/900000" }', "step: at most 100,000 values, got 900,001"),
        ('"market.T" = { draws = 2, from = 0, to = 1, denominator = 2 }', "seed: required, but missing"),
        ('"market.T" = { draws = 2, seed = 1, from = "1/3", to = "2/5", denominator = 2 }', "to: a multiple of 1/2"),
        ('"market.T" = { draws = 200000, seed = 1, from = 0, to = 1, denominator = 2 }', "draws: at most 100,000"),
        ('"market.T, market.n" = [[1, 1], 2]', "lists of 2 values, one for each place, got 2"),
        ('"market.T" = [1]\n"market.n, market.T" = [[1, 1]]', "vary.market.T: each place once"),
        ('"market.T" = [1]\n[expect]\n"Theorem 1" = "held"', "expect.Theorem 1: unknown key"),
        ('"market.T" = [1]\n[expect]\n"Condition 1" = "true"', "expect.Condition 1: one of held,"),
        ('"market.T" = [1]\n[further]', "further: unknown key"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_before_any_work(spec, vary, said):
    path = spec(vary)
    status, out, err = call("sweep", path, "--jobs", 1)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith(f"undominated: {path}: ")
    assert said.format(file=EXAMPLES / "first.toml") in err


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace('"Condition 1"', ""), "sweep.claims: ids of claims or items, at least one"),
        (HEAD.replace('"Condition 1"', '"Condition 9"'), "sweep.claims: an item or an id (did you mean Condition 1"),
        (HEAD.replace('"Condition 1"', "1"), "sweep.claims: a list of names, got 1"),
        (HEAD.replace("[vary]", 'without = ["Condition 7"]\n[vary]'), "sweep.without: hypotheses (did you mean"),
        (HEAD.replace("{file}", "nothing.toml"), "nothing.toml: cannot be read: No such file"),
        (HEAD.replace('file = "{file}"', ""), "sweep.file: required, but missing"),
        (HEAD.replace("{file}", str(EXAMPLES / "theorem-4" / "seller.toml")), "got a witness or a sequence"),
        (HEAD.replace("{file}", str(EXAMPLES / "mechanisms" / "first_price.py")), "FirstPrice: parameters are none"),
        (HEAD.replace("{file}", str(EXAMPLES / "games" / "strict.nfg")), "a market in TOML, got a game"),
    ],
)  # fmt: skip
def test_a_wrong_head_is_one_line(spec, head, said):
    path = spec('"market.T" = [1]', head)
    status, out, err = call("sweep", path, "--jobs", 1)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said in err


def _alike(instance):
    return instance.mechanism, instance.prior, instance.traders


def _built(member):
    return _alike(read_any_instance(Section(member.family.file, "", member.document())))


def test_the_example_spec_has_the_members_of_the_family(tmp_path):
    """With fewer values at some places; all of them below."""
    text = FAMILY.read_text(encoding="utf-8").replace('= [0, "1/2", 1, 2]', '= ["1/2"]', 3)
    (tmp_path / "one-buyer.toml").write_bytes((FAMILY.parent / "one-buyer.toml").read_bytes())
    path = tmp_path / "spec.toml"
    path.write_text(text.replace('["1/100", "1/10", "3/10"]', '["3/10"]'), encoding="utf-8")
    half = Fraction(1, 2)
    wanted = [case for case in family(etas=(Fraction(3, 10),)) if case.values[:3] == (half,) * 3]
    members = read_sweep(path).members
    assert len(members) == 4 * 5 * 2
    assert [_built(member) for member in members] == [_alike(case.instance()) for case in wanted]


@pytest.mark.slow
def test_the_example_spec_is_the_family():
    from mechanisms.files.toml import read_toml
    from proofs.sweeps.spec import _read_family

    file = read_toml(FAMILY)
    members = _members(file, _read_family(file.section("sweep"), FAMILY), _read_variations(file))
    for member, case in zip(members, family(), strict=True):
        assert _built(member) == _alike(case.instance())


def test_a_member_that_there_cannot_be_is_refused(spec):
    with pytest.raises(InputError, match=r"at market\.n = 2: "):
        read_sweep(spec('"market.n" = [1, 2]'))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seller[1].unit_costs[1]", "seller.unit_costs[1]"),
        ("seller[1].unit_costs", "seller[1].unit_costs[1]"),
        ("seller[1].unit_costs[1]", "seller[01].unit_costs[1]"),
        ("seller", "seller[2].unit_costs[1]"),
        ("market.T", "market.'T'"),
    ],
)
def test_places_that_overlap_are_refused(spec, one, other):
    """Else the later one would undo the earlier one, whose value would be shown all the same."""
    places = [place.replace("'", '\\"') for place in (one, other)]
    with pytest.raises(InputError, match="each place once, got"):
        read_sweep(spec("".join(f'"{place}" = [1]\n' for place in places)))
    assert not overlap(steps("seller[1].unit_costs[1]"), steps("seller[2].unit_costs[1]"))
    assert not overlap(steps("market.T"), steps("market.tie"))


def test_claims_are_named_as_for_check(spec):
    head = HEAD.replace('"Condition 1"', '"Theorem 1 (read)", "theorem3"')
    path = spec('"market.tie" = ["lowest", "highest"]\n', head)
    assert {case.claim for case in read_sweep(path).cases} == {
        "g-star.theorem-1.read.has-dominant",
        "g-star.theorem-3.printed",
    }


def test_no_file_has_a_zero_in_its_name(spec):
    path = spec('"market.T" = [1]\n', HEAD.replace("{file}", "\\u0000"))
    called = call("sweep", path, "--jobs", 1)
    assert (called.status, len(called.err.splitlines())) == (2, 1)
    assert "no file has a name with the character 0" in called.err
