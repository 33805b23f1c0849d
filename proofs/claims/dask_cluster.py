"""A Dask cluster decides cases: whoever has an address of its scheduler may use its workers.

A worker has undominated installed too. Dask itself tries cases anew whose worker is gone, on other workers,
and gives up all that were with several such workers: these are tried in the end, one after the other.
"""

from asyncio import run
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import CancelledError
from typing import Any, Self

from gametheory.games.errors import InputError
from gametheory.games.libraries import library
from proofs.claims.deciders import KILLED, Answer, Case, Decide

PATIENCE = "10s"  # until a scheduler answers
AHEAD = 4  # cases for each thread that are submitted before one is done


class DaskCluster:
    """The workers of the scheduler at an address. Raises `InputError` where none answers."""

    def __init__(self, address: str) -> None:
        with library("Dask", 'pip install "undominated[dask]"'):
            import distributed
        self._dask: Any = distributed
        try:
            # A client that is not made leaves a thread behind, for which the process waits in the end.
            run(self._connect(address))
            self._client = self._dask.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError, MemoryError) as wrong:
            # No answer, no address, no scheduler of Dask, or a server whose words are taken for a size.
            said = " ".join(str(wrong).split()) or "another server"
            raise InputError(
                f"--scheduler {address}: the address of a scheduler that answers ({said})"
            ) from None
        self.address = address
        self.count = sum(worker["nthreads"] for worker in self._workers())
        if not self.count:
            self._client.close()
            raise InputError(f"--scheduler {address}: a cluster with workers, got one without")

    async def _connect(self, address: str) -> None:
        security = self._dask.Security().get_connection_args("client")
        (await self._dask.comm.connect(address, PATIENCE, **security)).abort()

    def _workers(self) -> list[dict[str, Any]]:
        return list(self._client.scheduler_info(n_workers=-1)["workers"].values())

    def answers(
        self, decide: Decide[Case], chunks: Iterable[Sequence[Case]]
    ) -> Generator[tuple[Case, Answer], None, None]:
        """Each case with what is found."""
        coming = (case for chunk in chunks for case in chunk)
        waiting: dict[str, Case] = {}
        done = self._dask.as_completed(loop=self._client.loop)

        def submit() -> None:
            for case in coming:
                future = self._client.submit(decide, case, pure=False)
                waiting[future.key] = case
                done.add(future)
                if len(waiting) >= AHEAD * self.count:
                    return

        submit()
        suspects: list[Case] = []
        try:
            while waiting:
                future = next(done)
                case, answer = waiting.pop(future.key), self._answer(future)
                if answer is KILLED:
                    suspects.append(case)
                else:
                    yield case, answer
                submit()
            for case in suspects:
                yield case, self._answer(self._client.submit(decide, case, pure=False))
        finally:  # when it is interrupted
            self._client.cancel(list(done.futures))

    def _answer(self, future: Any) -> Answer:
        try:
            answer: Answer = future.result()
        except self._dask.KilledWorker:
            return KILLED
        except ModuleNotFoundError as missing:
            raise InputError(
                f"--scheduler {self.address}: workers have undominated installed ({missing})"
            ) from None
        except CancelledError:
            raise InputError(
                f"--scheduler {self.address}: a scheduler that goes on, got none any more"
            ) from None
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._client.close()
