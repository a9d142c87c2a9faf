"""`rheos.flags` and `rheos.app`: what TensorFlow 1 programs do with flags, each in a fresh process."""

import subprocess
import sys
import textwrap

import pytest

from rheos import flags


def run(program: str, *arguments: str, code: int = 0) -> tuple[str, str]:
    """Run `program` as a script with `arguments`; gives its output and its error output."""
    source = "import sys\nfrom rheos import app, flags\nFLAGS = flags.FLAGS\n" + textwrap.dedent(program)
    done = subprocess.run(
        [sys.executable, "-c", source, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == code, done.stderr
    return done.stdout.strip(), done.stderr


DEFINE = """
flags.DEFINE_integer("steps", 10, "Steps.")
flags.DEFINE_string("log_dir", "/tmp/logs", "A name that absl's logging takes.")
flags.DEFINE_boolean("fake_data", False, "Fake.")
flags.DEFINE_float("v", 0.5, "Another one.")
"""


def test_first_use_parses_the_command_line() -> None:
    program = DEFINE + "print(FLAGS.steps, FLAGS.log_dir, FLAGS.fake_data, FLAGS.v)"
    assert run(program)[0] == "10 /tmp/logs False 0.5"
    assert run(program, "--steps=3", "--log_dir", "x", "--fake_data", "-v=1")[0] == "3 x True 1.0"
    assert run(program, "--nofake_data", "file.txt")[0] == "10 /tmp/logs False 0.5"


def test_no_flag_is_taken_before_the_program_defines_one() -> None:
    assert run("print(list(FLAGS))")[0] == "[]"
    assert run("print('absl.logging' in sys.modules, 'absl.app' in sys.modules)")[0] == "False False"


def test_absl_is_imported_by_the_first_flag_only() -> None:
    source = "import sys; from rheos import flags, app; print('absl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", source], capture_output=True, text=True).stdout == "False\n"


def test_unknown_flags_are_named_and_found_by_later_definitions() -> None:
    program = DEFINE + "print(FLAGS.steps); flags.DEFINE_string('late', '', 'Late.'); print(FLAGS.late)"
    output, warning = run(program, "--steps=1", "--late=yes", "--lost")
    assert output == "1\nyes"
    assert "--late=yes --lost" in warning


def test_app_run_passes_what_is_left_to_main_and_exits_with_its_result() -> None:
    program = DEFINE + "def main(argv):\n    print(FLAGS.steps, argv[1:])\n    return 3\napp.run()"
    assert run(program, "--steps=2", "--other=1", "file", code=3)[0] == "2 ['--other=1', 'file']"


def test_app_run_after_first_use_gives_multi_flags_once() -> None:
    program = """
    flags.DEFINE_multi_integer("n", None, "Numbers.")
    print(FLAGS.n)
    app.run(main=lambda argv: print(FLAGS.n))
    """
    assert run(program, "--n=1", "--n=2")[0] == "[1, 2]\n[1, 2]"


def test_app_run_serves_programs_with_absl_flags_too() -> None:
    program = """
    from absl import flags as absl_flags
    absl_flags.DEFINE_string("path", "", "By absl.")
    flags.DEFINE_integer("steps", 1, "By tf.")
    app.run(main=lambda argv: print(absl_flags.FLAGS.path, FLAGS.steps, argv[1:]))
    """
    assert run(program, "--steps=5", "--path=p", "rest")[0] == "p 5 ['rest']"


def test_bad_values_and_missing_required_flags_are_reported() -> None:
    program = DEFINE + "app.run(main=lambda argv: None)"
    assert "steps" in run(program, "--steps=many", code=1)[1]
    program = """
    flags.DEFINE_string("out", None, "Out.")
    flags.mark_flag_as_required("out")
    app.run(main=lambda argv: None)
    """
    assert "--out must have a value" in run(program, code=1)[1]


def test_help_lists_the_flags() -> None:
    program = DEFINE + "app.run(main=lambda argv: None)"
    for spelling in ("--help", "-h"):
        output = run(program, spelling, code=1)[0]
        assert "--steps" in output and "Steps." in output
    program = "flags.DEFINE_string('help', '', 'Own.')\napp.run(main=lambda argv: print(FLAGS.help))"
    assert run(program, "--help", "me")[0] == "me"


def test_spellings_of_tensorflow_before_1_5() -> None:
    program = (
        DEFINE
        + """
flags.DEFINE_string(flag_name="name", default_value="d", docstring="Doc.")
print(FLAGS._parse_flags())
for key, value in sorted(FLAGS.__flags.items()):
    print("{}={}".format(key.upper(), value))
print(FLAGS.__flags["steps"].value, FLAGS.__flags["steps"] == 4)
print(sorted(FLAGS.flag_values_dict()))
"""
    )
    output = run(program, "--steps=4", "rest")[0].splitlines()
    assert output[0] == "['rest']"
    assert output[1:6] == ["FAKE_DATA=False", "LOG_DIR=/tmp/logs", "NAME=d", "STEPS=4", "V=0.5"]
    assert output[6:] == ["4 True", "['fake_data', 'log_dir', 'name', 'steps', 'v']"]


def test_all_values_at_once_parse_the_command_line_too() -> None:
    assert "'steps': 4" in run(DEFINE + "print(FLAGS.flag_values_dict())", "--steps=4")[0]


def test_values_can_be_set_before_and_after_parsing() -> None:
    program = DEFINE + "FLAGS.steps = 7; FLAGS.v = 2.0; print(FLAGS.steps, FLAGS.v)"
    assert run(program, "--v=3")[0] == "7 3.0"


def test_definitions_may_repeat_at_a_prompt_only() -> None:
    program = DEFINE + "flags.DEFINE_integer('steps', 11, 'Again.')\nprint(FLAGS.steps)"
    assert "DuplicateFlagError" in run(program, code=1)[1]
    assert run("sys.ps1 = '>>> '\n" + program)[0] == "11"


def test_deleting_all_flags_as_notebooks_do() -> None:
    program = DEFINE + "for key in list(FLAGS._flags()):\n    FLAGS.__delattr__(key)\nprint(len(FLAGS))"
    assert run(program)[0] == "0"


def test_flags_belong_to_the_module_that_defines_them() -> None:
    program = DEFINE + "print(list(FLAGS.flags_by_module_dict()))"
    assert run(program)[0] == "['-c']"


@pytest.fixture
def values() -> "flags.FlagValues":
    return flags.FlagValues()


def test_unknown_flag_names_the_nearest(values: "flags.FlagValues") -> None:
    flags.DEFINE_string("learning_rate", "", "Rate.", flag_values=values)
    with pytest.raises(AttributeError, match="learning_rat'.*nearest: learning_rate"):
        _ = values.learning_rat
    with pytest.raises(AttributeError, match="unknown flag 'rate'"):
        values.rate = 1


def test_absl_names_use_the_given_or_the_own_registry(values: "flags.FlagValues") -> None:
    flags.DEFINE_spaceseplist("words", "a b", "Words.", flag_values=values)
    flags.DEFINE_alias("w", "words", values)
    flags.register_validator("words", lambda words: len(words) < 3, flag_values=values)
    assert values(["prog", "--w=c d"]) == ["prog"]
    assert values.words == ["c", "d"]
    with pytest.raises(flags.IllegalFlagValueError):
        values(["prog", "--words=a b c"])
    parser = flags.ArgumentParser()
    flags.DEFINE(parser, "own", None, "Own.", flag_values=values)
    with pytest.raises(flags.DuplicateFlagError):
        flags.DEFINE_string("own", None, "Twice.", flag_values=values)
    with pytest.raises(flags.UnrecognizedFlagError):
        values(["prog", "--nothing"])


def test_missing_name_says_what_is_near() -> None:
    with pytest.raises(AttributeError, match=r"tf\.flags\.DEFINE_strin does not exist.*DEFINE_string"):
        _ = flags.DEFINE_strin
