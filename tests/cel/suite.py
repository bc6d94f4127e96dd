#!/usr/bin/env python3
"""Asks `prowgate probe cel` and `probe cel-policy` everything that was recorded of cel-go and of Kubernetes.

  suite.py PROWGATE SHARED SOURCE

Where SHARED is not there the sample in tests/oracle stands in. Ends with "N passed, N failed, N skipped".
"""
import gzip
import json
import math
import os
import re
import subprocess
import sys

# Messages that stand for values without messages.
SIMPLE = {f"{n}Value" for n in ("Bool", "Bytes", "Double", "Float", "Int32", "Int64", "List", "String", "UInt32", "UInt64")}
SIMPLE |= {"Duration", "Timestamp", "Struct", "Value"}
PROWGATE, SHARED, SOURCE = sys.argv[1:4]
sampled = False


def load(name):
    global sampled
    path = f"suites/cel/{name}.json"
    try:
        with open(os.path.join(SHARED, path), encoding="utf-8") as f:
            return json.load(f)
    except FileNotFoundError:
        sampled = True
        with gzip.open(os.path.join(SOURCE, "tests/oracle", path + ".gz")) as f:
            return json.load(f)


def ask(questions, kind="cel"):
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    run = subprocess.run([PROWGATE, "probe", kind], input=lines.encode(), capture_output=True, check=False)
    answers = [json.loads(line) for line in run.stdout.decode("utf-8", "surrogateescape").splitlines()]
    if len(answers) != len(questions):
        sys.exit(f"probe {kind}: {len(answers)} answers to {len(questions)} questions: {run.stderr[-2000:]!r}")
    return answers


class Tally:
    """Counts cases, and holds the list of exceptions against what really differs."""

    def __init__(self):
        self.reasons, self.seen = {}, set()
        self.passed = self.failed = self.left_out = 0
        with open(os.path.join(SOURCE, "tests/cel/exceptions.txt"), encoding="utf-8") as f:
            for line in f:
                if line.strip() and not line.startswith("#"):
                    name, reason = line.rstrip("\n").split("\t")
                    self.reasons[name] = reason

    def leaves_out(self, record):
        """Of the messages there are only those that stand for what YAML has, too."""
        why = record.get("needs_proto_why", [])
        known = re.compile(r"^(expr|(object|type) google\.protobuf\.\w+)$")
        out = bool(record.get("needs_proto")) and (
            not all(known.match(w) for w in why) or not self.simple(record["expr"], record.get("container", ""))
        )
        self.left_out += out
        return out

    @staticmethod
    def simple(expr, container):
        messages = set(re.findall(r"([\w.`]+)\s*\{", expr))
        return "TestAllTypes" not in expr and container in ("", "google.protobuf") and all(
            m.rpartition(".")[2] in SIMPLE and m.rpartition(".")[0] in (container, "google.protobuf") for m in messages
        )

    def case(self, name, ok, want, got):
        listed = name in self.reasons
        self.seen.add(name)
        if ok != listed:
            self.passed += 1
            return
        self.failed += 1
        if listed:
            print(f"FAIL {name}: listed as an exception, but does not differ")
        else:
            print(f"FAIL {name}\n  want {json.dumps(want)[:400]}\n  got  {json.dumps(got)[:400]}")

    def end(self):
        for name in [] if sampled else self.reasons.keys() - self.seen:
            self.failed += 1
            print(f"FAIL {name}: an exception without its case")
        print(f"{self.left_out} records need messages and are left out, {len(self.reasons)} exceptions")
        print(f"{self.passed} passed, {self.failed} failed, 0 skipped")
        return 1 if self.failed else 0


def form(v):
    """A value in a form in which equal ones are equal: maps without order, whole numbers by value, NaN as itself."""
    if isinstance(v, dict) and len(v) == 1:
        kind, x = next(iter(v.items()))
        if kind == "map":
            return ("map", tuple(sorted(repr((form(a), form(b))) for a, b in x)))
        if kind == "list":
            return ("list", tuple(form(e) for e in x))
        if kind == "optional":
            return ("optional", None if x is None else form(x))
        if kind in ("int64", "uint64"):
            return (kind, int(x))
        if kind == "double":
            return (kind, "nan" if math.isnan(float(x)) else repr(float(x)))
        return (kind, json.dumps(x))
    return ("bool" if isinstance(v, bool) else "raw", json.dumps(v, sort_keys=True))


def same(a, b):
    return repr(form(a)) == repr(form(b))


def same_issues(got, want):
    """Places and words; the words of ANTLR's own messages are free."""
    return len(got) == len(want) and all(
        (g["line"], g["col"]) == (w["line"], w["col"]) and (g["msg"] == w["msg"] or w["msg"].startswith("Syntax error:"))
        for g, w in zip(got, want)
    )


def question(record, **more):
    kept = ("expr", "expr_b64", "container", "disable_check", "type_env", "bindings")
    return {**{k: record[k] for k in kept if k in record}, **more}


def as_expected(answer, expected):
    if "varies" in expected:
        return any(as_expected(answer, e) for e in expected["varies"])
    if "value" in expected:
        return answer["ok"] and same(answer["value"], expected["value"])
    return not answer["ok"] and answer["error"] in expected["error"] and answer["at"] == expected.get("at", "eval")


def generated(tally):
    data = load("generated")

    def ask_all(records, **more):
        return zip(records, ask([question(r, **data["envs"].get(r.get("env"), {}), **more) for r in records]))

    for r, a in ask_all(data["tests"]):
        typed = not r.get("deduced_type") or a.get("type") == r["deduced_type"]
        tally.case("generated/" + r["id"], as_expected(a, r["expected"]) and typed, r, a)
    for r, a in ask_all(data["check_errors"]):
        ok = not a["ok"] and a["at"] == "check" and a["error"] == r["text"] and same_issues(a["issues"], r["check_error"])
        tally.case("generated/" + r["id"], ok, r, a)
    for r, a in ask_all(data["check_errors"], disable_check=True):
        e = r["parse_only"]
        tally.case(f"generated/{r['id']}/parse_only", as_expected(a, e) if "value" in e else not a["ok"], e, a)
    for r, a in ask_all(data["syntax_errors"]):
        ok = not a["ok"] and a["at"] == "parse" and same_issues(a["issues"], r["syntax_error"])
        tally.case("generated/" + r["id"], ok, r, a)
    limits(tally, data["limits"])


def limits(tally, families):
    x = {
        "type_env": [{"name": "x", "kind": "ident", "type": "dyn"}],
        "bindings": [{"name": "x", "value": {"map": []}}],
    }
    for f in families:

        def text(n, f=f):
            return f["prefix"] + f["open"] * n + f["middle"] + f["close"] * n + f["suffix"]

        most = f.get("max_ok", f.get("max_ok_at_least"))
        (a,) = ask([{"expr": text(most), **x}])
        if f["check_at_max"] == "ok":
            ok = a.get("at") not in ("parse", "check")
        else:
            ok = a.get("at") == "check" and f["check_at_max"] in a["error"]
        tally.case("limits/" + f["name"], ok, f["check_at_max"], a)
        if "max_ok" in f:
            (a,) = ask([{"expr": text(most + 1), **x}])
            ok = a.get("at") == "parse" and same_issues(a["issues"], f["error_at_next"])
            tally.case(f"limits/{f['name']}/next", ok, f["error_at_next"], a)


def kubernetes(tally):
    data = load("kubernetes")
    tests = data["tests"]
    for r, a in zip(tests, ask([question(r, env="kubernetes", bindings=data["bindings"]) for r in tests])):
        if "expected" in r:
            ok = as_expected(a, r["expected"])
            if r.get("deduced_type") and r["expected"].get("at") != "program":
                ok = ok and a.get("type") == r["deduced_type"]
            ok = ok and ("cost" not in r or a.get("cost") == r["cost"])
        else:
            ok = not a["ok"] and same_issues(a.get("issues", []), r.get("check_error") or r["syntax_error"])
        tally.case("kubernetes/" + r["id"], ok, r, a)


def specification(tally):
    def key(r):
        return r["file"], r["section"], r["name"]

    old, more = load("tests")["tests"], load("more")
    new = {key(r) for r in more["tests"]}
    gone = {key(r) for r in more["removed"]} | new
    differ = {key(r): r["cel_go"] for r in more["existing_differs"]}
    records = [("tests", {**r, "expected": differ.get(key(r), r["expected"])}) for r in old if key(r) not in gone]
    records += [("more", r) for r in more["tests"]]
    records = [(name, r) for name, r in records if not tally.leaves_out(r)]
    for (name, r), a in zip(records, ask([question(r) for _, r in records])):
        e = r["expected"]
        if r.get("check_only"):
            ok = a.get("type") == e.get("deduced_type")
        elif "value" in e:
            ok = a["ok"] and same(a["value"], e["value"]) and e.get("deduced_type") in (None, a["type"])
        elif "error" in e or "any_errors" in e:  # the specification's words are not cel-go's
            ok = not a["ok"]
        else:
            ok = a["ok"] and a["type"] == e["deduced_type"]
        tally.case("/".join((name,) + key(r)), ok, r, a)


def same_outputs(got, want, words):
    return len(got) == len(want) and all(
        "value" in w and "value" in g and same(g["value"], w["value"])
        or "error" in w and "error" in g and (not words or g["error"] == w["error"])
        for g, w in zip(got, want)
    )


def policies(tally):
    data = load("policies")
    asked = [
        {
            "policy": r["policy"],
            "vars": data["vars"],
            "inputs": data["inputs"],
            "simple_variables": r.get("parser_option") == "SimpleVariables",
        }
        for r in data["policies"]
    ]
    for r, a in zip(data["policies"], ask(asked, "cel-policy")):
        if "outputs" in r:
            ok = a["ok"] and same_outputs(a["outputs"], r["outputs"], True)
            want = r.get("explanation", {}).get("outputs")
            ok = ok and (want is None or same_outputs((a.get("explanation") or {}).get("outputs", []), want, False))
        elif "panic" in r:  # of upstream: here any refusal
            ok = not a["ok"]
        else:
            ok = not a["ok"] and a["at"] == r["at"] and same_issues(a["issues"], r["errors"])
        tally.case("policies/" + r["id"], ok, r, a)


def main():
    tally = Tally()
    for part in (generated, kubernetes, specification, policies):
        part(tally)
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
