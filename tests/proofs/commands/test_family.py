"""`family`: a log that goes on where a killed run stopped."""

from tests.calls import call


def test_family_goes_on_from_its_log(tmp_path):
    log = tmp_path / "family.log"
    status, out, err = call("family", "--first", 40, "--workers", 1, "--log", log)
    assert status == 0
    assert "40 instances" in out
    lines = log.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 41
    log.write_text("\n".join(lines[:17]) + "\n" + lines[17][:30], encoding="utf-8")  # killed while writing
    status, again, err = call("family", "--first", 40, "--workers", 1, "--log", log)
    assert (status, again) == (0, out), err
    assert len(log.read_text(encoding="utf-8").splitlines()) == 41
    status, _, err = call("family", "--first", 41, "--workers", 1, "--log", log)
    assert status == 2
    assert "got one of other cases" in err
