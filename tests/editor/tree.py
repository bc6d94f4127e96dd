"""What the tests of editors share: a tree with one mistake that has a safe fix, configurations as the pages of editors/
have them, and the closing line."""
import os
import shutil
import subprocess
import sys
import tempfile

PROJECT = """prow:
  config: config/config.yaml
  jobs: config/jobs
  deployed: v20260821-a61940897
rules:
  non-decorated-jobs: off
"""
# The characters before the mistake are of one, two, three and four bytes, so that a place counted in the wrong unit shows.
JOBS = """presubmits:
  o/r:
  - {name: unit, annotations: {a: "a\u00e9\u20ac\N{GRINNING FACE}"}, clutser: default, spec: {containers: [{image: i}]}}
"""
FILE = "config/jobs/a.yaml"
LINE = 2  # from 0


def place(units):
    """From where to where the mistake stands in its line: units says how many a text has."""
    before = JOBS.splitlines()[LINE].partition("clutser")[0]
    return units(before), units(before) + len("clutser")


def utf8(text):
    return len(text.encode())


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


class Tree:
    """A folder that is gone when it is left. No other server and no setting of the person who runs the tests is seen."""

    def __init__(self, jobs=JOBS):
        self.jobs, self.fixed = jobs, jobs.replace("clutser", "cluster")

    def __enter__(self):
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="prowgate tree "))
        self.home = os.path.realpath(tempfile.mkdtemp())
        self.write("prowgate.yaml", PROJECT)
        self.write("config/config.yaml", "prowjob_namespace: prow\n")
        self.write(FILE, self.jobs)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, mode)
        return path

    def read(self, name):
        with open(os.path.join(self.root, name), encoding="utf-8") as f:
            return f.read()

    def environment(self, prowgate):
        """Of an editor that finds this program as prowgate on its PATH."""
        program = os.path.join(self.home, "bin", "prowgate")
        os.makedirs(os.path.dirname(program))
        os.symlink(os.path.realpath(prowgate), program)
        return {**os.environ, "HOME": self.home, "XDG_CONFIG_HOME": self.home, "XDG_DATA_HOME": self.home,
                "XDG_STATE_HOME": self.home, "XDG_CACHE_HOME": self.home, "XDG_RUNTIME_DIR": self.home,
                "PATH": os.path.dirname(program) + os.pathsep + os.environ["PATH"]}


def block(page, language, heading):
    """The first code block in this language below the heading: what a reader of the page would paste."""
    with open(page, encoding="utf-8") as f:
        text = f.read()
    _, found, rest = text.partition("\n" + heading + "\n")
    _, begun, rest = rest.partition("\n```" + language + "\n")
    if not found or not begun:
        sys.exit("%s has no block of %s below %s" % (page, language, heading))
    return rest.partition("\n```")[0] + "\n"


def need(program, package):
    """The program, or the end of the test with one line that says why. package: Debian's that has it, or None."""
    found = shutil.which(program)
    if not found:
        print("SKIPPED: no %s here, which %s" % (program, "the package %s of Debian 12 has" % package if package else
                                                 "Debian 12 does not have"))
        sys.exit(77)
    return found


def run(words, tree, environment, seconds=60):
    """What an editor printed; it is ended where it hangs."""
    try:
        done = subprocess.run(words, cwd=tree.root, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds, check=False)
        return done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as e:
        return (e.stdout or b"").decode(errors="replace") + "\n(ended after %d s)\n" % seconds


class Count:
    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def hold(self, what, is_so, seen=""):
        self.passed, self.failed = self.passed + bool(is_so), self.failed + (not is_so)
        if not is_so:
            print("FAILED", what, seen)

    def end(self):
        print("%s: %d passed, %d failed" % (self.name, self.passed, self.failed))
        sys.exit(1 if self.failed or not self.passed else 0)
