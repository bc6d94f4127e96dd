#!/usr/bin/env python3
"""Holds prowgate's answers about deployment pipelines against what the real ARO-Tools libraries answered.

  suite.py PROWGATE SHARED SOURCE [--all] [SUITE...]

SUITE is one of clean, contexts, cases, random, flood, pins, rendered, templates, templatize; all by default. The recordings are
SHARED/suites/pipelines with the tree of SHARED/corpora, or the sample below SOURCE/tests/oracle. Of the random cases
every sixteenth is asked unless --all is given. What is known to differ stands in exceptions.txt. The last line is
"N passed, N failed, N skipped"; 77 is returned where there is nothing to run.
"""
import base64
import collections
import copy
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor

STAGES = ["config", "topology", "pipelines", "graphs", "bicepparam", "files"]
RANDOM_STEP = 16
BATCH = 200
SHOWN = 20


class Run:
    def __init__(self, program, shared, source, every):
        self.program, self.every = os.path.abspath(program), every
        self.passed = self.failed = self.skipped = 0
        self.shown = 0
        self.folder = os.path.join(shared, "suites/pipelines")
        corpus = os.path.join(shared, "corpora/azure-aro-hcp.tar.zst")
        self.sampled = not os.path.exists(os.path.join(self.folder, "clean.json"))
        if self.sampled:
            self.folder = os.path.join(source, "tests/oracle/suites/pipelines")
        self.exceptions = read_exceptions(os.path.join(source, "tests/pipeline/exceptions.txt"))
        self.used = set()
        self.tree = tempfile.mkdtemp(prefix="prowgate-pipelines-")
        self.unpack(corpus)

    def unpack(self, corpus):
        if self.sampled:
            with tarfile.open(os.path.join(self.folder, "tree.tar.gz")) as t:
                t.extractall(self.tree, filter="data")
        else:
            data = subprocess.run(["zstd", "-dc", corpus], capture_output=True, check=True).stdout
            with tarfile.open(fileobj=io.BytesIO(data)) as t:
                t.extractall(self.tree, filter="data")
        if not os.path.exists(os.path.join(self.tree, "topology.yaml")):
            self.tree = next(d for d, _, files in os.walk(self.tree) if "topology.yaml" in files)

    def bytes(self, name):
        path = os.path.join(self.folder, name)
        if os.path.exists(path):
            return open(path, "rb").read()
        return gzip.open(path + ".gz").read() if os.path.exists(path + ".gz") else b""

    def json(self, name):
        return json.loads(self.bytes(name) or "null")

    def lines(self, name):
        return [json.loads(line) for line in self.bytes(name).splitlines()]

    def count(self, ident, ok, detail=""):
        reason = next((r for pattern, r in self.exceptions if pattern.fullmatch(ident)), None)
        if ok:
            self.passed += 1
        elif reason:
            self.skipped += 1
            self.used.add(reason)
        else:
            self.failed += 1
            if self.shown < SHOWN:
                print("%s: %s" % (ident, detail))
            self.shown += 1

    def probe(self, kind, questions):
        def ask(part):
            text = "".join(json.dumps(q) + "\n" for q in part)
            out = subprocess.run([self.program, "probe", kind], input=text, capture_output=True, text=True)
            return [json.loads(line) for line in out.stdout.splitlines()]

        parts = [questions[i : i + BATCH] for i in range(0, len(questions), BATCH)]
        with ThreadPoolExecutor(2) as pool:
            return [answer for answers in pool.map(ask, parts) for answer in answers]


def read_exceptions(path):
    """Lines "PATTERN<TAB>REASON"; a pattern matches the whole id."""
    list_ = []
    for line in open(path, encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            pattern, reason = line.rstrip("\n").split("\t")
            list_.append((re.compile(pattern), reason))
    return list_


def same(want, got):
    if isinstance(want, dict) and "errors_any" in want and isinstance(got, list):
        return got in want["errors_any"]
    if isinstance(want, dict) and "any" in want:
        return got in want["any"]
    if isinstance(want, dict) and isinstance(got, dict):
        return want.keys() == got.keys() and all(same(want[k], got[k]) for k in want)
    return want == got


def merge_contexts(base, change):
    out = copy.deepcopy(base)
    for cloud, envs in change.items():
        if envs is None:
            out.pop(cloud, None)
            continue
        for env, regions in envs.items():
            if regions is None:
                out.setdefault(cloud, {}).pop(env, None)
            else:
                out.setdefault(cloud, {})[env] = regions
    return out


def merge_record(base, change):
    out = {} if "errors" in base or "load_failed" in base else dict(base)
    for key, value in change.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = value
    return out


def merge_stage(stage, base, change):
    out = dict(base)
    if stage == "graphs":
        for path, graphs in change.get("load_failed", {}).items():
            out.update((g, {"load_failed": path}) for g in graphs)
        for graph in change.get("not_built", []):
            out.pop(graph, None)
    for key, value in change.items():
        if stage == "graphs" and key in ("load_failed", "not_built"):
            continue
        if value is None:
            out.pop(key, None)
        elif stage == "config" and key == "contexts" and isinstance(out.get(key), dict):
            out[key] = merge_contexts(out[key], value)
        elif stage in ("pipelines", "graphs") and isinstance(value, dict) and isinstance(out.get(key), dict):
            whole = value.get("errors") or "errors_any" in value or "any" in value
            out[key] = value if whole else merge_record(out[key], value)
        else:
            out[key] = value
    return out


def expected(clean, change):
    """The whole answer, from what was recorded of it."""
    out = dict(clean)
    if change == "same":
        return out
    for stage, value in change.items():
        if value is None:
            out.pop(stage, None)
        elif isinstance(value, dict):
            out[stage] = merge_stage(stage, out.get(stage, {}), value)
        else:
            out[stage] = value
    return out


def resolve(answers, context):
    """A recorded answer may be that of another context, whole or by stage."""
    answer = answers[context]
    if isinstance(answer, str) and answer.startswith("="):
        answer = answers[answer[1:]]
    if isinstance(answer, dict):
        for stage, value in answer.items():
            if isinstance(value, str) and value.startswith("=") and isinstance(answers.get(value[1:]), dict):
                answer = {**answer, stage: answers[value[1:]].get(stage)}
    return answer


def differing(want, got):
    want, got = want or {}, got or {}
    keys = [k for k in sorted(set(want) | set(got)) if not same(want.get(k), got.get(k))]
    return "; ".join("%s: wanted %s, got %s" % (k, json.dumps(want.get(k))[:200], json.dumps(got.get(k))[:200]) for k in keys[:2])


def compare(run, ident, want, got, stages):
    for key in ("sha256_json", "sha256_yaml"):
        got.get("config", {}).pop(key, None)
    for stage in stages:
        w, g = want.get(stage), got.get(stage)
        run.count("%s %s" % (ident, stage), same(w, g), differing(w, g))


def contexts_of(run):
    return {c["name"]: c for c in run.json("contexts-used.json")}


def suite_clean(run):
    clean = run.json("clean.json")["contexts"]
    contexts = contexts_of(run)
    answers = run.probe("pipeline", [{"tree": {"root": run.tree}, "context": c} for c in contexts.values()])
    for name, answer in zip(contexts, answers):
        compare(run, "clean " + name, clean[name], answer["answer"], STAGES)


def suite_contexts(run):
    rows = run.json("contexts.json")["contexts"]
    answers = run.probe("pipeline", [{"tree": {"root": run.tree}, "context": {**r, "topology": []}} for r in rows])
    for row, answer in zip(rows, answers):
        config = answer["answer"]["config"]
        ident = "context %s/%s/%s/%s" % (row["cloud"], row["env"], row["region"], row["stamp"])
        for key in ("sha256_json", "sha256_yaml"):
            run.count("%s %s" % (ident, key), config.get(key) == row[key], "another hash")


def ask_cases(run, cases, answers, stages, extra):
    clean, contexts = run.json("clean.json")["contexts"], contexts_of(run)
    edits = {case["id"]: case["edits"] for case in cases}
    meta = [(a["id"], c, resolve(a["answers"], c)) for a in answers for c in a["answers"] if a["id"] in edits]
    questions = [{"tree": {"root": run.tree}, "edits": edits[i], "context": contexts[c], **extra} for i, c, _ in meta]
    for (ident, name, change), answer in zip(meta, run.probe("pipeline", questions)):
        compare(run, "%s %s" % (ident, name), expected(clean[name], change), answer["answer"], stages)


def suite_cases(run):
    ask_cases(run, run.lines("cases.jsonl"), run.lines("answers.jsonl"), STAGES, {})


def suite_random(run):
    answers = run.lines("random-answers.jsonl")
    step = 1 if run.every or run.sampled else RANDOM_STEP
    ask_cases(run, run.lines("random-cases.jsonl"), answers[::step], STAGES, {})


def suite_flood(run):
    """Recorded are the schema's words for one change each; the rest follows from other suites."""
    contexts = contexts_of(run)
    records = run.lines("schema-flood.jsonl")
    questions = [{"tree": {"root": run.tree}, "edits": r["edits"], "context": contexts["dev/dev"]} for r in records]
    for record, answer in zip(records, run.probe("pipeline", questions)):
        change, got = record["answers"]["dev/dev"], answer["answer"]
        want = change if isinstance(change, dict) else {}
        schema = (want.get("config") or {}).get("schema"), got["config"].get("schema")
        run.count(record["id"] + " schema", schema[0] == schema[1], differing({"schema": schema[0]}, {"schema": schema[1]}))
        for path, p in (want.get("pipelines") or {}).items():
            if isinstance(p, dict) and "errors" in p:
                run.count("%s %s" % (record["id"], path), same(p["errors"], got["pipelines"].get(path, {}).get("errors")),
                          differing({path: p}, {path: got["pipelines"].get(path)}))


def suite_pins(run):
    """By older versions of ARO-Tools: how an answer differs from that version's own clean one."""
    edits = {case["id"]: case["edits"] for case in run.lines("cases.jsonl")}
    newest = {a["id"]: a for a in run.lines("answers.jsonl")}
    context = contexts_of(run)["dev/dev"]
    for pin in ("4a463f5d83c7", "4612291d5420", "2277df76598b", "984d33853a5e"):
        extra = {"tree": {"root": run.tree}, "context": context, "pin": pin}
        base = run.probe("pipeline", [extra])[0]["answer"]
        base.get("config", {}).pop("sha256_json", None)
        base.get("config", {}).pop("sha256_yaml", None)
        records = [r for r in run.lines("answers-%s.jsonl" % pin) if r.get("id") in edits and "answers" in r]
        answers = run.probe("pipeline", [{**extra, "edits": edits[r["id"]]} for r in records])
        for record, answer in zip(records, answers):
            change = record["answers"]
            if change == "=04a8968085" and "dev/dev" not in newest.get(record["id"], {}).get("answers", {}):
                continue
            change = resolve(newest[record["id"]]["answers"] if change == "=04a8968085" else change, "dev/dev")
            compare(run, "%s %s" % (pin, record["id"]), expected(base, change), answer["answer"], [s for s in STAGES[1:5] if s in base])


def first_lines(answers):
    """Any region, and paths of the tree without where it was."""
    for a in answers:
        text = a.get("error", "").replace("tree/", "").replace("file:///", "file://")
        yield re.sub(r"\[[a-z0-9]+\]\[[a-z0-9]+\]: ", "[ENV][REGION]: ", text)


def suite_rendered(run):
    """What the compiled templatize of the tree's own pin made of the clean tree: files, graphs, verdicts."""
    data = run.json("rendered.json")
    if not data:
        return
    pin = "4a463f5d83c7"
    rows = [r for r in run.json("contexts.json")["contexts"] if r.get("equals_rendered")]
    answers = run.probe("pipeline", [{"tree": {"root": run.tree}, "context": {**r, "topology": []}, "pin": pin} for r in rows])
    for row, answer in zip(rows, answers):
        want = next(f["sha256"] for f in data["rendered"]["files"] if f["file"] == row["equals_rendered"])
        on_disk = hashlib.sha256(open(os.path.join(run.tree, row["equals_rendered"]), "rb").read()).hexdigest()
        run.count("rendered " + row["equals_rendered"], answer["answer"]["config"]["sha256_yaml"] == want == on_disk, "other bytes")
    context = contexts_of(run)["dev/dev"]
    graphs = run.probe("pipeline", [{"tree": {"root": run.tree}, "context": context, "pin": pin}])[0]["answer"]["graphs"]
    for record in data["entrypoint_graph"]:
        answer = record["answers"][0]
        if answer["exit"] == 0 and record["args"][0] == "--entrypoint":
            lines = "".join(line + ";\n" for line in sorted(answer["edges"]))
            got = graphs.get("entrypoint %s stamps 1" % record["args"][1], {})
            run.count("graph " + record["id"], got.get("edges") == len(answer["edges"]) and
                      got.get("sha") == hashlib.sha256(lines.encode()).hexdigest()[:16], str(got)[:200])
    for name, record in data["validate_clean"].items():
        out = subprocess.run([run.program, "templatize"] + record["args"], cwd=run.tree, capture_output=True, text=True)
        run.count("validate " + name, out.returncode == record["answers"][0]["exit"], "exit %d" % out.returncode)
        if out.returncode and out.returncode == record["answers"][0]["exit"]:
            got = next(first_lines([{"error": out.stdout.split("\n")[0]}]))
            run.count("validate %s words" % name, got in first_lines(record["answers"]), "got " + got)


def suite_templates(run):
    data = run.json("templates.json")
    questions = [{"text": t["template"], "name": "t", "data_yaml": data["data_yaml"], "missingkey": "error"} for t in data["templates"]]
    for t, answer in zip(data["templates"], run.probe("template", questions)):
        want = t.get("output")
        if "output_base64" in t:
            want = base64.b64decode(t["output_base64"]).decode("utf-8", "surrogateescape")
        got = answer.get("output", answer.get("error"))
        run.count("template " + t["id"], got == (t["error"] if "error" in t else want), "got %r" % (got,))


def edited(text, edits):
    lines = text.split("\n")
    for e in sorted((e for e in edits if "line" in e), key=lambda e: -e["line"]):
        lines[e["line"] - 1 : e["line"] - 1 + e.get("old_count", len(e["old"]))] = e["new"]
    text = "\n".join(lines)
    return text.replace("\n", "\r\n") if any(e.get("crlf") for e in edits) else text


def validate(run, edits):
    by_path = collections.defaultdict(list)
    for e in edits:
        by_path[e["path"]].append(e)
    before = {}
    for path, list_ in by_path.items():
        full = os.path.join(run.tree, path)
        before[full] = open(full, newline="", encoding="utf-8").read() if os.path.exists(full) else None
        os.makedirs(os.path.dirname(full), exist_ok=True)
        open(full, "w", newline="", encoding="utf-8").write(edited(before[full] or "", list_))
    words = "templatize pipeline validate --service-config-file config/config.yaml --topology-config-file topology.yaml"
    out = subprocess.run([run.program] + words.split() + ["--dev-mode", "--dev-region", "westus3", "--pin", "20260820999999"],
                         cwd=run.tree, capture_output=True, text=True)
    for full, text in before.items():
        if text is None:
            os.remove(full)
        else:
            open(full, "w", newline="", encoding="utf-8").write(text)
    return out.returncode, out.stdout.splitlines()


def any_environment(line):
    return re.sub(r"^config\[dev\]\[[^]]*\]", "config[dev][ENV]", line)


def suite_templatize(run):
    edits = {case["id"]: case["edits"] for case in run.lines("cases.jsonl")}
    for record in run.lines("templatize-validate.jsonl"):
        if record["id"] not in edits:
            continue
        status, lines = validate(run, edits[record["id"]])
        ident = "templatize " + record["id"]
        sets = [sorted(map(any_environment, s)) for s in record.get("line_sets") or []]
        run.count(ident, status == record["exit"], "exit %d, not %d: %s" % (status, record["exit"], lines[:1]))
        if record["exit"] and status == record["exit"]:
            wanted = list(map(any_environment, record["errors"]))
            ok = sorted(map(any_environment, lines)) in sets if sets else any_environment(lines[0]) in wanted
            run.count(ident + " words", ok, "wanted %s, got %s" % (wanted, lines[:3]))


def main(program, shared, source, *names):
    every = "--all" in names
    names = [n for n in names if not n.startswith("--")]
    sample = os.path.join(source, "tests/oracle/suites/pipelines")
    if not os.path.exists(os.path.join(shared, "suites/pipelines/clean.json")) and not os.path.exists(sample):
        print("SKIPPED: suites/pipelines is not here\n0 passed, 0 failed, 1 skipped")
        return 77
    run = Run(program, shared, source, every)
    try:
        for name, suite in list(globals().items()):
            if name.startswith("suite_") and (not names or name[6:] in names):
                before = run.passed, run.failed, run.skipped
                suite(run)
                print("%-10s %d passed, %d failed, %d skipped" % (name[6:], run.passed - before[0], run.failed - before[1],
                                                                  run.skipped - before[2]))
    finally:
        shutil.rmtree(run.tree, ignore_errors=True)
    for reason in sorted(run.used):
        print("skipped: " + reason)
    print("%d passed, %d failed, %d skipped" % (run.passed, run.failed, run.skipped))
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
