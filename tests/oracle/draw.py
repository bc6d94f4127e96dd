#!/usr/bin/env python3
"""Draws the sample of the recordings that the suites run on where ../shared is not there.

  draw.py SHARED OUT     writes OUT/PATH.gz for every file listed below

Of a long list every tenth record is kept, of a short one all. What another record needs stays: the earliest path of
every root, and what Go's reader makes of the texts of the YAML suite.
"""
import glob
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

STEP = 10
WHOLE = 25_000  # bytes: a file up to this size is kept as it is


def every(records, keep=lambda record: False, step=STEP):
    return [r for i, r in enumerate(records) if i % step == step // 2 or keep(r)]


def lists(value, path):
    """The file's own lists of records, thinned."""
    if isinstance(value, list):
        return every(value)
    return {k: every(v) if k in ("records", "tests", "changes", "json_records", "bucket_records") else v for k, v in value.items()}


def paths(value, path):
    first = {}
    for record in value["paths"]:
        root = record["root"]
        if root not in first or record["since"]["date"] < first[root]["since"]["date"]:
            first[root] = record
    kept = [id(r) for r in first.values()]
    return {"meta": value["meta"], "paths": every(value["paths"], lambda r: id(r) in kept)}


# Records that validator/syntax/yaml/twice.c names as its proof.
CITED = {"tag-flow-0054"}


def goyaml(value, path):
    suite = json.load(open(os.path.join(os.path.dirname(path), "../yaml/tests.json"), encoding="utf-8"))
    texts = {t.get("yaml") for t in every(suite["tests"], step=4)}
    return {**value, "records": every(value["records"], lambda r: r.get("input") in texts or r.get("id") in CITED)}


def cel(value, path):
    """Expressions and policies; environments, limits and what changed of the specification's tests stay whole."""
    long = ("tests", "check_errors", "syntax_errors", "policies")
    return {k: every(v) if k in long else v for k, v in value.items()}


def hashes(value, path):
    """Every job of the tree, since none may be there that was not recorded, but only the hashes of its JSON."""
    for job in value["jobs"]:
        for answer in job["answers"]:
            answer.pop("json", None)
    return value


def merge(value, path):
    """Of real trees nothing is kept: they are too large."""
    return {**value, "cases": every(value["cases"])}


def trigger(value, path):
    """Events about inline files."""
    sources = {k: v for k, v in value["sources"].items() if "files" in v}
    return {**value, "sources": sources, "events": every([e for e in value["events"] if e["source"] in sources])}


def reconciler(value, path):
    """Inline files, and pairs of the bundle that is here."""
    here = [r for r in value["records"] if "bundle" not in r or r["bundle"].split("/")[-1] in BUNDLES]
    return {**value, "records": every(here, lambda r: r["options"] and "bundle" not in r)}


def replays(value, path):
    return [r for r in value if r["bundle"] in BUNDLES]


# Repositories with their history: what brought the kubernetes fleet down in January 2019, and one small one.
BUNDLES = ["incident-2019.bundle", "GoogleCloudPlatform-oss-test-infra.bundle"]

FILES = {
    "replays/replays.json": replays,
    "facts/prow/prow-paths.json": paths,
    "facts/prow/validation-changes.json": lambda value, path: value,
    "suites/cel/*.json": cel,
    "suites/checkconfig/mutations.json": lists,
    "suites/effective/istio-aws.json": hashes,
    "suites/effective/istio-gcp.json": hashes,
    "suites/effective/oss-2021.json": hashes,
    "suites/go-oracles/goyaml.json": goyaml,
    "suites/go-oracles/*.json": lists,
    "suites/merge/synthetic.json": merge,
    "suites/trigger/events.json": trigger,
    "suites/reconciler/pairs.json": reconciler,
    "suites/k8s-names/*.json": lists,
    "suites/re2/*.json": lists,
    "suites/yaml/tests.json": lambda value, path: {**value, "tests": every(value["tests"], step=4)},
}


# What config.Load reads of real trees.
TREES = {"corpora/istio-test-infra.tar.zst": ["prow/aws/config.yaml", "prow/aws/cluster/jobs", "prow/gcp/config.yaml", "prow/gcp/cluster/jobs"]}


def tree(shared, out, name, parts):
    steady = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"]
    with tempfile.TemporaryDirectory() as folder:
        whole = subprocess.run(["zstd", "-dc", "--long=27", os.path.join(shared, name)], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", folder], input=whole.stdout, check=True)
        few = subprocess.run(["tar", "-c", *steady, "-C", folder, *parts], check=True, capture_output=True)
    os.makedirs(os.path.join(out, os.path.dirname(name)), exist_ok=True)
    with open(os.path.join(out, name), "wb") as f:
        f.write(subprocess.run(["zstd", "-19", "-q"], input=few.stdout, check=True, capture_output=True).stdout)


def pack(data):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9, mtime=0) as f:
        f.write(data)
    return out.getvalue()


def write(out, name, data):
    at = os.path.join(out, name + ".gz")
    os.makedirs(os.path.dirname(at), exist_ok=True)
    with open(at, "wb") as f:
        f.write(pack(data))


def catalog(text):
    """The ids alone of the tables of section 4."""
    kept, inside, column = [], False, None
    for line in text.splitlines():
        if line.startswith("#"):
            inside = line.startswith("### 4.") or inside and line.startswith("### ")
            kept += [" ".join(line.split()[:2]) + " "] if inside else []
            column = None
        elif inside and line.startswith("|"):
            cells = [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]
            column = cells.index("id") if "id" in cells else column
            if column is not None:
                row = cells[column : column + 1] + [c for i, c in enumerate(cells) if c.startswith("ids") and i != column]
                kept.append("| " + " | ".join(row) + " |")
        else:
            column = None
            kept.append("")
    return "\n".join(kept).strip("\n") + "\n## end\n"


def jsonl(records):
    return b"".join(json.dumps(r, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for r in records)


def thin_answers(record, contexts=2):
    """A few contexts of a case, what is that of another context written out."""
    answers, kept = record["answers"], {}
    for context, answer in answers.items():
        if isinstance(answer, dict):
            stages = {s: answers[v[1:]][s] if isinstance(v, str) and v.startswith("=") else v for s, v in answer.items()}
            kept[context] = stages
        elif not answer.startswith("="):
            kept[context] = answer
    return {**record, "answers": {c: kept[c] for c in list(kept)[:contexts]}}


# What the answers depend on.
TREE = re.compile(
    r"topology.*\.yaml|config/.*\.(yaml|json)|tooling/(templatize/(settings\.yaml|go\.mod)|image-updater/config\.yaml)"
    r"|.*\.tmpl\.bicepparam|.*values[^/]*\.(yaml|yaml\.tmpl)"
)


def pipeline_tree(shared, edited):
    """The files of the tree that pipelines are made of."""
    packed = subprocess.run(["zstd", "-dc", os.path.join(shared, "corpora/azure-aro-hcp.tar.zst")], capture_output=True, check=True).stdout
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(packed)) as t, tarfile.open(fileobj=out, mode="w") as kept:
        root = min((m.name for m in t if m.name.endswith("/topology.yaml")), key=len)[: -len("topology.yaml")]
        for m in sorted(t, key=lambda m: m.name):
            name = m.name[len(root) :]
            data = t.extractfile(m).read() if m.isfile() else b""
            pipeline = name.endswith((".yaml", ".yml")) and (b"serviceGroup:" in data or b"namespaceFiles" in data)
            named = TREE.fullmatch(name) or name in edited or re.search(r"(namespace|ns)[^/]*\.ya?ml", name)
            if m.isfile() and (pipeline or named):
                info = tarfile.TarInfo(name)
                info.size = len(data)
                kept.addfile(info, io.BytesIO(data))
    return pack(out.getvalue())


def pipelines(shared, out):
    folder = os.path.join(shared, "suites/pipelines")
    to = os.path.join(out, "suites/pipelines")
    lines = lambda name: [json.loads(line) for line in open(os.path.join(folder, name), encoding="utf-8")]
    save = lambda name, data: write(out, "suites/pipelines/" + name, data)
    edited = set()
    for cases, answers in (("cases.jsonl", "answers.jsonl"), ("random-cases.jsonl", "random-answers.jsonl")):
        kept = [thin_answers(r) for r in every(lines(answers), step=STEP if cases == "cases.jsonl" else 2 * STEP)]
        ids = {r["id"] for r in kept}
        records = [r for r in lines(cases) if r["id"] in ids]
        edited |= {e["path"] for r in records for e in r["edits"]}
        save(cases, jsonl(records))
        save(answers, jsonl(kept))
    flood = every(lines("schema-flood.jsonl"))
    edited |= {e["path"] for r in flood for e in r["edits"]}
    save("schema-flood.jsonl", jsonl(flood))
    save("templatize-validate.jsonl", jsonl({k: r[k] for k in ("id", "exit", "errors", "line_sets") if k in r} for r in lines("templatize-validate.jsonl")))
    load = lambda name: json.load(open(os.path.join(folder, name), encoding="utf-8"))
    contexts = load("contexts.json")
    save("contexts.json", json.dumps({"contexts": every(contexts["contexts"])}).encode())
    save("clean.json", json.dumps({"contexts": load("clean.json")["contexts"]}).encode())
    save("contexts-used.json", json.dumps(load("contexts-used.json")).encode())
    templates = load("templates.json")
    save("templates.json", json.dumps({"data_yaml": templates["data_yaml"], "templates": every(templates["templates"], step=4)}).encode())
    with open(os.path.join(to, "tree.tar.gz"), "wb") as f:
        f.write(pipeline_tree(shared, edited))


def main(shared, out):
    done = set()
    for pattern, thin in FILES.items():
        for path in sorted(glob.glob(os.path.join(shared, pattern))):
            name = os.path.relpath(path, shared)
            if name in done:
                continue
            done.add(name)
            with open(path, "rb") as f:
                data = f.read()
            if len(data) > WHOLE:
                data = json.dumps(thin(json.loads(data), path), ensure_ascii=False, separators=(",", ":")).encode()
            write(out, name, data)
    # JSON Schema's own suite: every eighth file whole, and all documents that they refer to.
    root = os.path.join(shared, "suites/jsonschema")
    for folder in ["draft2020-12", "draft2020-12/optional", "draft7", "draft7/optional"]:
        for path in sorted(glob.glob(os.path.join(root, "tests", folder, "*.json")))[::8]:
            write(out, os.path.relpath(path, shared), open(path, "rb").read())
    for path in sorted(glob.glob(os.path.join(root, "remotes/**/*.json"), recursive=True)):
        write(out, os.path.relpath(path, shared), open(path, "rb").read())
    with open(os.path.join(shared, "facts/prow/validation-catalog.md"), encoding="utf-8") as f:
        write(out, "facts/prow/validation-catalog.md", catalog(f.read()).encode())
    pipelines(shared, out)
    for name, parts in TREES.items():
        tree(shared, out, name, parts)
    for name in BUNDLES:
        os.makedirs(os.path.join(out, "replays"), exist_ok=True)
        shutil.copyfile(os.path.join(shared, "replays", name), os.path.join(out, "replays", name))
    shutil.copyfile(os.path.join(root, "LICENSE"), os.path.join(out, "suites/jsonschema/LICENSE"))


if __name__ == "__main__":
    main(*sys.argv[1:])
