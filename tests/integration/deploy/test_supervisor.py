"""The supervisor, with stand-ins for the product."""

import json
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fcntl import LOCK_SH, flock
from pathlib import Path

import pytest

from deploy.local.environment import as_lines
from deploy.local.folder import write_private
from deploy.local.instance import Instance, NotRunning
from deploy.local.plan import Process, Wanted, plan_to_json, wanted_to_json
from deploy.local.proc import Identity


def eventually(condition: Callable[[], object], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@dataclass
class Play:
    """An instance whose product is made of stand-ins."""

    instance: Instance
    folder: Path
    processes: list[Process]

    def with_process(
        self, name: str, function: str = "", *, grace: float = 5, program: list[str] | None = None
    ) -> "Play":
        variables = {"REPORT": str(self.report_of(name)), "OWN": name}
        write_private(self.instance.folder.environment_of(name), as_lines(variables))
        self.processes.append(
            Process(
                name=name,
                group="product",
                environment=str(self.instance.folder.environment_of(name)),
                log=str(self.instance.folder.log_of(name)),
                function=f"tests.integration.deploy.stand_ins:{function}" if function else "",
                program=program or [],
                preload=["tests.integration.deploy.stand_ins"],
                grace=grace,
            )
        )
        return self

    def begin(self, *, leased: bool = False) -> None:
        write_private(self.instance.folder.plan, plan_to_json(self.processes))
        write_private(self.instance.folder.wanted, wanted_to_json(Wanted(groups=["product"], preload=["product"])))
        self.instance._spawn_supervisor(die_with_me=not leased, leased=leased)

    def report_of(self, name: str) -> Path:
        return self.folder / f"{name}.report"

    def log_of(self, name: str) -> str:
        log = self.instance.folder.log_of(name)
        return log.read_text() if log.exists() else ""


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Play]:
    instance = Instance("play", parent=tmp_path)
    instance.folder.create()
    yield Play(instance, tmp_path, [])
    instance.reset()


def test_a_child_knows_its_own_environment_alone_and_writes_its_own_log(play: Play) -> None:
    play.with_process("one", "report").with_process("two", "report").begin()
    eventually(lambda: "reported" in play.log_of("two"))
    known = json.loads(play.report_of("two").read_text())
    assert known == {"REPORT": str(play.report_of("two")), "OWN": "two"}


def test_what_is_killed_comes_back_and_its_pid_is_published(play: Play) -> None:
    play.with_process("one", "report").with_process("sleeper", program=["/bin/sleep", "600"]).begin()
    for name in ("one", "sleeper"):
        eventually(lambda name=name: name in play.instance.processes())  # type: ignore[misc]
        killed = play.instance.kill(name)
        eventually(lambda name=name, killed=killed: _pid(play, name) not in (0, killed))  # type: ignore[misc]
        assert json.loads(play.instance.folder.pids.read_text())[name] == play.instance.pid_of(name)


def test_what_fails_at_once_is_tried_again_with_longer_pauses(play: Play) -> None:
    play.with_process("unlucky", "fail").begin()
    eventually(lambda: play.log_of("unlucky").count("RuntimeError: no luck") >= 3)
    time.sleep(1)
    assert play.log_of("unlucky").count("RuntimeError: no luck") <= 5


def test_a_held_process_stays_away_until_it_is_released(play: Play) -> None:
    play.with_process("one", "report").begin()
    eventually(lambda: "one" in play.instance.processes())
    play.instance.hold("one")
    time.sleep(0.5)
    with pytest.raises(NotRunning):
        play.instance.pid_of("one")
    play.instance.release("one")
    eventually(lambda: "one" in play.instance.processes())


def test_everything_ends_with_the_supervisor_even_a_killed_one(play: Play) -> None:
    play.with_process("one", "report").with_process("sleeper", program=["/bin/sleep", "600"]).begin()
    eventually(lambda: len(play.instance.processes()) == 3)
    running = play.instance.processes()
    running.pop("supervisor").send(signal.SIGKILL)
    eventually(lambda: not any(map(Identity.alive, running.values())))


def test_a_supervisor_that_is_stopping_says_so(play: Play) -> None:
    play.with_process("mule", "stubborn", grace=3).begin()
    eventually(lambda: play.report_of("mule").exists())
    play.instance.processes()["supervisor"].send(signal.SIGTERM)
    eventually(lambda: json.loads(play.instance.folder.state.read_text())["stopping"])
    assert play.instance.running()
    play.instance._let_it_stop()
    assert not play.instance.running()


def test_a_leased_instance_ends_with_the_last_process_that_needs_it(play: Play) -> None:
    play.with_process("one", "report")
    with play.instance.folder.users.open("w") as somebody:
        flock(somebody, LOCK_SH)
        play.begin(leased=True)
        eventually(lambda: "one" in play.instance.processes())
        time.sleep(3)
        assert play.instance.running()
    eventually(lambda: not play.instance.processes())


def test_what_will_not_end_nicely_is_killed(play: Play) -> None:
    play.with_process("mule", "stubborn", grace=0.5).begin()
    eventually(lambda: play.report_of("mule").exists())
    mule = play.instance.processes()["mule"]
    play.instance.stop()
    assert not mule.alive()
    assert not play.instance.running()


def _pid(play: Play, name: str) -> int:
    identity = play.instance.processes().get(name)
    return identity.pid if identity else 0
