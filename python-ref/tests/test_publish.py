"""Fixtures on disk: written whole or not at all, and checked byte for byte."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import check
import drift
import emit
import pack
import pinned
from emit import Recorded, record_one
from line import case, layer, x
from publish import Publication, Withdrawn

ROOM = Path(__file__).resolve().parents[1]
SURFACE = "{}\n"
LINEAR, WHOLE = (
    record_one(sketch, vetted=True) for sketch in layer("nn.Linear", case("a", [3, 2], x(2, 3)))
)
OTHER = record_one(layer("nn.ReLU", case("a", [], x(2, 3)))[0], vetted=True)
NAMED_B = Recorded("nn.Linear/b", {**LINEAR.header, "id": "nn.Linear/b"}, LINEAR.arrays, "")


def publish(place, *cases):
    with Publication(place) as publication:
        for one in cases:
            publication.add(one.header, one.arrays)
        publication.add_text("surface.json", SURFACE)


def contents(place):
    return {
        p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()
    }


@pytest.fixture
def place(tmp_path):
    publish(tmp_path / "fixtures", LINEAR)
    return tmp_path / "fixtures"


def test_the_manifest_vouches_for_every_file(place):
    manifest = json.loads((place / "manifest.json").read_text())
    files = contents(place)
    del files["manifest.json"]
    assert manifest["files"] == {n: hashlib.sha256(c).hexdigest() for n, c in files.items()}
    assert set(files) == {
        *("README.md", "surface.json"),
        *("nn.Linear/cases.json", "nn.Linear/float32.npy"),
    }
    assert (manifest["format"], manifest["torch"], manifest["cases"]) == (2, "2.13.0", 1)
    assert manifest["packs"] == {"nn.Linear": ["nn.Linear/a"]}


def test_arrays_are_npy_of_version_one(place):
    content = (place / "nn.Linear/float32.npy").read_bytes()
    assert content[:8] == b"\x93NUMPY\x01\x00"
    assert np.array_equal(np.load(place / "nn.Linear/float32.npy"), LINEAR.arrays["float32"])


def test_the_cases_of_a_layer_lie_end_to_end(tmp_path):
    place = tmp_path / "fixtures"
    publish(place, LINEAR, WHOLE, NAMED_B, OTHER)
    manifest = json.loads((place / "manifest.json").read_text())
    linear = ["nn.Linear/a", "nn.Linear/a-float64", "nn.Linear/b"]
    assert manifest["packs"] == {"nn.Linear": linear, "nn.ReLU": ["nn.ReLU/a"]}
    text = (place / "nn.Linear/cases.json").read_text()
    assert text.startswith('[\n{\n "format": 2,\n "id": "nn.Linear/a",\n')
    assert text.endswith(' "fragment": ""\n}\n]\n')
    parts = [one.arrays["float32"] for one in (LINEAR, WHOLE, NAMED_B)]
    assert np.array_equal(np.load(place / "nn.Linear/float32.npy"), np.concatenate(parts))
    there = pack.load(place / "nn.Linear")
    for one in (LINEAR, WHOLE, NAMED_B):
        header, arrays = there[one.id]
        assert header == one.header
        assert {d: a.tobytes() for d, a in arrays.items()} == {
            d: a.tobytes() for d, a in one.arrays.items()
        }


def test_the_cases_of_a_layer_come_in_a_row(tmp_path):
    with pytest.raises(ValueError, match="nn.Linear/b: the cases of a layer must come in a row"):
        publish(tmp_path / "fixtures", LINEAR, OTHER, NAMED_B)


def test_twice_the_same_bytes(place):
    first = contents(place)
    publish(place, record_one(layer("nn.Linear", case("a", [3, 2], x(2, 3)))[0], vetted=True))
    assert contents(place) == first


def test_an_error_leaves_the_old_fixtures(place):
    before = contents(place)
    with pytest.raises(KeyError):
        publish(place, LINEAR, Recorded("nn.Linear/b", {"id": "nn.Linear/b"}, {}, ""))
    assert contents(place) == before
    assert [p.name for p in place.parent.iterdir()] == ["fixtures"]


def test_a_kill_half_way_leaves_the_old_fixtures_and_nobody_behind(place):
    before = contents(place)
    words = [sys.executable, "emit.py", "--filter", "nn.L", "--to", str(place)]
    how = {"cwd": ROOM, "stdout": subprocess.PIPE, "start_new_session": True, "text": True}
    with subprocess.Popen(words, **how) as process:
        assert process.stdout.readline().startswith("100/")
        process.send_signal(signal.SIGKILL)
    assert gone(process.pid)
    assert contents(place) == before
    assert (place.parent / "fixtures.tmp").exists()
    publish(place, LINEAR)
    assert [p.name for p in place.parent.iterdir()] == ["fixtures"]


def test_an_interrupt_leaves_the_old_fixtures_alone_and_says_so(place):
    before = contents(place)
    words = [sys.executable, "emit.py", "--filter", "nn.L", "--to", str(place)]
    how = {"cwd": ROOM, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, start_new_session=True, text=True, **how) as process:
        assert process.stdout.readline().startswith("100/")
        # as a terminal does it, and the program around it once more
        os.killpg(process.pid, signal.SIGINT)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said) == (130, "interrupted; the fixtures stay as they were\n")
    assert contents(place) == before
    assert [p.name for p in place.parent.iterdir()] == ["fixtures"]


def gone(group):
    """Whether every process of the group ends within ten seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_a_kill_between_two_renames_is_mended(place):
    before = contents(place)
    place.rename(place.with_name("fixtures.old.tmp"))
    with pytest.raises(Withdrawn), Publication(place):
        raise Withdrawn
    assert contents(place) == before


def test_renames_do_where_no_swap_is(place, monkeypatch):
    monkeypatch.setattr("publish._swapped", lambda *_: False)
    publish(place, LINEAR, OTHER)
    assert (place / "nn.ReLU/cases.json").exists()
    assert [p.name for p in place.parent.iterdir()] == ["fixtures"]


def test_check_finds_no_difference_in_what_was_just_written(place, capsys):
    assert check.report(place, [LINEAR], surface=SURFACE) == 0
    assert capsys.readouterr().out == "1 cases, 0 differences\n"


def test_a_check_of_some_cases_looks_at_them_alone(tmp_path, capsys):
    publish(tmp_path / "fixtures", LINEAR, NAMED_B)
    assert check.report(tmp_path / "fixtures", [NAMED_B], surface=None) == 0
    assert capsys.readouterr().out == "1 cases, 0 differences\n"


def test_check_tells_what_differs(place, capsys):
    path = place / "nn.Linear/float32.npy"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    text = (place / "nn.Linear/cases.json").read_text()
    (place / "nn.Linear/cases.json").write_text(text.replace('"AddmmBackward0"', '"Addmm"'))
    (place / "nn.Linear/int8.npy").write_bytes((place / "nn.Linear/float32.npy").read_bytes())
    (place / "surface.json").write_text('{"entries": 1}')
    unfit = Recorded("nn.Linear/c", {}, {}, "nn.Linear/c: cannot see")
    assert check.report(place, [LINEAR, NAMED_B, unfit], surface=SURFACE) == 1
    told = capsys.readouterr().err.splitlines()
    assert "nn.Linear/a: answer.facts.node.output.0 was Addmm, is AddmmBackward0" in told
    assert "nn.Linear/a: 1 bytes of float32 differ" in told
    assert "nn.Linear/int8.npy: no case makes this file" in told
    assert "nn.Linear/b: is missing" in told
    assert "nn.Linear/c: cannot see" in told
    assert "fixtures/surface.json: entries was 1, is None" in told


def test_check_of_all_tells_a_case_that_nothing_makes(tmp_path, capsys):
    publish(tmp_path / "fixtures", LINEAR, NAMED_B)
    assert check.report(tmp_path / "fixtures", [LINEAR], surface=SURFACE) == 1
    assert "nn.Linear/b: nothing makes this case" in capsys.readouterr().err.splitlines()


def test_check_of_all_compares_the_bytes_of_files(place, capsys):
    path = place / "nn.Linear/cases.json"
    path.write_text(path.read_text().replace("\n ", "\n  "))
    assert check.report(place, [LINEAR], surface=None) == 0
    assert check.report(place, [LINEAR], surface=SURFACE) == 1
    assert "nn.Linear/cases.json: the bytes differ" in capsys.readouterr().err.splitlines()


def test_drift_is_nothing_against_itself(place, capsys):
    assert drift.report(place, [LINEAR]) == 0
    assert "nn.Linear" in capsys.readouterr().out


def test_drift_measures_in_units_of_the_limit(place, capsys):
    arrays = {"float32": LINEAR.arrays["float32"].copy()}
    arrays["float32"][LINEAR.header["answer"]["tensors"]["output.0"]["at"]] += 1e-3
    answer = {**LINEAR.header["answer"], "facts": {"repr": "?"}}
    moved = Recorded(LINEAR.id, {**LINEAR.header, "answer": answer}, arrays, "")
    assert drift.report(place, [moved]) == 1
    out, err = capsys.readouterr()
    assert float(out.splitlines()[-1].split()[-1]) > 100
    assert "nn.Linear/a: repr was 'Linear(in_features=3, out_features=2, bias=True)', is '?'" in err


def test_without_the_pinned_packages_nothing_is_recorded(tmp_path, capsys, monkeypatch):
    wrong, absent = tmp_path / "wrong.txt", tmp_path / "absent.txt"
    wrong.write_text("numpy==1.0.0\n")
    absent.write_text("no-such-package==1.0\n")
    assert "numpy must be 1.0.0, and " in pinned.trouble(requirements=wrong)
    assert pinned.trouble(requirements=wrong, any_torch=True) is None
    assert "no-such-package 1.0 is not installed" in pinned.trouble(requirements=absent)
    assert pinned.trouble() is None
    monkeypatch.setattr(emit.pinned, "trouble", lambda **_: "torch is missing")
    assert emit.main(["--check"]) == 2
    assert capsys.readouterr().err == "torch is missing\n"


def test_a_filter_that_matches_nothing_is_an_error(capsys):
    assert emit.main(["--filter", "no such case"]) == 2
    assert capsys.readouterr().err == "no case matches\n"


def test_a_filter_shows_and_writes_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(emit, "FIXTURES", tmp_path / "f")
    words = [
        "--filter",
        "nn.Dropout/refuses-p-above-one",
        "--jobs",
        "1",
    ]
    assert emit.main(words) == 0
    assert (
        "nn.Dropout/refuses-p-above-one: ValueError in construct: dropout"
        in capsys.readouterr().out
    )
    assert not (tmp_path / "f").exists()


def test_an_unfit_case_keeps_the_old_fixtures(place, capsys):
    before = contents(place)
    unfit = Recorded("nn.Linear/c", {}, {}, "nn.Linear/c: cannot see a change of bias")
    assert emit._write(place, iter([LINEAR, unfit]), SURFACE) == 1
    assert contents(place) == before
    assert "1 cases are unfit; the fixtures stay as they were" in capsys.readouterr().err


def test_what_fuzzing_kept_survives(tmp_path):
    place = tmp_path / "fixtures"
    publish(place, LINEAR)
    kept = place / "regressions" / "nn.Linear" / "found-0" / "cases.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("{}")
    publish(place, LINEAR)
    assert kept.read_text() == "{}"
    listed = json.loads((place / "manifest.json").read_text())["files"]
    assert not any("regressions" in name for name in listed)
