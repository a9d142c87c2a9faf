"""How programs and people ask for the devices of the machine."""

import os
import subprocess
import sys

import pytest

import rheos as tf
from rheos import _native
from rheos.python.client import device_lib

GPU = "/job:localhost/replica:0/task:0/device:GPU:0"


def shell(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs Python with other environment variables."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env={**os.environ, **variables}
    )


def test_local_devices_are_the_cpu_and_the_gpu() -> None:
    cpu, gpu = device_lib.list_local_devices()
    assert (cpu.name, cpu.device_type) == ("/device:CPU:0", "CPU")
    assert (gpu.name, gpu.device_type) == ("/device:GPU:0", "GPU")
    [adapter] = _native._gpus()
    assert gpu.physical_device_desc == f"device: 0, name: {adapter['name']}"
    assert gpu.memory_limit > 1 << 20 and gpu.locality.bus_id == 1
    assert cpu.incarnation != gpu.incarnation
    assert device_lib.list_local_devices() == [cpu, gpu]


def test_a_config_hides_the_gpu_from_the_list() -> None:
    config = tf.ConfigProto(device_count={"GPU": 0})
    assert [device.device_type for device in device_lib.list_local_devices(config)] == ["CPU"]
    with tf.Session(config=config) as session:
        assert [device.device_type for device in session.list_devices()] == ["CPU"]


def test_a_session_lists_its_devices_by_their_whole_names() -> None:
    with tf.Session() as session:
        cpu, gpu = session.list_devices()
    assert cpu.name == "/job:localhost/replica:0/task:0/device:CPU:0"
    assert (gpu.name, gpu.device_type) == (GPU, "GPU")
    assert gpu.memory_limit_bytes > 1 << 20


def test_tests_see_the_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tf.test.is_gpu_available() and tf.test.gpu_device_name() == "/device:GPU:0"
    assert not tf.test.is_gpu_available(cuda_only=True)
    monkeypatch.setenv("RHEOS_GPU", "off")
    assert not tf.test.is_gpu_available() and tf.test.gpu_device_name() == ""
    assert len(device_lib.list_local_devices()) == 1
    monkeypatch.setenv("RHEOS_GPU", "no such name")
    with pytest.raises(tf.errors.InvalidArgumentError, match="no GPU here has such a name"):
        tf.test.is_gpu_available()


def test_log_device_placement_names_the_gpu(capsys: pytest.CaptureFixture[str]) -> None:
    tf.Session(config=tf.ConfigProto(log_device_placement=True)).close()
    [adapter] = _native._gpus()
    assert capsys.readouterr().out == f"Device mapping:\n{GPU} -> device: 0, name: {adapter['name']}\n"
    config = tf.ConfigProto(log_device_placement=True, device_count={"GPU": 0})
    tf.Session(config=config).close()
    assert capsys.readouterr().out == "Device mapping: no known devices.\n"


@pytest.mark.parametrize("choice", ["software", ""])
def test_no_driver_is_loaded_before_a_gpu_is_needed(choice: str) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("reads /proc")
    small = (
        "import rheos as tf\n"
        "x = tf.placeholder(tf.float32, [2])\n"
        "v = tf.Variable([1.0, 2.0])\n"
        "s = tf.Session()\n"
        "s.run(tf.global_variables_initializer())\n"
        "print(s.run(v * x, {x: [1.0, 2.0]}))\n"
        "maps = open('/proc/self/maps').read()\n"
        "print([l for l in ('vulkan', 'libGL', 'libEGL', 'nvidia', 'lvp') if l in maps])\n"
    )
    made = shell("-c", small, RHEOS_GPU=choice)
    assert made.stdout.splitlines() == ["[1. 4.]", "[]"], made.stderr


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("software", "sessions use it as /device:GPU:0"),
        ("off", "RHEOS_GPU=off keeps all sessions on the CPU"),
        ("", "RHEOS_GPU=software takes it, for tests"),
        ("no such name", "sessions cannot start: RHEOS_GPU=no such name: no GPU here has such a name"),
    ],
)
def test_the_command_says_which_gpu_is_used_and_why_not(choice: str, said: str) -> None:
    made = shell("-m", "rheos", "devices", RHEOS_GPU=choice)
    assert made.returncode == 0, made.stderr
    assert said in made.stdout
    name = _native._gpus()[0]["name"]
    for word in (name, "software", "driver", "binding", "workgroups per dimension"):
        assert word in made.stdout


def test_the_command_says_in_one_line_that_there_is_no_gpu() -> None:
    # A loader of Vulkan without drivers finds nothing.
    made = shell(
        "-m", "rheos", "devices", RHEOS_GPU="", VK_ICD_FILENAMES="/dev/null", VK_DRIVER_FILES="/dev/null"
    )
    assert made.returncode == 0, made.stderr
    if sys.platform.startswith("linux"):
        assert made.stdout.startswith("no GPU") and len(made.stdout.splitlines()) == 1


def test_without_a_command_help_is_shown() -> None:
    made = shell("-m", "rheos")
    assert made.returncode == 0 and "devices" in made.stdout
    assert shell("-m", "rheos", "nonsense").returncode == 2
