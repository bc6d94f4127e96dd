#!/usr/bin/env python3
"""The floors of the house hold: no file includes one of a higher floor, no object links to one, and only the floors that
may print do.

  floors.py SOURCE_ROOT OBJECTS     OBJECTS is the folder in which the library's objects lie
"""
import os
import re
import subprocess
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
# Who refers to one of these writes where only some floors may.
PRINTS = {"stdout", "stderr", "printf", "puts", "putchar", "vprintf", "perror", "__printf_chk", "__vprintf_chk"}


class House:
    def __init__(self, root):
        self.root, self.floors, self.folders, self.printing, self.made = root, [], {}, set(), {}
        self.lists, self.passed, self.wrong = set(), 0, []
        with open(os.path.join(root, "tests/house/floors.txt"), encoding="utf-8") as f:
            for words in (line.split() for line in f if line.strip() and not line.startswith("#")):
                if words[1] == "=":
                    self.made[words[0]] = words[2]
                    continue
                if words[1] == "lists":
                    self.lists.add((words[0], words[2]))
                    continue
                self.floors.append(words[0])
                self.folders[words[1]] = words[0]
                if words[2:] == ["prints"]:
                    self.printing.add(words[0])

    def of(self, path):
        """The floor of a file, given from the root of the repository; None where it belongs to none."""
        while path:
            if path in self.folders:
                return self.folders[path]
            path = os.path.dirname(path)
        return None

    def below(self, low, high):
        """Whether low may use high."""
        return self.floors.index(high) <= self.floors.index(low)

    def judge(self, ok, text):
        if ok:
            self.passed += 1
        else:
            self.wrong.append(text)


def sources(root):
    for top in ["validator", "rules"]:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def check_includes(house):
    for path in sources(house.root):
        floor = house.of(path)
        if floor is None:
            house.judge(False, f"{path}: is on no floor that tests/house/floors.txt names")
            continue
        with open(os.path.join(house.root, path), encoding="utf-8") as f:
            for name in INCLUDE.findall(f.read()):
                places = [os.path.join(top, name) for top in ["", "validator", "rules"]]
                other = next((house.of(p) for p in places if os.path.exists(os.path.join(house.root, p))), None)
                if other:
                    house.judge(house.below(floor, other), f"{path}: {floor} includes {name} of {other}, which is higher")


def floor_of_object(house, name):
    """validator_base_arena.c.o is base's; what is made at build time is named in floors.txt."""
    flat = re.sub(r"\.o$", "", name)
    for made, floor in house.made.items():
        if flat.endswith(made):
            return floor
    for folder, floor in house.folders.items():
        if flat.startswith(folder.replace("/", "_") + "_"):
            return floor
    return None


def symbols(folder, names):
    """By object: names that it defines for others, and names that it wants."""
    found = {name: (set(), set()) for name in names}
    said = subprocess.run(["nm", "-P", "-g", "-A", *names], cwd=folder, capture_output=True, text=True, check=True)
    for line in said.stdout.splitlines():
        name, symbol, kind = line.split()[:3]
        found[name.rstrip(":")][kind in "Uvw"].add(symbol)
    return found


def check_links(house, folder):
    objects = symbols(folder, sorted(name for name in os.listdir(folder) if name.endswith(".o")))
    owner = {s: name for name, (defined, _) in objects.items() for s in defined}
    for name, (_, wanted) in objects.items():
        floor = floor_of_object(house, name)
        if floor is None:
            house.judge(name.startswith("meson-generated"), f"{name}: is on no floor that tests/house/floors.txt names")
            continue
        for s in sorted(wanted):
            other = floor_of_object(house, owner[s]) if s in owner else None
            if other and (name, other) not in house.lists:
                house.judge(house.below(floor, other), f"{name}: {floor} links to {s} of {owner[s]}, which is {other}'s")
        loud = sorted(wanted & PRINTS)
        house.judge(not loud or floor in house.printing, f"{name}: {floor} may not print: {', '.join(loud)}")


def main(root, objects):
    house = House(root)
    check_includes(house)
    check_links(house, objects)
    for text in house.wrong:
        print(text)
    print(f"floors: {house.passed} passed, {len(house.wrong)} failed")
    return 1 if house.wrong or house.passed < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
