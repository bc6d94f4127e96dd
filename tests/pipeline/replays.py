#!/usr/bin/env python3
"""Real mistakes of deployment pipelines, and a tree as it stands, judged from outside.

  replays.py PROWGATE SHARED SOURCE [-v] [ID...]

  bad           the mistakes of named.txt are found: in the right file within two lines, not there before, gone after the
                repair; one that is found must be listed
  before, fix   no error that good-trees.txt does not explain; where all are looked at, each line there explains one
  corpus        exactly the findings of corpus.txt

Every sixth case is looked at, all with PROWGATE_REPLAYS=all. -v prints every case; with ids only those are looked at, and nothing is said of the lists."""
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

VARIANTS = ("before", "bad", "fix")
NEAR = 2


def check(prowgate, tree):
    done = subprocess.run([prowgate, "check", tree, "--format", "json", "--no-cache"], capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)["findings"]
    except (ValueError, KeyError):
        return [{"rule": "crash", "severity": "error", "message": f"exit {done.returncode}: {done.stderr[-300:]}"}]


def key(finding):
    return finding["rule"], finding.get("file", ""), finding["message"]


def places(finding):
    yield finding.get("file", ""), finding.get("line", 0)
    for other in finding.get("related", []):
        yield other.get("file", ""), other.get("line", 0)


def found_by(findings, expected):
    """The rule that names the mistake at its place, and only in the bad tree; None where none does."""
    others = {key(f) for v in ("before", "fix") for f in findings[v]}
    for finding in findings["bad"]:
        if key(finding) in others:
            continue
        for file, line in places(finding):
            if file == expected["file"] and (expected["line"] == 0 or abs(line - expected["line"]) <= NEAR):
                return finding["rule"]
    return None


def replay(prowgate, repository, record):
    findings = {}
    with tempfile.TemporaryDirectory() as folder:
        for variant in VARIANTS:
            tree = os.path.join(folder, variant)
            os.mkdir(tree)
            archive = subprocess.Popen(["git", "-C", repository, "archive", f"{record['id']}/{variant}"], stdout=subprocess.PIPE)
            subprocess.run(["tar", "-x", "-C", tree], stdin=archive.stdout, check=True)
            archive.wait()
            findings[variant] = check(prowgate, tree)
    return record, findings


def read_list(path):
    """Lines "A<TAB>B", comments and empty lines left out."""
    with open(path, encoding="utf-8") as file:
        return [tuple(line.rstrip("\n").split("\t")) for line in file if line.strip() and line[0] != "#"]


def judge_replays(prowgate, shared, source, only, verbose):
    with open(os.path.join(shared, "replays/azure-aro-hcp.json"), encoding="utf-8") as file:
        records = [r for r in json.load(file) if not only or any(o in r["id"] for o in only)]
    if not only and os.environ.get("PROWGATE_REPLAYS") != "all":
        records = records[::6]
        print("replays of pipelines: every sixth one is looked at; PROWGATE_REPLAYS=all looks at all")
    named = dict(read_list(os.path.join(source, "tests/pipeline/named.txt")))
    excused = {(rule, path) for rule, path in read_list(os.path.join(source, "tests/pipeline/good-trees.txt"))}
    passed, failed, unexplained, used = 0, [], set(), set()
    with tempfile.TemporaryDirectory() as folder:
        bundle = os.path.join(shared, "replays/azure-aro-hcp.bundle")
        repository = os.path.join(folder, "r.git")
        subprocess.run(["git", "clone", "-q", "--bare", bundle, repository], check=True)
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(lambda r: replay(prowgate, repository, r), records))
    for record, findings in results:
        rule = found_by(findings, record["expected"])
        wanted = named.get(record["id"])
        if rule and not wanted:
            failed.append(f"{record['id']} is found by {rule}, and not in named.txt")
        elif rule or not wanted:
            passed += 1
        else:
            failed.append(f"{record['id']}: is not found any more, {wanted} did ({record['rule']})")
        if verbose:
            print(f"{'named' if rule else '-':6} {record['id']:50} {record['rule']:28} {rule or ''}")
        for variant in ("before", "fix"):
            for f in findings[variant]:
                place = f["rule"], f.get("file", "")
                if f["severity"] == "error" and place in excused:
                    used.add(place)
                elif f["severity"] == "error":
                    unexplained.add((*place, f"{record['id']}/{variant}: {f['message']}"))
    seen = set()
    for rule, path, text in sorted(unexplained):
        if (rule, path) not in seen:
            failed.append(f"a good tree has an error that good-trees.txt does not explain: {rule}\t{path}\t{text}")
        seen.add((rule, path))
    if not only and os.environ.get("PROWGATE_REPLAYS") == "all":
        failed += [f"good-trees.txt explains what no good tree has: {' '.join(place)}" for place in sorted(excused - used)]
    return passed, failed


def judge_corpus(prowgate, shared, source):
    wanted = set(read_list(os.path.join(source, "tests/pipeline/corpus.txt")))
    with tempfile.TemporaryDirectory() as folder:
        packed = os.path.join(shared, "corpora/azure-aro-hcp.tar.zst")
        if subprocess.run(["tar", "--zstd", "-x", "-f", packed, "-C", folder], check=False).returncode:
            return 0, ["the corpus can't be unpacked"]
        findings = check(prowgate, os.path.join(folder, os.listdir(folder)[0]))
    got = {(f["severity"], f["rule"], f"{f.get('file', '')}:{f.get('line', 0)}") for f in findings}
    failed = [f"corpus: not found: {' '.join(w)}" for w in sorted(wanted - got)]
    failed += [f"corpus: not in corpus.txt: {chr(9).join(g)}" for g in sorted(got - wanted)]
    return len(wanted & got), failed


def main():
    prowgate, shared, source = sys.argv[1:4]
    only = [a for a in sys.argv[4:] if a != "-v"]
    if not os.path.exists(os.path.join(shared, "replays/azure-aro-hcp.json")):
        print("replays of pipelines: SKIPPED, nothing was recorded beside this checkout")
        sys.exit(77)
    passed, failed = judge_replays(prowgate, shared, source, only, "-v" in sys.argv)
    if not only:
        more, others = judge_corpus(prowgate, shared, source)
        passed, failed = passed + more, failed + others
    for text in failed:
        print(text)
    print(f"replays of pipelines: {passed} passed, {len(failed)} failed")
    sys.exit(bool(failed) and not only)


main()
