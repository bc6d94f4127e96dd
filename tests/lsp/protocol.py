"""The server as an editor sees it: diagnostics of a small tree, edits, what is malformed, the end.

    protocol.py PROWGATE
"""
import json
import os
import subprocess
import sys
import tempfile

GOOD = "postsubmits:\n  o/r:\n  - name: one\n    spec: {containers: [{image: i}]}\n"
BAD = GOOD.replace("name: one", "name: \"\N{GRINNING FACE} x\"")
passed = failed = 0


def hold(what, is_so):
    global passed, failed
    passed, failed = passed + bool(is_so), failed + (not is_so)
    if not is_so:
        print("FAILED", what)


class Client:
    def __init__(self, prowgate, root):
        self.root = os.path.realpath(root)
        self.server = subprocess.Popen([prowgate, "lsp", "--deployed=v20260821-a61940897", "--config=config.yaml",
                                        "--job-config=jobs", root], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL)
        self.next = 0

    def raw(self, body):
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def tell(self, method, **params):
        self.raw(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def read(self):
        length = int(self.server.stdout.readline().split(b":")[1])
        self.server.stdout.readline()
        return json.loads(self.server.stdout.read(length))

    def ask(self, method, **params):
        """The answer, and what the server said before it."""
        self.next += 1
        self.raw(json.dumps({"jsonrpc": "2.0", "id": self.next, "method": method, "params": params}).encode())
        return self.wait()

    def wait(self):
        before = []
        while True:
            message = self.read()
            if "method" not in message:
                return message, before
            if message["method"] != "prowgate/status":
                before.append(message)

    def uri(self, name):
        return "file://" + self.root + "/" + name

    def diagnostics(self, version):
        """The params of the publication with this version; an older one may come before, none after."""
        while True:
            message = self.read()
            params = message["params"]
            if message["method"] == "textDocument/publishDiagnostics" and params.get("version") == version:
                return params["diagnostics"]


def talk(prowgate, root, encoding, units):
    c = Client(prowgate, root)
    early, _ = c.ask("textDocument/hover")
    hold("a request before initialize is refused", early["error"]["code"] == -32002)
    capabilities = {"general": {"positionEncodings": [encoding]}}
    answer, _ = c.ask("initialize", processId=os.getpid(), capabilities=capabilities)
    hold("encoding " + encoding, answer["result"]["capabilities"]["positionEncoding"] == encoding)
    c.tell("initialized")
    c.tell("textDocument/didOpen", textDocument={"uri": c.uri("jobs/a.yaml"), "languageId": "yaml", "version": 1, "text": BAD})
    said = [d for d in c.diagnostics(1) if d["code"] == "job-name"]
    hold("the bad name is found", len(said) == 1)
    hold("its place counts units of " + encoding,
         said and said[0]["range"]["end"] == {"line": 2, "character": 10 + units})
    edit = {"range": {"start": {"line": 2, "character": 10}, "end": {"line": 2, "character": 10 + units}}, "text": "one"}
    document = {"uri": c.uri("jobs/a.yaml"), "version": 2}
    c.tell("textDocument/didChange", textDocument=document, contentChanges=[edit])
    hold("mended, nothing is left", not [d for d in c.diagnostics(2) if d["code"] == "job-name"])
    c.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": BAD}])
    document["version"] = 1
    c.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": BAD}])
    answer, before = c.ask("prowgate/none")
    hold("an unknown method is refused", answer["error"]["code"] == -32601)
    hold("an older version changes nothing", not before)
    for version in range(3, 103):
        document["version"] = version
        c.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": BAD.replace(" x", " x%d" % version)}])
    hold("of many edits the last one counts", [d for d in c.diagnostics(102) if d["code"] == "job-name"])
    for body in (b"{", b"[]", b"1", b"null", b'{"id":{}}', b'{"id":[],"method":1}'):
        c.raw(body)
        answer, before = c.wait()
        hold("malformed: " + body.decode(), "error" in answer and not before)
    answer, _ = c.ask("shutdown")
    hold("shutdown", answer.get("result", 1) is None)
    c.tell("exit")
    hold("status 0 after shutdown and exit", c.server.wait(10) == 0)
    c.server.stdin.close()
    c.server.stdout.close()


def end(prowgate, root, how):
    c = Client(prowgate, root)
    c.ask("initialize", capabilities={})
    how(c)
    c.server.stdin.close()
    hold("status 1 without shutdown", c.server.wait(10) == 1)
    c.server.stdout.close()


def main():
    with tempfile.TemporaryDirectory() as root:
        os.mkdir(root + "/jobs")
        for name, text in (("config.yaml", "prowjob_namespace: default\n"), ("jobs/a.yaml", GOOD)):
            with open(os.path.join(root, name), "w", encoding="utf-8") as f:
                f.write(text)
        for encoding, units in (("utf-8", 8), ("utf-16", 6), ("utf-32", 5)):
            talk(sys.argv[1], root, encoding, units)
        end(sys.argv[1], root, lambda c: c.tell("exit"))
        end(sys.argv[1], root, lambda c: None)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
