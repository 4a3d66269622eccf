#!/usr/bin/env python3
"""Writes the seeds in seeds/escrow: short lives of escrow accounts, SCALE-encoded one operation
after the other, as `sequences/op.rs` declares them. Run it again when the operations change."""
import os
import random
import struct

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "escrow")


def number(kind, which):
    return struct.pack("<BI", kind, which)


def op(index):
    return lambda *fields: bytes([index]) + b"".join(
        field if isinstance(field, bytes) else bytes([field]) for field in fields
    )


(OPEN, START, DEPOSIT, DRAW, SETTLE, REPRICE, PAUSE, RESUME, CLOSE, ROLL_OVER, GRANT, REVOKE, END,
 CLAIM, LIST, DELIST, FEE_RATE, TIME, LISTEN, FREEZE, BLOCK, DRAIN, FUND, LOCK) = map(op, range(24))

UNIT_PRICE = number(3, 0)
SOME, LOTS, ALL = number(4, 900), number(16, 500_000), number(2, 0)
BEATS = 0b11111


def wait(ms, blocks=number(0, 0), beats=BEATS):
    return TIME(ms, blocks, beats)


SECOND, HOUR, YEARS = number(8, 1_000), number(28, 3_600_000), number(31, 4_000_000_000)

seeds = {
    "life": OPEN(0, 0, 0, LOTS) + START(0, 0, UNIT_PRICE) + wait(SECOND) + SETTLE(0)
    + DEPOSIT(0, 1, SOME) + wait(HOUR) + CLOSE(0),
    "exhaustion": OPEN(1, 0, 1, SOME) + START(1, 1, UNIT_PRICE) + wait(HOUR) + DEPOSIT(1, 0, LOTS)
    + wait(SECOND) + CLOSE(1),
    "price": OPEN(2, 2, 1, LOTS) + START(2, 0, number(0, 1)) + wait(YEARS, number(7, 30_000))
    + REPRICE(2, number(2, 0)) + wait(number(4, 1)) + SETTLE(2),
    "pause": OPEN(3, 3, 2, LOTS) + START(3, 2, UNIT_PRICE) + wait(SECOND) + PAUSE(3) + wait(HOUR)
    + RESUME(3) + wait(SECOND) + SETTLE(3) + CLOSE(3),
    "sponsor": OPEN(4, 0, 1, SOME) + GRANT(7, 0, 1, LOTS, LOTS, UNIT_PRICE, number(10, 0))
    + DRAW(0, 0, 0, SOME) + START(4, 0, UNIT_PRICE) + wait(SECOND) + REPRICE(4, number(13, 90))
    + REVOKE(0, 0) + wait(SECOND, number(6, 99)) + END(0) + CLOSE(4),
    "frozen": OPEN(5, 1, 1, SOME) + DEPOSIT(5, 2, SOME) + START(5, 3, UNIT_PRICE) + FREEZE(1, 1)
    + wait(HOUR) + CLOSE(5) + FREEZE(1, 0) + CLAIM(0) + CLAIM(0) + CLAIM(0),
    "blocked": OPEN(6, 1, 1, SOME) + START(6, 0, UNIT_PRICE) + BLOCK(1, 10, 1) + wait(SECOND)
    + SETTLE(6) + BLOCK(1, 10, 0) + CLAIM(0) + DRAIN(1, 10) + wait(number(4, 5)) + SETTLE(6),
    "rolled": OPEN(0, 0, 0, LOTS) + DEPOSIT(0, 3, SOME) + START(0, 0, UNIT_PRICE) + wait(SECOND)
    + ROLL_OVER(0, 1) + START(1, 1, UNIT_PRICE) + wait(SECOND) + CLOSE(1),
    "governance": LIST(2, number(0, 50)) + DELIST(1) + OPEN(0, 0, 1, LOTS) + LIST(1, number(0, 99))
    + FEE_RATE(struct.pack("<I", 500_000)) + OPEN(0, 0, 1, LOTS) + START(0, 4, UNIT_PRICE)
    + wait(SECOND) + SETTLE(0),
    "locked": OPEN(0, 0, 0, LOTS) + LOCK(0, ALL) + START(0, 0, UNIT_PRICE) + wait(SECOND)
    + SETTLE(0) + DEPOSIT(0, 0, SOME) + LISTEN(0) + FUND(0, 11, LOTS) + wait(HOUR) + CLOSE(0),
}
os.makedirs(HERE, exist_ok=True)
for name, data in seeds.items():
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(data)
# All of them in a row, and in a random order that is always the same.
lives = list(seeds.values())
random.Random(1).shuffle(lives)
with open(os.path.join(HERE, "all"), "wb") as file:
    file.write(b"".join(lives))
