"""What may be called held."""

import pytest

from proofs.claims.verdict import VacuousCheckError, held


def test_no_check_is_vacuous():
    with pytest.raises(VacuousCheckError):
        held(0, "nothing", "")
