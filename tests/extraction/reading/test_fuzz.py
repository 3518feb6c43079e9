"""Files broken at random, the same ones every time: no fault of ours, no page lost, and the client does not grow."""

import importlib.util
import resource
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
COUNT = 40  # bench/fuzz_reading.py tries as many as one likes


@pytest.fixture(scope="module")
def fuzzing():
    spec = importlib.util.spec_from_file_location("fuzz_reading", ROOT / "bench" / "fuzz_reading.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def files(hostile, request) -> list[bytes]:
    make = next(plugin for plugin in request.config.pluginmanager.get_plugins() if hasattr(plugin, "picture_pdf"))
    line = make.page_picture(["HER2 by immunohistochemistry: score 3+, made up"], dpi=60).crop((0, 0, 500, 100))
    return [
        hostile.pages([hostile.PAGE_TEXT] * 2),
        (ROOT / "samples" / "2-brain-mri.pdf").read_bytes(),
        (ROOT / "samples" / "3-oncology-note.txt").read_bytes(),
        make.image_file(line, "PNG"),
        make.image_file(line, "JPEG"),
        make.image_file(line, "TIFF", save_all=True, append_images=[line], compression="tiff_lzw"),
    ]


def test_broken_files_do_no_harm(fuzzing, files):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tally = fuzzing.fuzz(files, COUNT, seed=20)
    assert tally.wrong == []
    assert sum(tally.outcomes.values()) == COUNT
    assert {"read", "damaged-file"} <= set(tally.outcomes)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024  # KiB


def test_the_same_seed_breaks_the_same_files(fuzzing, files):
    from_seed = [[fuzzing.broken(files[0], files, fuzzing.random.Random(seed)) for seed in range(20)] for _ in range(2)]
    assert from_seed[0] == from_seed[1]
    assert len({*from_seed[0], files[0]}) > 15


def test_a_fault_is_told_with_its_place(fuzzing, monkeypatch):
    def faulty(data, name, document_id, *, on_trouble, **_):
        on_trouble(1, "ZeroDivisionError:pdf.py:7")
        raise fuzzing.DocumentError("It is broken.")

    monkeypatch.setattr(fuzzing, "read", faulty)
    assert fuzzing.fuzz([b"x"], 1, seed=1).wrong == ["1/0: a fault, ZeroDivisionError:pdf.py:7"]
