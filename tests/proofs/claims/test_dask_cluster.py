"""Cases decided by a Dask cluster of two processes on this machine."""

import threading

import pytest

from gametheory.games.errors import InputError
from proofs.claims.case_log import CaseLog
from proofs.claims.deciders import KILLED
from tests.calls import call
from tests.example_games import EXAMPLES
from tests.proofs.claims.test_case_log import DECIDED, NUMBERS, die_at_7, is_odd, refuse

dask = pytest.importorskip("dask", reason="the extra dask")
distributed = pytest.importorskip("distributed", reason="the extra dask")
pytestmark = [
    pytest.mark.slow,  # a cluster takes seconds to start
    pytest.mark.filterwarnings("default"),  # of Dask, about itself
]


@pytest.fixture(scope="module")
def cluster():
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.comm.retry.count": 0}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as found,
    ):
        yield found


def test_a_cluster_decides_what_one_process_does(cluster):
    from proofs.claims.dask_cluster import DaskCluster

    with DaskCluster(cluster.scheduler_address) as deciders:
        assert deciders.count == 2
        told = []
        run = CaseLog(NUMBERS, is_odd, "1").run_by(deciders, lambda done, total: told.append(done))
        assert (run.outcomes, run.not_decided, told[-1]) == (DECIDED, {}, len(NUMBERS))
        with pytest.raises(AssertionError, match="decided Number"):
            CaseLog(NUMBERS, refuse, "1").run_by(deciders)


def test_a_worker_that_is_killed_loses_one_case(cluster):
    from proofs.claims.dask_cluster import DaskCluster

    with DaskCluster(cluster.scheduler_address) as deciders:
        run = CaseLog(NUMBERS, die_at_7, "1").run_by(deciders)
    assert run.not_decided == {"number 7": KILLED.why}
    assert run.outcomes == {name: found for name, found in DECIDED.items() if name != "number 7"}


def test_a_sweep_by_a_cluster(cluster):
    path = EXAMPLES / "sweeps" / "unit-costs.toml"
    here = call("sweep", path, "--jobs", 1, "--csv", "-")
    assert call("sweep", path, "--scheduler", cluster.scheduler_address, "--csv", "-")[:2] == here[:2]


def test_a_scheduler_that_does_not_answer_is_one_line(monkeypatch):
    from proofs.claims import dask_cluster

    monkeypatch.setattr(dask_cluster, "PATIENCE", "1s")
    before = set(threading.enumerate())
    for address in ("tcp://127.0.0.1:1", "nonsense://x", ""):
        with pytest.raises(InputError, match=r"--scheduler .*: the address of a scheduler that answers"):
            dask_cluster.DaskCluster(address)
    assert set(threading.enumerate()) <= before  # for which the process would wait, and print a traceback
