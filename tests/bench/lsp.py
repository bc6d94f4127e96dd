"""What a language server answers in, on a real tree: prowgate's, and yaml-language-server's beside it where it can be had.

    lsp.py PROWGATE TREE [COMMAND...]

TREE: with config/jobs. COMMAND starts the other server, which is given our exported schema. Never a test: it prints what it
measured, in milliseconds and MB.
"""
import glob
import json
import os
import statistics
import subprocess
import sys
import time

EDITS = 60


class Server:
    def __init__(self, name, command, root, settings=None):
        self.name, self.root, self.last, self.settings = name, root, 0, settings
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        folder = {"uri": "file://" + root, "name": "tree"}
        self.ask("initialize", processId=os.getpid(), rootUri=folder["uri"], workspaceFolders=[folder], capabilities={
            "textDocument": {"publishDiagnostics": {}, "completion": {"completionItem": {"snippetSupport": True}}},
            "workspace": {"configuration": bool(settings), "workspaceFolders": True}})
        self.tell("initialized")
        if settings:
            self.tell("workspace/didChangeConfiguration", settings=settings)

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, **params):
        self.send(method=method, params=params)

    def read(self):
        length = 0
        while True:
            line = self.process.stdout.readline().strip()
            if not line:
                break
            if line.lower().startswith(b"content-length"):
                length = int(line.split(b":")[1])
        message = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:
            items = message.get("params", {}).get("items", []) if isinstance(message.get("params"), dict) else []
            self.send(id=message["id"], result=[(self.settings or {}).get(i.get("section")) for i in items] if items else None)
        return message

    def wait(self, is_it):
        while True:
            message = self.read()
            if is_it(message):
                return message

    def ask(self, method, **params):
        self.last += 1
        self.send(id=self.last, method=method, params=params)
        return self.wait(lambda m: m.get("id") == self.last and "method" not in m).get("result")

    def memory(self):
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("VmHWM")) / 1024

    def published(self, uri):
        return self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri)


def figures(times):
    times = sorted(times)
    return "median %6.1f, p99 %6.1f" % (statistics.median(times), times[int(len(times) * 0.99)])


def file(s, what, path):
    """Edits of one file: a letter in a value, and taken back; each waits for its diagnostics. Then completion."""
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    uri = "file://" + path
    line = next(i for i, x in enumerate(lines) if x.strip().startswith("- name:") or x.strip().startswith("name:"))
    args = next((i for i, x in enumerate(lines) if i > line and x.strip() in ("args:", "command:")), None)
    at = {"line": args + 1, "character": len(lines[args + 1])} if args else {"line": line, "character": len(lines[line])}
    s.tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": "\n".join(lines)})
    s.published(uri)
    edits, completions = [], []
    for i in range(EDITS):
        end = dict(at, character=at["character"] + (i % 2))
        begun = time.perf_counter()
        s.tell("textDocument/didChange", textDocument={"uri": uri, "version": i + 2},
               contentChanges=[{"range": {"start": at, "end": end}, "text": "" if i % 2 else "x"}])
        s.published(uri)
        edits.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        s.ask("textDocument/completion", textDocument={"uri": uri}, position={"line": line, "character": lines[line].index("name") + 2})
        completions.append((time.perf_counter() - begun) * 1000)
    print("%-22s %-7s file (%3d KB): edit to diagnostics %s; completion %s"
          % (s.name, what, os.path.getsize(path) // 1024, figures(edits), figures(completions)))


def measure(s, files):
    for what, path in (("median", files[len(files) // 2]), ("largest", files[-1])):
        file(s, what, path)
    print("%-22s peak memory %.0f MB" % (s.name, s.memory()))
    s.ask("shutdown")
    s.tell("exit")
    s.process.wait(20)


def main(prowgate, root, *other):
    root = os.path.realpath(root)
    files = sorted(glob.glob(root + "/config/jobs/**/*.yaml", recursive=True), key=os.path.getsize)
    own = Server("prowgate lsp", [prowgate, "lsp"], root)
    own.ask("prowgate/status")
    print("%-22s first scan %.0f ms" % (own.name, (time.perf_counter() - own.begun) * 1000))
    measure(own, files)
    if not other:
        print("yaml-language-server   is not here: npm could not fetch it")
        return
    schema = os.path.join(os.path.dirname(os.path.realpath(prowgate)), "jobs.schema.json")
    with open(schema, "wb") as f:
        subprocess.run([prowgate, "schema", "jobs", "--deployed=latest"], stdout=f, check=True)
    settings = {"yaml": {"schemas": {"file://" + schema: ["/config/jobs/**/*.yaml"]}, "validate": True, "completion": True}}
    measure(Server("yaml-language-server", list(other), root, settings), files)


main(*sys.argv[1:])
