#!/usr/bin/env python3
"""Writes validator/syntax/regex/unicode_{category,script,fold}.c from ICU 72 (Unicode 15.0), found as a shared
library. Run it only to move to another Unicode version; the build never does.

usage: tools/unicode_tables.py validator/syntax/regex"""
import ctypes
import sys

VERSION = 72
RUNES = 0x110000
# In the order of ICU's UCharCategory; enum unicode_category in unicode_data.h has the same.
CATEGORIES = "Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf".split()
HEAD = """/* Made by tools/unicode_tables.py from Unicode 15.0.0. Data, not code: change the tool instead. */
#include "syntax/regex/unicode_data.h"

/* clang-format off */
"""

icu = ctypes.CDLL(f"libicuuc.so.{VERSION}")
icu_call = lambda name: getattr(icu, f"{name}_{VERSION}")
icu_call("u_charType").restype = ctypes.c_int8
icu_call("uscript_getName").restype = ctypes.c_char_p


def runs(value):
    """(first, last, value) of every stretch of code points with one value."""
    out, start, held = [], 0, value(0)
    for c in range(1, RUNES):
        v = value(c)
        if v != held:
            out.append((start, c - 1, held))
            start, held = c, v
    return out + [(start, RUNES - 1, held)]


def script(c):
    return icu_call("uscript_getScript")(c, ctypes.byref(ctypes.c_int(0)))


def age(c):
    version = (ctypes.c_uint8 * 4)()
    icu_call("u_charAge")(c, version)
    return version[0]


def table(kind, name, words):
    lines = [f"const {kind} {name}[] = {{"]
    line = "   "
    for w in words:
        if len(line) + len(w) + 2 > 110:
            lines.append(line)
            line = "   "
        line += f" {w},"
    return "\n".join(lines + [line, "};", f"const size_t {name}_count = sizeof({name}) / sizeof({name}[0]);", ""])


def folds():
    """Runs of code points whose next fold-equivalent is at one distance; distance 0 is pairs of neighbours."""
    orbits = {}
    for c in range(RUNES):
        orbits.setdefault(icu_call("u_foldCase")(c, 0), []).append(c)
    after = {c: o[(i + 1) % len(o)] for o in orbits.values() if len(o) > 1 for i, c in enumerate(o)}
    out, c = [], 0
    while c < RUNES:
        if c not in after:
            c += 1
            continue
        start, delta = c, after[c] - c
        if delta == 1 and after[c + 1] == c:
            while after.get(c) == c + 1 and after.get(c + 1) == c:
                c += 2
            out.append((start, c - 1, 0))
        else:
            while c in after and after[c] - c == delta and not (delta == 1 and after.get(c + 1) == c):
                c += 1
            out.append((start, c - 1, delta))
    return out


def write(path, text):
    with open(path, "w") as f:
        f.write(HEAD + text)


def main(folder):
    category = runs(lambda c: icu_call("u_charType")(c))
    write(f"{folder}/unicode_category.c",
          "/* First code point of a run << 8 | its category. */\n"
          + table("uint32_t", "unicode_categories", [f"0x{a << 8 | v:07x}" for a, _, v in category])
          + "\n/* Code points that Unicode 14 and 15 added. */\n"
          + table("struct rune_range", "unicode_since_14",
                  [f"{{0x{a:x}, 0x{b:x}}}" for a, b, new in runs(lambda c: age(c) >= 14) if new]))
    number = {s: i for i, s in enumerate(sorted({script(c) for c in range(RUNES)},
                                               key=lambda s: icu_call("uscript_getName")(s)))}
    names = [icu_call("uscript_getName")(s).decode() for s in number]
    write(f"{folder}/unicode_script.c",
          "/* First code point of a run << 8 | index of its script's name. */\n"
          + table("uint32_t", "unicode_scripts", [f"0x{a << 8 | number[v]:07x}" for a, _, v in runs(script)])
          + "\n" + table("char *const", "unicode_script_names", [f'"{n}"' for n in names]))
    write(f"{folder}/unicode_fold.c",
          "/* Runs of code points with simple case folding: first, last, distance to the next in the orbit. */\n"
          + table("struct unicode_fold", "unicode_folds", [f"{{0x{a:x}, 0x{b:x}, {d}}}" for a, b, d in folds()]))


main(sys.argv[1])
