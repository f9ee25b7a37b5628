"""Batches on a cluster: workers in processes and folders of their own, lost workers, a lost scheduler, and workers unlike us."""

import shutil
import socket

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.long]
FOUR = ("ARM-FRA", "BLR-PAK", "CHN-IRN", "DEU-ITA")
# A worker has the notebook of the test, as it would have its own copy of the package.
PRELOAD = "from pathlib import Path\nfrom pactbook import paths\npaths.NOTEBOOKS = Path({notebooks!r})\n"


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, world, processes) -> None:
        self._world, self._processes = world, processes
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"

    def start(self, workers: int = 2) -> None:
        host, port = self.address.removeprefix("tcp://").split(":")
        words = ["--host", host, "--port", port, "--no-dashboard"]
        self.scheduler = self._processes.start("-m", "distributed.cli.dask_scheduler", *words)
        self.workers = [self.worker(self._world.notebooks) for _ in range(workers)]

    def worker(self, notebooks, **environment):
        preload = self._world.folder / f"preload_{notebooks.name}.py"
        preload.write_text(PRELOAD.format(notebooks=str(notebooks)))
        words = [self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", "scratch"]
        return self._processes.start(
            "-m", "distributed.cli.dask_worker", *words, "--preload", str(preload), **environment
        )

    def lose(self) -> None:
        """Lose the scheduler; workers end by themselves then, after a while."""
        for process in (self.scheduler, *self.workers):
            process.kill()

    def run(self, *pairs, more=()):
        return self._world.run(*pairs, more=("--scheduler", self.address, *more))


@pytest.fixture
def cluster(world, processes):
    return Cluster(world, processes)


def copied(folder, to):
    """Return a copy of the tables in another folder."""
    return shutil.copytree(folder.path, to)


def test_two_workers_in_folders_of_their_own_share_the_reports(world, cluster, folder, tmp_path):
    cluster.start(workers=0)
    own = [copied(folder, tmp_path / f"tables-{number}") for number in (1, 2)]
    books = [shutil.copytree(world.notebooks, tmp_path / f"books-{number}") for number in (1, 2)]
    for tables, notebooks in zip(own, books, strict=True):
        cluster.worker(notebooks, PACTBOOK_DATA=str(tables))
    world.hold("ARM", "BLR")  # until both workers have a report
    world.meanwhile(lambda: {"ARM-FRA", "BLR-PAK"} <= world.ran.keys(), world.let_go)
    assert cluster.run(*FOUR) == 0
    assert world.ran == dict.fromkeys(FOUR, 1)
    assert {row["finding_where"] for row in world.summary.values()} == {str(tables) for tables in own}
    assert len(list((world.to / "notebooks").iterdir())) == 4


def test_a_worker_lost_loses_no_report(world, cluster):
    cluster.start()
    world.hold("ARM", "BLR")
    world.meanwhile(lambda: {"ARM-FRA", "BLR-PAK"} <= world.ran.keys(), lambda: cluster.workers[0].kill())
    assert cluster.run(*FOUR) == 0
    assert sum(world.ran.values()) == 5, "one report was begun twice"
    assert {row["status"] for row in world.summary.values()} == {"done"}


def test_a_scheduler_lost_is_told_and_a_new_one_goes_on(world, cluster, capsys):
    cluster.start()
    world.hold("BLR", "CHN", "DEU")
    world.meanwhile(lambda: "ARM-FRA" in world.made, cluster.lose)
    assert cluster.run(*FOUR) == 1
    assert "the scheduler was lost: --resume makes what is missing" in capsys.readouterr().err
    told = {subject: row["message"] for subject, row in world.summary.items()}
    assert told == dict.fromkeys(FOUR, "not made: the scheduler was lost") | {"ARM-FRA": ""}
    cluster.start(workers=1)
    assert cluster.run(*FOUR, more=("--resume",)) == 0
    assert world.ran["ARM-FRA"] == 1
    assert {row["status"] for row in world.summary.values()} == {"done"}


def test_a_worker_with_other_tables_makes_nothing(world, cluster, folder, tmp_path, capsys):
    other = copied(folder, tmp_path / "other")
    with (other / "events.csv").open("a") as stream:
        stream.write("\n")
    cluster.start(workers=0)
    cluster.worker(world.notebooks, PACTBOOK_DATA=str(other))
    assert cluster.run(*FOUR) == 2
    assert "reads something else than the command: data/events.csv changed" in capsys.readouterr().err
    assert world.ran == {}
    assert not (world.to / "summary.csv").exists()
