#!/usr/bin/env python3
"""What must hold of the gate whatever it is given: random pairs of trees, in random forms, with random faults.

  invariants.py PROWGATE [FIRST]

* exit 0 of the gate means exit 0 of check on the same tree, and of diff on the same pair;
* what can't be read, or is gone, never passes;
* anything else moves nothing: the state folder holds what it held, but for the audit log;
* a pass is the last known good from then on, and the same again passes again;
* what is printed holds no control character, whatever names and values hold;
* one thread and eight print the same bytes.

PROWGATE_INVARIANTS=10000 looks at so many pairs; a failure names the number of its pair, from which FIRST repeats it.
"""
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

PROWGATE = os.path.realpath(sys.argv[1])
FIRST = int(sys.argv[2]) if len(sys.argv) > 2 else 0
PAIRS = int(os.environ.get("PROWGATE_INVARIANTS") or os.environ.get("PROWGATE_INVARIANTS_USUAL", "150"))
FLAGS = ["--deployed", "latest", "--config", "config/prow/config.yaml", "--job-config", "config/jobs"]
MAIN = "prowjob_namespace: default\npod_namespace: test-pods\n"
STATE_FAULTS = ["newest state cut", "newest state gone", "newest state flipped", "newest forgotten", "state folder lost"]
TREE_FAULTS = ["file cut", "file emptied", "file gone", "garbage", "fifo", "dangling link", "link outside", "all gone",
               "main file cut", "main file gone"]
UNREADABLE = ["fifo", "dangling link", "link outside", "main file gone"]
HALF = ["all gone", "file gone"]
TELL_FAULTS = ["metrics", "report", "standard output"]
HOSTILE = ["a\x1b[31mb", "x\u202ey", "::error::z", "\x85", "n\rm", "/hold", "@team"]
UNCLEAN = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|^::", re.M)


def job(r, name, kind):
    spec = {"containers": [{"image": "alpine:3", "command": ["run", name]}]}
    j = {"name": name, "decorate": False, "spec": spec}
    if kind == "periodics":
        j["interval"] = r.choice(["24h", "24h", "1h", "24h", "24h", "soon"])
    elif kind == "presubmits":
        j["always_run"] = r.random() < 0.8
    if r.random() < 0.3:
        j["branches"] = r.choice([["main"], ["release-.*"], ["^v[0-9]+$"], ["main", "dev"]])
    if r.random() < 0.3:
        j["labels"] = {"preset-a": "true"}
    if r.random() < 0.02:
        j[r.choice(["bogus", r.choice(HOSTILE)])] = r.choice(HOSTILE)
    return j


def tree(r):
    """Job files by name."""
    files = {}
    for n in range(r.randint(1, 4)):
        kind = r.choice(["presubmits", "presubmits", "postsubmits", "periodics"])
        made = [job(r, "%s-%d-%d" % (kind[:3], n, k), kind) for k in range(r.randint(1, 6))]
        files["f%d.yaml" % n] = {kind: made if kind == "periodics" else {"org/r%d" % n: made}}
    files["presets.yaml"] = {"presets": [{"labels": {"preset-a": "true"}, "env": [{"name": "A", "value": "a"}]}]}
    return files


def jobs_of(held):
    kind, value = next(iter(held.items()))
    return value if isinstance(value, list) else next(iter(value.values()))


def change(r, files):
    """A change that somebody may mean, or not."""
    files = json.loads(json.dumps(files))
    for _ in range(r.choice([0, 1, 1, 1, 2, 4])):
        listed = jobs_of(files[r.choice(sorted(files))])
        what = r.randrange(6)
        if what == 0 and len(listed) > 1:
            listed.pop(r.randrange(len(listed)))
        elif what == 1:
            listed.append(dict(r.choice(listed)))
        elif what == 2:
            one = r.choice(listed)
            one["name"] = r.choice(["renamed", "bad name", one.get("name", "x") + "-2", *HOSTILE])
        elif what == 3:
            r.choice(listed)["branches"] = r.choice([["main"], ["("], [], "main"])
        elif what == 4:
            r.choice(listed)["env"] = [{"name": "A", "value": "b"}]
        else:
            r.choice(listed)["labels"] = r.choice([{"preset-a": "true"}, {}, {"preset-b": 1}])
    return files


def write(path, text):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        f.write(text)


def write_tree(folder, files):
    write(folder + "/config/prow/config.yaml", MAIN)
    for name, held in files.items():
        write(folder + "/config/jobs/" + name, json.dumps(held, ensure_ascii=False) + "\n")


def break_tree(r, folder, fault):
    main = folder + "/config/prow/config.yaml"
    path = main if fault.startswith("main") else folder + "/config/jobs/" + r.choice(sorted(os.listdir(folder + "/config/jobs")))
    broken = os.path.basename(path)
    if fault.endswith("cut"):
        os.truncate(path, r.randrange(os.path.getsize(path)))
    elif fault == "file emptied":
        os.truncate(path, 0)
    elif fault == "garbage":
        with open(path, "r+b") as f:
            f.seek(r.randrange(os.path.getsize(path)))
            f.write(bytes(r.randrange(256) for _ in range(8)))
    elif fault == "all gone":
        shutil.rmtree(folder + "/config/jobs")
        os.mkdir(folder + "/config/jobs")
    else:
        os.unlink(path)
    if fault == "fifo":
        os.mkfifo(path)
    elif fault == "dangling link":
        os.symlink("nowhere.yaml", path)
    elif fault == "link outside":
        os.symlink(os.path.abspath("outside.yaml"), path)
    return broken


def break_state(r, state, fault):
    newest = sorted(n for n in os.listdir(state) if n.startswith("state-"))[-1]
    path = state + "/" + newest
    if fault.endswith("cut"):
        os.truncate(path, r.randrange(os.path.getsize(path)))
    elif fault.endswith("flipped"):
        with open(path, "r+b") as f:
            at = r.randrange(os.path.getsize(path))
            f.seek(at)
            byte = f.read(1)[0]
            f.seek(at)
            f.write(bytes([byte ^ (1 << r.randrange(8))]))
    elif fault.endswith("gone"):
        os.unlink(path)
    elif fault.endswith("forgotten"):
        os.unlink(state + "/newest")
    else:
        shutil.rmtree(state)
        os.mkdir(state)


def git(*words):
    env = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null", GIT_AUTHOR_NAME="a",
               GIT_AUTHOR_EMAIL="a@example.com", GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a@example.com")
    return subprocess.run(["git", *words], check=True, env=env, stdout=subprocess.PIPE).stdout.decode().strip()


def form_of(form, name):
    """The tree in the folder `name`, as prowgate is given it."""
    if form == "commit":
        git("--work-tree", name, "add", "-A", "--force", ".")
        return "git:" + git("commit-tree", "-m", name, git("write-tree"))
    return name


def run(*words, full=False):
    with open("/dev/full" if full else "out", "wb") as out, open("err", "wb") as err:
        status = subprocess.run([PROWGATE, *words, *FLAGS], stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                timeout=120).returncode
    said = b"" if full else open("out", "rb").read()
    return status, said, open("err", "rb").read()


def kept(state):
    """The state folder but for what is written whatever is decided."""
    out = {}
    for name in sorted(os.listdir(state)):
        if name not in ("audit.jsonl", "lock"):
            with open(state + "/" + name, "rb") as f:
                data = f.read()
            # That a generation was about to be saved is noted before, and stays: its number is not used again. Before the
            # first it says that none was saved, as no file does.
            if name == "newest" and data.startswith(b"saved 0\n"):
                continue
            out[name] = hashlib.sha256(data.split(b"saving")[0] if name == "newest" else data).hexdigest()
    return out


class Pair:
    """One pair of trees: what is wrong with how it is judged is in `wrong`."""

    def __init__(self, number):
        r = random.Random(number)
        self.wrong, self.said = [], ""
        before = tree(r)
        after = change(r, before)
        self.same = before == after
        self.fault = r.choice([None, None, None, r.choice(TREE_FAULTS), r.choice(STATE_FAULTS), r.choice(TELL_FAULTS)])
        forms = ["folder", "commit"] if self.fault != "fifo" else ["folder"]
        self.form = (r.choice(["folder", "commit", "state", "state"]), r.choice(forms))
        if self.fault in STATE_FAULTS or self.fault in TELL_FAULTS:
            self.form = ("state", self.form[1])
        write("outside.yaml", json.dumps({"periodics": [job(r, "secret-outside", "periodics")]}))
        write_tree("before", before)
        write_tree("after", after)
        if self.fault in TREE_FAULTS:
            self.broken = break_tree(r, "after", self.fault)
        os.makedirs("state")
        self.judge(r)

    def must(self, holds, what):
        if not holds:
            self.wrong.append(what)

    def prowgate(self, *words, full=False):
        status, out, err = run(*words, full=full)
        self.said += "$ %s: %d\n%s%s" % (" ".join(words), status, out.decode(errors="replace"), err.decode(errors="replace"))
        self.must(status in (0, 1, 2), "exit %d" % status)
        self.must(not UNCLEAN.search(out + err), "an unclean character is printed: %r" % (UNCLEAN.search(out + err),))
        self.must(b"secret-outside" not in out + err, "what lies outside of the tree is shown")
        return status, out

    def judge(self, r):
        self.after = form_of(self.form[1], "after")
        self.before = form_of(self.form[0], "before")
        given = ["--state", "state"]
        if self.form[0] == "state":
            status, _ = self.prowgate("gate", *given, "--after", "before", "--bootstrap", "--quiet")
            if status != 0: # there is nothing to compare with
                given += ["--bootstrap"]
            else:
                shutil.copy("state/state-0000000001.pgstate", "good.pgstate")
                self.before = "snapshot:good.pgstate"
                if self.fault in STATE_FAULTS:
                    break_state(r, "state", self.fault)
        else:
            given += ["--before", self.before]
        if self.fault == "metrics":
            given += ["--metrics", "nowhere/metrics.prom"]
        elif self.fault == "report":
            given += ["--report", "json=nowhere/report.json"]
        self.decide(r, given)

    def decide(self, r, given):
        was = kept("state")
        status, _ = self.prowgate("gate", *given, "--after", self.after, full=self.fault == "standard output")
        if status != 0:
            moved = sorted(n for n in {**was, **kept("state")} if was.get(n) != kept("state").get(n))
            self.must(not moved, "exit %d moved the state: %s" % (status, moved))
        # A commit means what it lacks. Presets alone are no job: what loses one is for the guard of presets to say.
        lost = self.fault in HALF and self.form[1] == "folder" and self.broken != "presets.yaml"
        if self.fault in UNREADABLE or (lost and "--bootstrap" not in given):
            self.must(status != 0, "it passed with a tree that is not whole")
        if self.fault in TELL_FAULTS:
            self.must(status != 0, "it passed, and could not be told")
        if status == 0 or r.random() < 0.1:
            self.compare(r, status, "--bootstrap" in given)
        if status == 0 and self.form[0] == "state" and r.random() < 0.3:
            self.must(self.same or len(kept("state")) > len(was), "a pass is not the last known good")
            again, _ = self.prowgate("gate", "--state", "state", "--after", self.after, "--quiet")
            self.must(again == 0, "the same again: %d" % again)

    def compare(self, r, gate, alone):
        check, text = self.prowgate("check", self.after, "--jobs", "8")
        if r.random() < 0.5:
            _, one = self.prowgate("check", self.after, "--jobs", "1")
            self.must(text == one, "one thread and eight print something else")
        self.must(gate != 0 or check == 0, "the gate passed, check says %d" % check)
        if gate == 0 and not alone:
            diff, _ = self.prowgate("diff", self.before, self.after)
            self.must(diff == 0, "the gate passed, diff says %d" % diff)


def main():
    failed = 0
    counts = {}
    with tempfile.TemporaryDirectory() as work:
        os.environ["XDG_CACHE_HOME"] = work + "/cache"
        os.environ.pop("CI", None)
        os.makedirs(work + "/pair")
        for number in range(FIRST, FIRST + (PAIRS if FIRST == 0 else 1)):
            shutil.rmtree(work + "/pair")
            os.makedirs(work + "/pair")
            os.chdir(work + "/pair")
            git("init", "-q", "-b", "trees", ".")
            pair = Pair(number)
            failed += bool(pair.wrong)
            last = re.findall(r"gate .*--after .*: (\d)", pair.said)[-1]
            counts[last] = counts.get(last, 0) + 1
            if pair.wrong:
                print("FAILED: pair %d, %s, %s: %s" % (number, pair.form, pair.fault, "; ".join(pair.wrong)))
                print("    " + pair.said.replace("\n", "\n    ") if FIRST else "    (%d shows it)" % number)
        os.chdir("/")
    print("verdicts: " + ", ".join("exit %s %d times" % c for c in sorted(counts.items())))
    print("invariants: %d passed, %d failed" % (sum(counts.values()) - failed, failed))
    return 1 if failed or not counts else 0


sys.exit(main())
