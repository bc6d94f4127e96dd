#!/usr/bin/env python3
"""Golden runs: what is typed, what is printed, what is returned, from outside the process.

  run.py PROWGATE CASE.txtar...       runs each; FIX=1 writes what came out as the expectation: read it before you keep it
  run.py --unpack FOLDER CASE.txtar   leaves the case's tree there, for a test that does more than compare
  run.py --list FOLDER NAME...        fails where FOLDER has a case that is not named: the build folder is out of date

A case is one file. What stands before the first line `-- NAME --` is a comment; every such line begins a part:

  cmd       a shell script; $P is prowgate, $EXAMPLE the example tree, $GOLDEN this folder
  setup     sourced before cmd, in the same empty folder; what it exports, cmd has
  stdin     what cmd reads (nothing, where it is absent)
  status    the exit status (0, where it is absent)
  stdout    what is printed
  stderr    compared only where it is there
  tree/PATH a file of the folder in which cmd runs; `tree/PATH/` a folder, `tree/PATH -> TARGET` a link

A part ends with a newline, unless `-- NAME (no newline) --` says otherwise; `-- NAME (base64) --` holds bytes that are no text.
"""
import base64
import datetime
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap

HERE = os.path.dirname(os.path.realpath(__file__))
MARK = re.compile(rb"^-- (.+?)(?: \((no newline|base64)\))? --\n", re.M)
ORDER = ["cmd", "setup", "stdin", "status", "stdout", "stderr"]

# What differs from run to run.
STEADY = [
    (rb'"elapsed_ms": [0-9]*', rb'"elapsed_ms": 0'),
    (rb"20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-9:]+Z", rb"TIME"),
    (rb"expires: 20[0-9]{2}-[01][0-9]-[0-3][0-9]", rb"expires: DAY"),
    (rb'"time":"[^"]*"', rb'"time":""'),
]


def unpack(text):
    """The comment, and the parts by name in the order of the file."""
    marks = list(MARK.finditer(text))
    ends = [m.start() for m in marks[1:]] + [len(text)]
    parts = {}
    for mark, end in zip(marks, ends):
        name, form, data = mark[1].decode(), mark[2], text[mark.end() : end]
        if name in parts:
            sys.exit(f"the part {name} is there twice")
        if form == b"base64":
            data = base64.b64decode(data)
        parts[name] = data[:-1] if form == b"no newline" else data
    return text[: marks[0].start() if marks else len(text)], parts


def pack(comment, parts):
    out = [comment]
    for name, data in parts.items():
        form = b""
        if MARK.search(data + b"\n") or re.search(rb"[^\t\n\x1b -\xff]", data) or not is_text(data):
            form = b" (base64)"
            data = "".join(f"{row}\n" for row in textwrap.wrap(base64.b64encode(data).decode(), 100)).encode()
        elif data and not data.endswith(b"\n"):
            form = b" (no newline)"
            data += b"\n"
        out.append(b"-- " + name.encode() + form + b" --\n" + data)
    return b"".join(out)


def is_text(data):
    try:
        data.decode()
        return True
    except UnicodeDecodeError:
        return False


def plant(parts, root):
    """Writes the parts of the tree below root."""
    for name, data in parts.items():
        if not name.startswith("tree/"):
            continue
        path, arrow, target = name[5:].partition(" -> ")
        at = os.path.join(root, path)
        os.makedirs(at if path.endswith("/") else os.path.dirname(at), exist_ok=True)
        if arrow:
            os.symlink(target, at)
        elif not path.endswith("/"):
            with open(at, "wb") as file:
                file.write(data)


def run(prowgate, parts, work):
    """Exit status, standard output and standard error, as they are to be compared."""
    here = os.path.join(work, "here")
    os.mkdir(here)
    plant(parts, here)
    for name in ["cmd", "setup", "stdin"]:
        with open(os.path.join(work, name), "wb") as file:
            file.write(parts.get(name, b""))
    environment = dict(os.environ, P=prowgate, GOLDEN=HERE, EXAMPLE=os.path.realpath(os.path.join(HERE, "../../example")))
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=30)
    environment["SOON"] = soon.strftime("%Y-%m-%d")  # for what must expire some day, and not today
    environment["XDG_CACHE_HOME"] = os.path.join(work, "cache")  # no run sees what the user has
    script = '. "$1/setup"; unset CI; export NO_COLOR=1; exec sh "$1/cmd"'
    streams = [os.path.join(work, name) for name in ["stdout", "stderr"]]
    with open(os.path.join(work, "stdin")) as stdin, open(streams[0], "w") as stdout, open(streams[1], "w") as stderr:
        status = subprocess.run(
            ["sh", "-c", script, "sh", work], cwd=here, env=environment, stdin=stdin, stdout=stdout, stderr=stderr
        ).returncode
    printed = []
    for stream in streams:
        with open(stream, "rb") as file:
            text = file.read()
        for pattern, instead in STEADY:
            text = re.sub(pattern, instead, text)
        printed.append(text.replace(here.encode(), b"ROOT"))
    return [b"%d\n" % (status if status >= 0 else 128 - status), *printed]


def differs(name, want, got, work):
    if want == got:
        return False
    for side, text in [("want", want), ("got", got)]:
        with open(os.path.join(work, side), "wb") as file:
            file.write(text)
    print(f"{name}:", flush=True)
    subprocess.run(["diff", "-au", "--label", "wanted", "--label", "got", "want", "got"], cwd=work)
    return True


def fixed(parts, got):
    """The parts with what came out, in their order."""
    new = dict(parts, **dict(zip(["status", "stdout", "stderr"], got)))
    if got[0] == b"0\n":
        del new["status"]
    if not got[2]:
        del new["stderr"]
    first = {name: new[name] for name in ORDER if name in new}
    return {**first, **{name: data for name, data in new.items() if name not in first}}


def run_case(prowgate, path):
    with open(path, "rb") as file:
        comment, parts = unpack(file.read())
    unknown = [name for name in parts if name not in ORDER and not name.startswith("tree/")]
    if unknown or "cmd" not in parts:
        print(f"{path}: the part {unknown[0]} is unknown" if unknown else f"{path}: there is no part cmd")
        return False
    work = os.path.realpath(tempfile.mkdtemp())
    try:
        got = run(prowgate, parts, work)
        if os.environ.get("FIX"):
            with open(path, "wb") as file:
                file.write(pack(comment, fixed(parts, got)))
            return True
        want = [parts.get("status", b"0\n"), parts.get("stdout", b""), parts.get("stderr", got[2])]
        return not any([differs(n, w, g, work) for n, w, g in zip(["status", "stdout", "stderr"], want, got)])
    finally:
        shutil.rmtree(work, ignore_errors=True)


def main(words):
    if words[0] == "--unpack":
        with open(words[2], "rb") as f:
            plant(unpack(f.read())[1], words[1])
        return 0
    if words[0] == "--list":
        lost = sorted({f[:-6] for f in os.listdir(words[1]) if f.endswith(".txtar")} - set(words[2:]))
        for name in lost:
            print(f"{name}.txtar is no test yet: meson setup --reconfigure BUILD")
        passed, failed = 0 if lost else 1, len(lost)
    else:
        results = [run_case(os.path.abspath(words[0]), path) for path in words[1:]]
        passed, failed = sum(results), len(results) - sum(results)
    print(f"golden runs: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
