"""Records exact fused products and the C library's functions: test/engine/recorded/arithmetic.json.

Run with any Python 3: python python-ref/probes/arithmetic.py
Sums are worked out as fractions, so they are the truth; log, sin, cos, tan, exp and log1p are what
the platform's C library says, which is what PyTorch calls on it.
"""

import json
import math
import struct
from fractions import Fraction
from pathlib import Path

OUT = Path(__file__).parents[2] / "test/engine/recorded/arithmetic.json"
STEP = 0x9E3779B97F4A7C15


def main():
    words = stream()
    answer = {
        "fma64": [[hex64(x) for x in row] for row in fused64(words)],
        "fma32": [[hex64(x) for x in row] for row in fused32(words)],
        "functions": [[hex64(x) for x in row] for row in functions(words)],
    }
    OUT.write_text(json.dumps(answer, separators=(",", ":")).replace("],", "],\n") + "\n")


def stream():
    word = 1
    while True:
        word = (word * 6364136223846793005 + STEP) % 2**64
        yield (word ^ (word >> 29)) * STEP % 2**64


def near_one(words, spread):
    fraction = next(words) & (2**52 - 1)
    sign = 1 if next(words) & 1 else -1
    return sign * math.ldexp(1 + fraction / 2**52, next(words) % (2 * spread + 1) - spread)


def fused64(words):
    for i in range(150):
        a, b = near_one(words, 3), near_one(words, 3)
        c = -a * b * (1 + (i % 5 - 2) * 2**-52) if i % 3 == 0 else near_one(words, 110)
        yield a, b, c, float(Fraction(a) * Fraction(b) + Fraction(c))
    for _ in range(60):
        spread = 800
        a, b, c = near_one(words, 500), near_one(words, spread // 2), near_one(words, spread)
        yield a, b, c, float(Fraction(a) * Fraction(b) + Fraction(c))
    for a, b, c in (
        (2.0**-600, 2.0**-474, 2.0**-1074),
        (2.0**-538, 2.0**-537, 0.0),
        (0.0, 3.0, -2.0),
    ):
        yield a, b, c, float(Fraction(a) * Fraction(b) + Fraction(c))
    yield 2.0**1000, 2.0**100, -1.0, math.inf
    yield math.inf, 2.0, 1.0, math.inf


def fused32(words):
    """Half of them fall so close to a tie that rounding twice goes wrong."""
    for i in range(150):
        a, b, c = (round32(near_one(words, 12)) for _ in range(3))
        if i % 2:
            off = (i % 64 + 1) * 2**-23
            a, b = (1 + off) * (1 if i % 4 == 1 else -1), (1 - off) * 2**-24
            c = 1 + 2**-23 * (i // 4 % 9 + 1)
        yield a, b, c, round_exactly32(Fraction(a) * Fraction(b) + Fraction(c))


def round32(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def round_exactly32(x):
    if x == 0:
        return 0.0
    exponent = math.frexp(float(abs(x)))[1]
    unit = Fraction(2) ** (exponent - 24)
    return float(round(x / unit) * unit)


def functions(words):
    """u, then log u, log1p(-u), cos and sin of 2 pi u, tan of pi (u - 1/2), e^(20 u - 10)."""
    shares = [(next(words) >> 11) / 2**53 for _ in range(300)]
    shares += [2**-53, 2**-30, 2**-54, 1 - 2**-53, 0.25, 0.5, 0.75, 0.125, 0.2929, 1 - 2**-20]
    for u in shares:
        yield (
            u,
            math.log(u),
            math.log1p(-u),
            math.cos(2 * math.pi * u),
            math.sin(2 * math.pi * u),
            math.tan(math.pi * (u - 0.5)),
            math.exp((u - 0.5) * 20),
        )


def hex64(x):
    return struct.pack(">d", x).hex()


if __name__ == "__main__":
    main()
