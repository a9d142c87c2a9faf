"""`rheos.gfile`: results and error words as TensorFlow's `compat.v1.gfile` gave them for the same calls."""

import gzip
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rheos import errors, gfile


def text_of(path: Path, mode: str = "r") -> Any:
    with gfile.GFile(path, mode) as file:
        return file.read()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """a.txt, b.txt, .hidden, s/f1, s/t/f2"""
    (tmp_path / "s" / "t").mkdir(parents=True)
    for name in ("a.txt", "b.txt", ".hidden", "s/f1", "s/t/f2"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.mark.parametrize("opener", [gfile.GFile, gfile.Open, gfile.FastGFile])
def test_text_and_bytes(opener: Any, tmp_path: Path) -> None:
    path = tmp_path / "x"
    with opener(path, "w") as file:
        file.write("héllo\n")
        file.write(b"bytes in text mode\n")
        assert file.size() == 26
    assert opener(path).read() == "héllo\nbytes in text mode\n"
    assert opener(str(path), "rb").read(3) == b"h\xc3\xa9"
    assert opener(os.fsencode(path), mode="r").read(2) == "hé"
    assert opener(path).readlines() == ["héllo\n", "bytes in text mode\n"]
    assert list(opener(path, "rb"))[0] == "héllo\n".encode()
    file = opener(path)
    assert (file.name, file.mode, file.size(), file.seekable()) == (path, "r", 26, True)


def test_append_and_update_modes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for _ in range(2):
        with gfile.GFile(path, "a") as file:
            file.write("ab")
    assert text_of(path) == "abab"
    with gfile.GFile(path, "r+") as file:
        assert file.read(1) == "a"
        file.write("X")
        assert file.read() == "ab"
    assert path.read_text() == "aXab"
    with gfile.GFile(path, "a+") as file:
        assert file.read() == "aXab"
        file.write("!")
    assert path.read_text() == "aXab!"
    with gfile.GFile(path, "wb+") as file:
        file.write(b"12345")
        file.seek(1)
        assert file.read(2) == b"23"


def test_seek_and_tell_count_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("0123456789")
    file = gfile.GFile(path)
    assert file.tell() == 0
    file.seek(3)
    assert (file.read(2), file.tell()) == ("34", 5)
    file.seek(-2, 2)
    assert file.read() == "89"
    file.seek(0)
    file.seek(1, 1)
    assert file.tell() == 1
    file.seek(position=4)
    assert file.read(1) == "4"
    for arguments, kind, words in [
        ((1000,), errors.OutOfRangeError, "reached end of file"),
        ((-1,), errors.InvalidArgumentError, "Seeking to a negative position: -1"),
        ((0, 7), errors.InvalidArgumentError, "Invalid whence argument: 7. Valid values are 0, 1, or 2."),
        ((), TypeError, "offset argument required"),
    ]:
        with pytest.raises(kind, match=words.replace(".", r"\.")):
            file.seek(*arguments)


def test_characters_are_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "x"
    text = "aé€😀z"
    path.write_text(text)
    for n in range(1, 5):
        file = gfile.GFile(path)
        pieces = []
        while piece := file.read(n):
            pieces.append(piece)
        assert "".join(pieces) == text


def test_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"a\r\nb")
    assert list(gfile.GFile(path)) == ["a\n", "b"]
    assert list(gfile.GFile(path, "rb")) == [b"a\r\n", b"b"]


def test_files_open_at_first_use(tmp_path: Path) -> None:
    missing = gfile.GFile(tmp_path / "no")
    with pytest.raises(errors.NotFoundError) as caught:
        missing.read()
    assert caught.value.message == f"{tmp_path / 'no'}; No such file or directory"
    gfile.GFile(tmp_path / "new", "w").close()
    assert not gfile.Exists(tmp_path / "new")


def test_what_a_mode_forbids(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("text")
    with pytest.raises(errors.PermissionDeniedError, match="File isn't open for writing"):
        gfile.GFile(path).write("x")
    with pytest.raises(errors.PermissionDeniedError, match="File isn't open for reading"):
        gfile.GFile(path, "w").read()
    with pytest.raises(errors.InvalidArgumentError, match="mode is not 'r' or 'w'"):
        gfile.GFile(path, "rw")
    with pytest.raises(TypeError, match="Expected binary or unicode string, got 3"):
        gfile.GFile(path, "a").write(3)  # type: ignore[arg-type]
    with pytest.raises(errors.FailedPreconditionError, match="Is a directory"):
        gfile.GFile(tmp_path, "r").read()
    assert path.read_text() == "text"


def test_closed_files(tmp_path: Path) -> None:
    path = tmp_path / "x"
    file = gfile.GFile(path, "w")
    file.write("whole")
    file.close()
    file.close()
    with pytest.raises(errors.FailedPreconditionError, match="would erase it"):
        file.write("again")
    assert path.read_text() == "whole"
    reader = gfile.GFile(path)
    assert reader.read() == "whole"
    reader.close()
    assert reader.read() == "whole"


def test_libraries_can_use_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    array = np.arange(5.0)
    with gfile.GFile(path, "wb") as file:
        np.save(file, array)
    with gfile.GFile(path, "rb") as file:
        np.testing.assert_array_equal(np.load(file), array)
    with gfile.GFile(path, "wb") as file:
        pickle.dump({"a": array}, file)
    with gfile.GFile(path, "rb") as file:
        np.testing.assert_array_equal(pickle.load(file)["a"], array)
    with gfile.GFile(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb") as packed:
        packed.write(b"packed")
    with gfile.GFile(path, "rb") as file, gzip.GzipFile(fileobj=file) as packed:
        assert packed.read() == b"packed"


def test_directories(tree: Path) -> None:
    assert gfile.ListDirectory(tree) == [".hidden", "a.txt", "b.txt", "s"]
    assert gfile.IsDirectory(tree / "s") and not gfile.IsDirectory(tree / "a.txt")
    gfile.MkDir(tree / "new")
    gfile.MkDir(tree / "new")
    gfile.MakeDirs(tree / "new" / "x" / "y")
    gfile.MakeDirs(tree / "new" / "x" / "y")
    gfile.DeleteRecursively(tree / "new")
    assert not gfile.Exists(tree / "new")
    for call, kind, words in [
        (lambda: gfile.MkDir(tree / "no" / "a"), errors.NotFoundError, "no/a; No such file or directory"),
        (lambda: gfile.MakeDirs(tree / "a.txt"), errors.FailedPreconditionError, "a.txt is not a directory"),
        (
            lambda: gfile.MakeDirs(tree / "a.txt/x"),
            errors.FailedPreconditionError,
            "a.txt is not a directory",
        ),
        (lambda: gfile.ListDirectory(tree / "no"), errors.NotFoundError, "Could not find directory"),
        (lambda: gfile.ListDirectory(tree / "a.txt"), errors.NotFoundError, "Could not find directory"),
        (lambda: gfile.Remove(tree / "no"), errors.NotFoundError, "no; No such file or directory"),
        (lambda: gfile.Remove(tree / "s"), errors.FailedPreconditionError, "s; Is a directory"),
        (lambda: gfile.DeleteRecursively(tree / "no"), errors.NotFoundError, "no not found"),
        (lambda: gfile.Stat(tree / "no"), errors.NotFoundError, "no; No such file or directory"),
    ]:
        with pytest.raises(kind, match=words):
            call()


def test_walk(tree: Path) -> None:
    top, below = (str(tree / "s"), ["t"], ["f1"]), (str(tree / "s" / "t"), [], ["f2"])
    assert list(gfile.Walk(tree / "s")) == [top, below]
    assert list(gfile.Walk(str(tree / "s"), in_order=False)) == [below, top]
    assert list(gfile.Walk(tree / "no")) == []
    os.symlink(tree / "s", tree / "s" / "t" / "loop")
    assert [entry[0] for entry in gfile.Walk(tree / "s")] == [top[0], below[0]]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*", [".hidden", "a.txt", "b.txt", "s"]),
        ("*.txt", ["a.txt", "b.txt"]),
        ("[ab].t?t", ["a.txt", "b.txt"]),
        ("[!a]*", [".hidden", "b.txt", "s"]),
        ("[^a]*", [".hidden", "b.txt", "s"]),
        ("*/*", ["s/f1", "s/t"]),
        ("**", [".hidden", "a.txt", "b.txt", "s"]),
        ("s/*/f2", ["s/t/f2"]),
        ("a.txt", ["a.txt"]),
        ("{a,b}*", []),
        ("no/*", []),
        (r"\a.txt", ["a.txt"]),
        ("a[.]txt", ["a.txt"]),
    ],
)
def test_glob(tree: Path, pattern: str, names: list[str]) -> None:
    assert gfile.Glob(f"{tree}/{pattern}") == [str(tree / name) for name in names]


def test_glob_of_several_patterns(tree: Path) -> None:
    assert gfile.Glob([str(tree / "s" / "f*"), tree / "a*"]) == [str(tree / "s/f1"), str(tree / "a.txt")]
    assert gfile.Glob(os.fsencode(tree / "a*")) == [str(tree / "a.txt")]
    assert gfile.Glob(f"file://{tree}/a*") == [f"file://{tree}/a.txt"]


def test_copy_and_rename(tree: Path) -> None:
    gfile.Copy(tree / "a.txt", tree / "c")
    assert (tree / "c").read_text() == "a.txt"
    for call in (gfile.Copy, gfile.Rename):
        with pytest.raises(errors.AlreadyExistsError, match="file already exists"):
            call(tree / "b.txt", tree / "c")
        with pytest.raises(errors.NotFoundError, match="no; No such file or directory"):
            call(tree / "no", tree / "c", overwrite=True)
    gfile.Copy(tree / "b.txt", tree / "c", overwrite=True)
    assert (tree / "c").read_text() == "b.txt"
    gfile.Rename(tree / "c", tree / "a.txt", overwrite=True)
    assert (tree / "a.txt").read_text() == "b.txt" and not (tree / "c").exists()
    with pytest.raises(errors.FailedPreconditionError, match="Is a directory"):
        gfile.Copy(tree / "s", tree / "s2")
    with pytest.raises(errors.NotFoundError, match="no/z; No such file or directory"):
        gfile.Copy(tree / "a.txt", tree / "no" / "z")
    (tree / "empty").mkdir()
    with pytest.raises(errors.FailedPreconditionError, match="Directory not empty"):
        gfile.Rename(tree / "empty", tree / "s", overwrite=True)


def test_a_failed_copy_leaves_the_old_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", fail)
    before = sorted(os.listdir(tree))
    with pytest.raises(errors.ResourceExhaustedError, match="No space left on device"):
        gfile.Copy(tree / "a.txt", tree / "b.txt", overwrite=True)
    assert (tree / "b.txt").read_text() == "b.txt" and sorted(os.listdir(tree)) == before


def test_copy_follows_a_link_to_its_file_and_keeps_its_rights(tree: Path) -> None:
    os.symlink(tree / "b.txt", tree / "link")
    os.chmod(tree / "b.txt", 0o640)
    gfile.Copy(tree / "a.txt", tree / "link", overwrite=True)
    assert (tree / "link").is_symlink() and (tree / "b.txt").read_text() == "a.txt"
    assert (tree / "b.txt").stat().st_mode & 0o777 == 0o640
    gfile.Copy(tree / "a.txt", os.devnull, overwrite=True)
    assert not os.path.isfile(os.devnull)


def test_stat(tree: Path) -> None:
    status = gfile.Stat(tree / "a.txt")
    assert (status.length, status.is_directory) == (5, False)
    assert status.mtime_nsec == os.stat(tree / "a.txt").st_mtime_ns
    assert gfile.Stat(tree).is_directory


def test_other_file_systems_are_refused() -> None:
    for call in (gfile.Exists, gfile.Glob, gfile.GFile, gfile.MakeDirs):
        with pytest.raises(errors.UnimplementedError, match="File system scheme 'gs' not implemented"):
            call("gs://bucket/x")
    with pytest.raises(TypeError, match="Expected binary or unicode string, got None"):
        gfile.Exists(None)  # type: ignore[arg-type]
    assert not gfile.Exists("")


def test_dangling_links(tmp_path: Path) -> None:
    os.symlink("/nonexistent", tmp_path / "link")
    assert not gfile.Exists(tmp_path / "link")
    assert gfile.Glob(tmp_path / "l*") == [str(tmp_path / "link")]
    gfile.Remove(tmp_path / "link")
    assert gfile.ListDirectory(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_rights(tree: Path) -> None:
    os.chmod(tree / "a.txt", 0)
    with pytest.raises(errors.PermissionDeniedError, match="Permission denied"):
        text_of(tree / "a.txt")
