#!/usr/bin/env python3
"""Every fact that a comment cites stands in doc/facts: numbers are headings there, names are pages. And every path that
CONTRIBUTING.md names is there.

  citations.py SOURCE_ROOT
"""
import os
import re
import sys

TOPS = ["validator", "rules", "schemas", "tools", "tests"]
# What a citation begins with, across the end of a comment's line. A number belongs to it, and what is joined to that.
BEGIN = re.compile(r"(?:fact sheets?|\bcatalog|\bname-rules)(?:,? sections?)?,? (?:App\. )?(?=[0-9A]|[a-z]+-[a-z]+)")
NUMBER = re.compile(r"(?:A\.)?[0-9]+(?:\.[0-9]+)*")
ROWS = re.compile(r" rows? [0-9]+(?:(?:,| and| to) [0-9]+)*")
JOIN = re.compile(r"(?:,| and| to|, and) (?=(?:A\.)?[0-9])")
NAME = re.compile(r"[a-z]+-[a-z]+(?:-[a-z]+)*")
PAGE = re.compile(r"\b(?:prow-deps|prow-names|repo-policies|context-deltas|deployed-versions|name-rules)\b")
HEADING = re.compile(r"^#+ ((?:A\.)?[0-9]+(?:\.[0-9]+)*) ", re.M)


def known(root):
    """Numbers of the headings of every page, and those of name-rules apart: they count for themselves."""
    pages, numbers, rules = set(), set(), set()
    folder = os.path.join(root, "doc/facts")
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            found = HEADING.findall(f.read())
        pages.add(name[:-3])
        (rules if name == "name-rules.md" else numbers).update(found)
    return pages, numbers, rules


def files(root):
    for top in TOPS:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h", ".yaml", ".build", ".txt", ".sh")) and "corpus" not in folder:
                    yield os.path.relpath(os.path.join(folder, name), root)


def cited(text):
    """(what, number) of every citation; the text has comments' line ends taken out."""
    for begin in BEGIN.finditer(text):
        what = "name-rules" if begin[0].startswith("name-rules") else "facts"
        at = begin.end()
        number = NUMBER.match(text, at)
        while number:
            yield what, number[0]
            join = JOIN.match(text, number.end())
            number = NUMBER.match(text, join.end()) if join else None
        name = NAME.match(text, at)
        if name:
            yield "page", name[0]
    for page in PAGE.finditer(text):
        yield "page", page[0]


def named_paths(root):
    """Paths of the repository between backquotes; what has an upper-case word or a star in it stands for many."""
    with open(os.path.join(root, "CONTRIBUTING.md"), encoding="utf-8") as f:
        for path in re.findall(r"`((?:validator|rules|tests|schemas|doc|tools)/[^`\s]*)`", f.read()):
            if not re.search(r"[A-Z*]{2,}|\*", path):
                yield path


def main(root):
    pages, numbers, rules = known(root)
    sets = {"facts": numbers, "name-rules": rules, "page": pages}
    passed, failed = 0, 0
    for path in files(root):
        with open(os.path.join(root, path), encoding="utf-8", errors="replace") as f:
            text = ROWS.sub("", re.sub(r"\s*\n[ \t]*(?:\*(?!/)|#|//)?[ \t]*", " ", f.read()))
        for what, number in cited(text):
            if number in sets[what]:
                passed += 1
            else:
                failed += 1
                print(f"{path}: doc/facts has no {'page' if what == 'page' else 'section of ' + what} {number}")
    for path in named_paths(root):
        if os.path.exists(os.path.join(root, path)):
            passed += 1
        else:
            failed += 1
            print(f"CONTRIBUTING.md: there is no {path}")
    print(f"citations: {passed} passed, {failed} failed")
    return 1 if failed or passed < 50 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
