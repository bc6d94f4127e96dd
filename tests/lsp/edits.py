"""Random edits, as somebody types: after each few the server's findings are those of a fresh check; and messages that are
malformed, reordered or cut never stop it.

    edits.py PROWGATE [TREE]

PROWGATE_LSP_EDITS says how many edits are made (200), PROWGATE_LSP_MESSAGES how many bad messages (2000). TREE is a folder
with a Prow configuration; without it, a small one of the test's own.
"""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

from client import EVERYTHING, Client

EVERY = 50
passed = failed = 0

SNIPPETS = ["", " ", "\n", "- name: x\n", "  cluster: build1\n", "#", "'", "\"", "{", "]", ":", "always_run: true\n", "*",
            "&a", "\t", "\N{GRINNING FACE}", "presubmits:\n", "  branches: [main]\n", "preset-x: \"true\"\n", "---\n", "0"]
SMALL = {
    "config.yaml": "prowjob_namespace: default\ntide:\n  queries:\n  - repos: [o/r]\n    labels: [lgtm]\n",
    "plugins.yaml": "plugins:\n  o/r: {plugins: [trigger]}\n",
    "jobs/presets.yaml": "presets:\n- labels: {preset-x: \"true\"}\n  env: [{name: A, value: b}]\n",
}


def hold(what, is_so, got=None):
    global passed, failed
    passed, failed = passed + bool(is_so), failed + (not is_so)
    if not is_so:
        print("FAILED", what, "" if got is None else str(got)[:1500])


def make(root):
    files = dict(SMALL)
    for i in range(6):
        jobs = "".join("  - name: job-%d-%d\n    always_run: %s\n    labels: {preset-x: \"true\"}\n    spec: {containers: "
                       "[{image: a:1, command: [sh]}]}\n" % (i, k, "true" if k % 2 else "false") for k in range(5))
        files["jobs/j%d.yaml" % i] = "presubmits:\n  o/r:\n%speriodics:\n- name: p%d\n  interval: 1h\n  spec: {containers: [{image: a:1}]}\n" % (jobs, i)
    for name, text in files.items():
        os.makedirs(os.path.join(root, os.path.dirname(name)), exist_ok=True)
        with open(os.path.join(root, name), "w", encoding="utf-8") as f:
            f.write(text)


def check(prowgate, root, arguments):
    run = subprocess.run([prowgate, "check", "--format=json", *arguments, root], capture_output=True, check=False)
    found = {}
    for f in json.loads(run.stdout)["findings"]:
        if not f.get("suppressed"):
            found.setdefault(f.get("file", ""), []).append((max(f.get("line", 1), 1) - 1, f["rule"], f["message"]))
    return {name: sorted(of) for name, of in found.items()}


def told(c, main):
    """What was published last of each file; findings of the tree stand with the main file."""
    found = {}
    for message in c.told:
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            found[params["uri"][len(c.uri("")):]] = sorted(
                (d["range"]["start"]["line"], d["code"], d["message"].split("\n")[0]) for d in params["diagnostics"])
    c.told = [{"method": "textDocument/publishDiagnostics", "params": m["params"]} for m in c.told
              if m.get("method") == "textDocument/publishDiagnostics"][-4000:]
    return {name: of for name, of in found.items() if of}


def wanted(found, main):
    """As the client is told: first lines, and what has no file at the main one."""
    out = {}
    for name, of in found.items():
        out.setdefault(name or main, []).extend((line, rule, text.split("\n")[0]) for line, rule, text in of)
    return {name: sorted(of) for name, of in out.items()}


def edit(r, c, root, names):
    """One edit of one buffer, as a range of it."""
    name = r.choice(names)
    if name not in c.texts:
        c.open(name)
    text = c.texts[name]
    at = r.randrange(len(text) + 1)
    end = min(len(text), at + r.choice([0, 0, 0, 1, 2, 8]))
    put = r.choice(SNIPPETS)

    def position(offset):
        before = text[:offset]
        return {"line": before.count("\n"), "character": len(before[before.rfind("\n") + 1:].encode("utf-16-le")) // 2}

    c.versions[name] += 1
    c.tell("textDocument/didChange", textDocument={"uri": c.uri(name), "version": c.versions[name]},
           contentChanges=[{"range": {"start": position(at), "end": position(end)}, "text": put}])
    c.texts[name] = text[:at] + put + text[end:]
    with open(os.path.join(root, name), "w", encoding="utf-8", newline="") as f:
        f.write(c.texts[name])
    if r.random() < 0.05:
        c.tell("textDocument/didClose", textDocument={"uri": c.uri(name)})
        c.tell("workspace/didChangeWatchedFiles", changes=[{"uri": c.uri(name), "type": 2}])
        del c.texts[name]
    elif r.random() < 0.2:
        with open(os.path.join(root, name), "w", encoding="utf-8", newline="") as f:
            f.write(text)
        c.write(name, text)


def memory(c):
    with open("/proc/%d/status" % c.server.pid, encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS"))


def edits(prowgate, root, main, names, arguments, count):
    r = random.Random(7)
    c = Client(prowgate, root, *arguments)
    first = None
    for i in range(1, count + 1):
        edit(r, c, root, names)
        if i % 7 == 0:
            c.ask(r.choice(["textDocument/hover", "textDocument/completion", "textDocument/definition"]),
                  textDocument={"uri": c.uri(r.choice(names))}, position={"line": r.randrange(30), "character": r.randrange(30)})
        if i % EVERY and i != count:
            continue
        c.judged()
        fresh, served = wanted(check(prowgate, root, arguments), main), told(c, main)
        differ = [(n, served.get(n), fresh.get(n)) for n in {*fresh, *served} if fresh.get(n, []) != served.get(n, [])]
        hold("after %d edits the findings are those of check" % i, not differ, differ[:1])
        if i >= 1000 and first is None:
            first = memory(c)
    if first:
        hold("memory does not grow after the first thousand", memory(c) < first * 1.25 + 4096, (first, memory(c)))
    hold("clean end", c.stop() == 0)


def messages(prowgate, root, arguments, count):
    """Well-formed frames with anything in them; then frames that are none, which end it."""
    r = random.Random(11)
    c = Client(prowgate, root, *arguments)
    name = "jobs/j0.yaml"
    c.open(name)
    methods = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave",
               "textDocument/hover", "textDocument/completion", "textDocument/rename", "textDocument/codeAction",
               "textDocument/codeLens", "codeLens/resolve", "textDocument/semanticTokens/full", "workspace/symbol",
               "workspace/executeCommand", "workspace/didChangeConfiguration", "workspace/willRenameFiles",
               "textDocument/selectionRange", "textDocument/inlayHint", "workspace/diagnostic", "$/cancelRequest", "none",
               "workspace/didChangeWorkspaceFolders", "textDocument/documentSymbol", "initialized", "initialize"]
    values = [None, True, 0, -1, 1 << 62, 1.5, "", "x", c.uri(name), "file:///", "file://%zz", [], [None], {}, {"uri": c.uri(name)},
              {"line": 1 << 40, "character": -5}, {"start": {"line": 9, "character": 0}, "end": {"line": 0, "character": 0}},
              [{"range": {"start": {"line": 3, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "a"}], "\ud800"]
    keys = ["textDocument", "position", "range", "context", "contentChanges", "newName", "query", "command", "arguments",
            "settings", "files", "positions", "id", "event", "changes", "data", "capabilities"]
    for i in range(count):
        params = {k: r.choice(values) for k in r.sample(keys, r.randrange(6))}
        if r.random() < 0.5:
            params["textDocument"] = {"uri": c.uri(name), "version": r.choice([None, 0, i, "1"]), "text": r.choice(SNIPPETS)}
        message = {"jsonrpc": "2.0", "method": r.choice(methods), "params": r.choice([params, params, params, [], None])}
        if r.random() < 0.5:
            message["id"] = i + 1000
        body = json.dumps(message).encode()
        if r.random() < 0.1:
            body = body[:r.randrange(len(body))]
        c.raw(body)
        if i % 20 == 0:
            c.ask("prowgate/status")
    hold("after %d bad messages it still answers" % count, "folders" in c.ask("prowgate/status"))
    hold("and ends clean", c.stop() == 0)
    for end in (b"Content-Length: x\r\n\r\n{}", b"\r\n\r\n", b"Content-Length: 99999999999999999999\r\n\r\n", b"Content-Length: 10\r\n\r\n{}"):
        c = Client(prowgate, root, *arguments)
        c.server.stdin.write(end)
        c.server.stdin.close()
        hold("a frame that is none ends it, not cleanly: %r" % end, c.server.wait(20) == 1)
        c.server.stdout.close()


def main(prowgate, tree=None):
    arguments = ["--deployed=v20260821-a61940897"]
    with tempfile.TemporaryDirectory() as scratch:
        root = os.path.join(os.path.realpath(scratch), "tree")
        if tree:
            shutil.copytree(tree, root, symlinks=True)
            names = [os.path.relpath(os.path.join(d, f), root) for d, _, files in os.walk(root) for f in files
                     if f.endswith(".yaml") and "/jobs" in d]
            names = sorted(names)[::7] + ["config/prow/config.yaml"] * 3
            edits(prowgate, root, "config/prow/config.yaml", names, arguments, int(os.environ.get("PROWGATE_LSP_EDITS", "200")))
        else:
            make(root)
            names = sorted(os.path.relpath(os.path.join(d, f), root) for d, _, files in os.walk(root) for f in files)
            edits(prowgate, root, "config.yaml", names, arguments, int(os.environ.get("PROWGATE_LSP_EDITS", "200")))
            shutil.rmtree(root)
            make(root)
            messages(prowgate, root, arguments, int(os.environ.get("PROWGATE_LSP_MESSAGES", "2000")))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main(*sys.argv[1:]))
