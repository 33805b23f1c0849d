"""The assertion for tests that people write: held passes, and nothing else does."""

import pytest

from gametheory import InputError
from proofs import assert_held
from tests.broken_mechanisms import CASES, FirstPrice, SecondPrice


def test_held_passes_and_refuted_fails():
    assert assert_held("truth-dominant", SecondPrice) is None
    with pytest.raises(
        AssertionError, match="FirstPrice: truth-dominant is refuted: player 1 of type 1 says 0"
    ):
        assert_held("truth-dominant", FirstPrice())


@pytest.mark.thorough
def test_what_is_not_decided_is_not_held():
    large = type("Large", (SecondPrice,), {"players": 9, "types": range(9)})
    with pytest.raises(AssertionError, match="Large: truth-dominant is open: "):
        assert_held("truth-dominant", large)
    with pytest.raises(AssertionError, match=r"is inapplicable: needs share"):
        assert_held("non-bossy", CASES["pure-equilibrium"][0])


def test_an_unknown_id_is_refused():
    with pytest.raises(InputError, match="got truth"):
        assert_held("truth", SecondPrice)
