"""The scripts behind make do a step once, notice what changed, and never call a broken run a good one."""

from pathlib import Path

import pytest

from tools.node import fits
from tools.run_tests import Outcome, close
from tools.steps import MissingError, run, unless_done


@pytest.mark.parametrize(
    ("told", "answer"),
    [("v24.1.0", True), ("v22.12.0", True), ("v22.11.9", False), ("v20.20.2", False), ("v23.4.0", False), ("", False)],
)
def test_only_a_node_that_the_client_tools_support_is_fit(told: str, *, answer: bool) -> None:
    assert fits(told) is answer


def test_a_step_runs_again_when_its_input_changed_or_its_product_is_gone(tmp_path: Path) -> None:
    stamp, product = tmp_path / "stamp", tmp_path / "product"

    def needed(mark: str) -> bool:
        with unless_done("step", stamp, mark, product) as needed:
            product.touch()
        return needed

    assert [needed("one"), needed("one"), needed("two")] == [True, False, True]
    product.unlink()
    assert needed("two")


def test_a_step_that_failed_is_not_taken_for_done(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    with pytest.raises(MissingError), unless_done("step", stamp, "one"):
        run(["false"], missing="It failed.")
    assert not stamp.exists()


def test_what_a_failed_program_said_comes_before_what_to_do() -> None:
    with pytest.raises(MissingError) as caught:
        run(["sh", "-c", "echo no route to host >&2; exit 3"], missing="Get a network.")
    assert str(caught.value) == "no route to host\n\nGet a network."


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("sqlite", passed=3, failed=1, took_s=1.0),
        Outcome("sqlite", took_s=1.0, problem="no test ran"),
        Outcome("sqlite", passed=3, took_s=1.0, problem="its runner ended with code 3"),
    ],
)
def test_a_summary_with_anything_wrong_fails(outcome: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    good = Outcome("client", passed=2, took_s=1.0)
    assert close([good]) == 0
    assert close([good, outcome]) == 1
    assert " 1 failed" in capsys.readouterr().out.splitlines()[-1]


def test_a_missing_program_fails_in_ci_only(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = [Outcome("sqlite", passed=3, took_s=1.0), Outcome("browser", problem="Chromium is missing.")]
    monkeypatch.delenv("CI", raising=False)
    assert close(outcomes) == 0
    monkeypatch.setenv("CI", "true")
    assert close(outcomes) == 1
