#!/usr/bin/env python3
"""Half a tree in every form against a whole one in every form: diff and the gate answer the same, and it is undecided.

  halves.py PROWGATE [KIND]

A dozen ways to be half of what was there, eight forms for each side, both commands; the gate saves nothing. In the other
direction: the same trees whole, and with one job less of many, are decided and pass, as every form.
"""
import functools
import http.server
import json
import os
import subprocess
import sys
import tempfile
import threading

PROWGATE = os.path.realpath(sys.argv[1])
ONLY = sys.argv[2] if len(sys.argv) > 2 else ""
EVERY = int(os.environ.get("PROWGATE_HALVES_EVERY", "1"))
FLAGS = ["--deployed", "latest", "--rule", "non-decorated-jobs=off", "--quiet"]
MAIN = "prowjob_namespace: default\npod_namespace: test-pods\n"


def job(name, kind):
    j = {"name": name, "decorate": False, "spec": {"containers": [{"image": "alpine:3", "command": ["run", name]}]}}
    j.update({"periodics": {"interval": "24h"}, "presubmits": {"always_run": True}}.get(kind, {}))
    return j


def jobs(kind, repo, *numbers):
    """A job file's content: so many jobs of one kind and repo."""
    made = [job("%s-%s-%d" % (kind[:3], repo, n), kind) for n in numbers]
    return {kind: made if kind == "periodics" else {"org/" + repo: made}}


class Tree:
    """Job files by name, each a mapping, or the bytes that were left of one. Without any, the folder is not there. The
    main file may hold jobs, too."""

    def __init__(self, files, cut=False, main=None):
        self.files, self.cut, self.main = files, cut, main or {}

    def main_text(self):
        return MAIN + "".join("%s: %s\n" % (k, json.dumps(v)) for k, v in self.main.items())

    def texts(self):
        return {n: f if isinstance(f, str) else json.dumps(f) + "\n" for n, f in self.files.items()}

    def merged(self):
        """All of it as one file, as Prow writes it."""
        all_jobs = {"presubmits": {}, "postsubmits": {}, "periodics": []}
        for f in [self.main, *self.files.values()]:
            if isinstance(f, str):
                continue
            all_jobs["periodics"] += f.get("periodics", [])
            for kind in ("presubmits", "postsubmits"):
                for repo, listed in f.get(kind, {}).items():
                    all_jobs[kind].setdefault(repo, []).extend(listed)
        text = MAIN + "".join("%s: %s\n" % (k, json.dumps(v)) for k, v in all_jobs.items()) + "tide: {}\n"
        return text[: len(text) * 2 // 3] if self.cut else text


def spread(kind, repos, each):
    return {r + ".yaml": jobs(kind, r, *range(each)) for r in repos}


def first(files, n):
    return dict(list(files.items())[:n])


def thinned(files, most):
    """The same files with the first few jobs of each."""
    out = {}
    for name, f in files.items():
        kind, held = next(iter(f.items()))
        out[name] = {kind: held[:most] if kind == "periodics" else {r: v[:most] for r, v in held.items()}}
    return out


NINE = spread("periodics", ["only"], 9)
MIXED = {**spread("presubmits", "ab", 2), **spread("postsubmits", "c", 3), **spread("periodics", "d", 4)}
MANY = spread("presubmits", "abcdefgh", 3)
OWN = jobs("periodics", "own", 0, 1, 2)
KINDS = {
    "nine periodics, none left": (Tree(NINE), Tree({"only.yaml": {"periodics": []}})),
    "nine postsubmits, none left": (Tree(spread("postsubmits", "r", 9)), Tree({"r.yaml": {"postsubmits": {}}})),
    "presubmits alone, none left": (Tree(spread("presubmits", "ab", 2)), Tree({"a.yaml": {}, "b.yaml": {}})),
    "periodics, no job files": (Tree(NINE), Tree({})),
    "jobs of all kinds, no job files": (Tree(MIXED), Tree({})),
    "no job files, the main file has some": (Tree(NINE, main=OWN), Tree({}, main=OWN)),
    "every job file emptied": (Tree(MIXED), Tree({n: "" for n in MIXED})),
    "presubmits gone, others there": (Tree(MIXED), Tree({n: f for n, f in MIXED.items() if "presubmits" not in f})),
    "half of the files": (Tree(MANY), Tree(first(MANY, 4))),
    "one file of eight": (Tree(MANY), Tree(first(MANY, 1))),
    "all files, a third of the jobs": (Tree(MANY), Tree(thinned(MANY, 1))),
    "one file cut within": (Tree(MANY), Tree({**MANY, "h.yaml": json.dumps(MANY["h.yaml"])[:60] + "\n"}, cut=True)),
}
FORMS = ["folder", "commit", "path in a commit", "snapshot", "gate state", "prow-state", "configmap", "url"]


class Server:
    """What lies in a folder, over HTTP."""

    def __init__(self, folder):
        quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *a: None})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=folder))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.at = "http://127.0.0.1:%d/" % self.server.server_address[1]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(text)


def write_tree(folder, tree):
    write(folder + "/config/prow/config.yaml", tree.main_text())
    for name, text in tree.texts().items():
        write(folder + "/config/jobs/" + name, text)


def git(*words):
    env = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null", GIT_AUTHOR_NAME="a",
               GIT_AUTHOR_EMAIL="a@example.com", GIT_COMMITTER_NAME="a", GIT_COMMITTER_EMAIL="a@example.com")
    subprocess.run(["git", *words], check=True, env=env, stdout=subprocess.DEVNULL)


def run(*words):
    done = subprocess.run([PROWGATE, *words, *FLAGS], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode()


class Forms:
    """A tree in each form, below a folder of the repository that is the working directory."""

    def __init__(self, name, tree, server):
        self.name = name
        write_tree(name + "/folder", tree)
        write(name + "/prow.yaml", tree.merged())
        maps = {"config.yaml": tree.main_text(), **tree.texts()}
        write(name + "/map.json", json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"},
                                              "data": maps}))
        self.words = {
            "folder": name + "/folder",
            "path in a commit": "git:HEAD:" + name + "/folder",
            "commit": "git:" + name,
            "prow-state": "prow-state:" + name + "/prow.yaml",
            "configmap": "configmap:" + name + "/map.json",
            "url": server.at + name + "/prow.yaml",
        }
        self.commit(tree)
        self.save(tree)

    def commit(self, tree):
        """A commit of its own with the tree at its root."""
        git("checkout", "-q", "--orphan", self.name)
        git("rm", "-rq", "--cached", "--ignore-unmatch", ".")
        git("--work-tree", self.name + "/folder", "add", "-A", "--force", ".")
        git("commit", "-q", "--allow-empty", "-m", self.name)

    def save(self, tree):
        """What a first run of the gate saves; what it does not take is saved as that which was there of it, or cut."""
        state = self.name + "/state"
        os.makedirs(state)
        given = self.words["folder"] if tree.files else self.words["prow-state"]
        status, said = run("gate", "--after", given, "--state", state, "--bootstrap")
        saved = state + "/state-0000000001.pgstate"
        if status != 0:
            write(saved, "PGSTATE\n")
        self.state, self.words["snapshot"], self.words["gate state"] = state, "snapshot:" + saved, "snapshot:" + saved


class Score:
    passed = failed = 0

    def check(self, ok, what, said):
        if ok:
            Score.passed += 1
        else:
            Score.failed += 1
            print("FAILED: " + what)
            print("    " + said.replace("\n", "\n    "))


def generations(state):
    return sorted(n for n in os.listdir(state) if n.endswith(".pgstate"))


def pairs(score, kind, before, after, want):
    for i, b in enumerate(FORMS):
        for j, a in enumerate(FORMS):
            if (i + j + len(kind)) % EVERY:
                continue
            what = "%s: %s, then %s" % (kind, b, a)
            status, said = run("diff", before.words[b], after.words[a])
            score.check(status == want, "diff: %s: %d" % (what, status), said)
            given = ["--state", before.state] if b == "gate state" else ["--before", before.words[b]]
            kept = generations(before.state)
            status, said = run("gate", *given, "--after", after.words[a], *(["--dry-run"] if want == 0 else []))
            # What was saved holds no files: it can be compared, and not checked.
            gate_want = 2 if a in ("snapshot", "gate state") else want
            score.check(status == gate_want, "gate: %s: %d" % (what, status), said)
            score.check(generations(before.state) == kept, "gate: %s: it saved" % what, said)


def main():
    score = Score()
    less = {**MANY, "h.yaml": jobs("presubmits", "h", 0, 1)}
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        os.environ["XDG_CACHE_HOME"] = work + "/cache"
        os.environ.pop("CI", None)
        git("init", "-q", "-b", "trees", ".")
        server = Server(work)
        cases = [(k, b, a, 2) for k, (b, a) in KINDS.items()]
        cases += [("whole", Tree(MANY), Tree(MANY), 0), ("one job less", Tree(MANY), Tree(less), 0)]
        cases += [("all kinds, whole", Tree(MIXED), Tree(MIXED), 0)]
        made = []
        for n, (kind, b, a, want) in enumerate(cases):
            if ONLY in kind:
                made.append((kind, Forms("b%d" % n, b, server), Forms("a%d" % n, a, server), want))
        git("checkout", "-q", "--orphan", "all")
        git("add", "-A", "--force", ":!cache")
        git("commit", "-q", "-m", "all")
        for kind, before, after, want in made:
            pairs(score, kind, before, after, want)
        server.server.shutdown()
    print("halves: %d passed, %d failed" % (score.passed, score.failed))
    return 1 if score.failed or not score.passed else 0


sys.exit(main())
