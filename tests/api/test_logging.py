"""`rheos.logging`: the lines programs search their output for, levels and counters."""

import logging as standard
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pytest

from rheos import logging


def run(program: str) -> tuple[str, str]:
    """Run a program in a fresh process; gives its output and its error output."""
    source = "import sys, logging as standard\nfrom rheos import logging\n" + textwrap.dedent(program)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


@pytest.fixture(autouse=True)
def verbosity() -> Iterator[None]:
    before = logging.get_logger().level
    yield
    logging.get_logger().setLevel(before)


def test_lines_have_tensorflows_words() -> None:
    program = """
    logging.set_verbosity(logging.DEBUG)
    for name in ("debug", "info", "warn", "warning", "error", "fatal"):
        getattr(logging, name)("%s %d", name, 1)
    logging.log(logging.INFO, "plain")
    logging.TaskLevelStatusMessage("status")
    logging.vlog(1, "too detailed")
    """
    assert run(program) == (
        "",
        "DEBUG:tensorflow:debug 1\nINFO:tensorflow:info 1\nWARNING:tensorflow:warn 1\n"
        "WARNING:tensorflow:warning 1\nERROR:tensorflow:error 1\nCRITICAL:tensorflow:fatal 1\n"
        "INFO:tensorflow:plain\nERROR:tensorflow:status\n",
    )


def test_warnings_and_worse_are_shown_at_first() -> None:
    program = "print(logging.get_verbosity() == logging.WARN); logging.info('hidden'); logging.warn('shown')"
    assert run(program) == ("True\n", "WARNING:tensorflow:shown\n")


def test_a_prompt_shows_info_on_standard_output() -> None:
    assert run("sys.ps1 = '>>> '; logging.info('step')") == ("INFO:tensorflow:step\n", "")


def test_a_program_with_logging_of_its_own_gets_each_line_once() -> None:
    program = """
    standard.basicConfig(stream=sys.stdout, level=standard.INFO, format="%(filename)s:%(lineno)d %(message)s")
    logging.info("once")
    """
    output, errors = run(program)
    assert output.endswith("once\n") and output.startswith("<string>:5 ") and not errors


def test_lines_name_the_callers_place(caplog: pytest.LogCaptureFixture) -> None:
    logging.set_verbosity(logging.INFO)
    logging.info("a")
    logging.log_if(logging.INFO, "b", True)
    logging.log_every_n(logging.INFO, "c", 1)
    assert [record.funcName for record in caplog.records] == ["test_lines_name_the_callers_place"] * 3


def test_counters_belong_to_the_line(caplog: pytest.LogCaptureFixture) -> None:
    for step in range(7):
        logging.log_every_n(logging.WARN, "every %d", 3, step)
        logging.log_first_n(logging.WARN, "first %d", 2, step)
        logging.log_if(logging.WARN, "if %d", step == 5, step)
    assert [record.getMessage() for record in caplog.records] == [
        "every 0",
        "first 0",
        "first 1",
        "every 3",
        "if 5",
        "every 6",
    ]


def test_the_standard_logger_is_the_one_programs_know() -> None:
    assert logging.get_logger() is standard.getLogger("tensorflow")
    logging.set_verbosity("ERROR")
    assert logging.get_verbosity() == logging.ERROR
    with pytest.raises(ValueError, match="Unknown level"):
        logging.set_verbosity("LOUD")
