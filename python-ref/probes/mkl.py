"""Records the streams of Intel MKL behind older PyTorch builds: test/engine/recorded/mkl.json.

Run where the wheel `mkl` is installed (or unpacked, with its folder in MKL_LIB):
    python python-ref/probes/mkl.py
Seeds are what an MT19937 seeded with `generator` returns first, as those builds choose them.
"""

import base64
import ctypes
import hashlib
import json
import os
import sys
from pathlib import Path

import numpy

OUT = Path(__file__).parents[2] / "test/engine/recorded/mkl.json"
MCG31 = 1 << 20
BY_INVERSE = 0
CHANCES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.875, 0.999, 1.0)


def main():
    mkl = ctypes.CDLL(str(library()))
    rows = {
        "bernoulli": [bernoulli(mkl, g, p) for g in (0, 111, 2**31) for p in CHANCES],
        "exponential": [exponential(mkl, g, rate) for g in (0, 7) for rate in (1.0, 0.25)],
    }
    OUT.write_text(json.dumps(rows, separators=(",", ":")).replace("},", "},\n") + "\n")


def library():
    folder = Path(os.environ.get("MKL_LIB", Path(sys.prefix) / "lib"))
    return next(folder.glob("libmkl_rt.so*"))


def stream_of(mkl, seed):
    stream = ctypes.c_void_p()
    assert mkl.vslNewStream(ctypes.byref(stream), MCG31, ctypes.c_uint(seed)) == 0
    return stream


def first_draw(generator):
    twister = numpy.random.MT19937()
    twister._legacy_seeding(generator)
    return int(twister.random_raw())


def bernoulli(mkl, generator, p):
    count = 20003
    mask = numpy.zeros(count, dtype=numpy.int32)
    status = mkl.viRngBernoulli(
        BY_INVERSE,
        stream_of(mkl, first_draw(generator)),
        count,
        mask.ctypes.data_as(ctypes.c_void_p),
        ctypes.c_double(p),
    )
    assert status == 0
    digest = hashlib.sha256(mask.astype(numpy.uint8).tobytes()).hexdigest()
    head = "".join(map(str, mask[:100]))
    return {"generator": generator, "p": p, "count": count, "head": head, "digest": digest}


def exponential(mkl, generator, rate):
    count = 500
    times = numpy.zeros(count, dtype=numpy.float32)
    status = mkl.vsRngExponential(
        BY_INVERSE,
        stream_of(mkl, first_draw(generator)),
        count,
        times.ctypes.data_as(ctypes.c_void_p),
        ctypes.c_float(numpy.finfo(numpy.float32).tiny),
        ctypes.c_float(1 / rate),
    )
    assert status == 0
    values = base64.b64encode(times.tobytes()).decode()
    return {"generator": generator, "rate": rate, "values": values}


if __name__ == "__main__":
    main()
