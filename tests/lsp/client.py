"""A language client that knows nothing but the protocol (LSP 3.17), for tests of prowgate lsp."""
import json
import os
import subprocess

EVERYTHING = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
        "completion": {"completionItem": {"snippetSupport": True}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
    },
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}


class Client:
    """Starts the server on a folder. arguments: of prowgate lsp; told: what it said unasked, oldest first."""

    def __init__(self, prowgate, root, *arguments, capabilities=EVERYTHING, options=None, folders=None):
        self.root = os.path.realpath(root)
        self.server = subprocess.Popen([prowgate, "lsp", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL)
        self.last = 0
        self.told = []
        self.versions = {}
        self.texts = {}
        named = [{"uri": "file://" + os.path.realpath(f), "name": os.path.basename(f)} for f in folders or [root]]
        self.server_says = self.ask("initialize", processId=os.getpid(), rootUri=named[0]["uri"],
                                    workspaceFolders=named, capabilities=capabilities,
                                    initializationOptions=options or {})
        self.tell("initialized")

    def raw(self, body):
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def send(self, **message):
        self.raw(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def tell(self, method, **params):
        self.send(method=method, params=params)

    def read(self):
        length = int(self.server.stdout.readline().split(b":")[1])
        self.server.stdout.readline()
        return json.loads(self.server.stdout.read(length))

    def begin(self, method, **params):
        """Asks, and does not wait; gives the id."""
        self.last += 1
        self.send(id=self.last, method=method, params=params)
        return self.last

    def wait(self, wanted):
        """The whole answer to a request."""
        while True:
            message = self.read()
            if message.get("id") == wanted and "method" not in message:
                return message
            self.told.append(message)

    def ask(self, method, **params):
        """The result, or the error."""
        answer = self.wait(self.begin(method, **params))
        return answer["error"] if "error" in answer else answer["result"]

    def uri(self, name):
        return "file://" + self.root + "/" + name

    def document(self, name):
        return {"uri": self.uri(name)}

    def open(self, name, text=None):
        if text is None:
            with open(os.path.join(self.root, name), encoding="utf-8") as f:
                text = f.read()
        self.versions[name], self.texts[name] = 1, text
        self.tell("textDocument/didOpen",
                  textDocument={"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text})
        return text

    def write(self, name, text):
        """The text of the buffer becomes this one."""
        self.versions[name] += 1
        self.texts[name] = text
        self.tell("textDocument/didChange", textDocument={"uri": self.uri(name), "version": self.versions[name]},
                  contentChanges=[{"text": text}])

    def position(self, name, needle, inside=0):
        """Where the needle stands in the buffer, and so many characters further."""
        before = self.texts[name][:self.texts[name].index(needle) + inside]
        line = before.count("\n")
        return {"line": line, "character": len(before[before.rfind("\n") + 1:].encode("utf-16-le")) // 2}

    def at(self, method, name, needle, inside=0, **more):
        return self.ask(method, textDocument=self.document(name), position=self.position(name, needle, inside), **more)

    def complete(self, name, text, mark="|"):
        """Makes the buffer this text without its mark, and completes there: the texts that would be written."""
        at = text.index(mark)
        self.write(name, text[:at] + text[at + 1:])
        line = text[:at].count("\n")
        result = self.ask("textDocument/completion", textDocument=self.document(name),
                          position={"line": line, "character": at - text.rfind("\n", 0, at) - 1})
        return [item["textEdit"]["newText"] for item in (result or {}).get("items", [])]

    def judged(self):
        """Waits until all that was sent is judged; the status of the folders."""
        return self.ask("prowgate/status")["folders"]

    def diagnostics(self, name):
        """What was published last of a file; None where nothing was."""
        of = [m["params"] for m in self.told if m.get("method") == "textDocument/publishDiagnostics"
              and m["params"]["uri"] == self.uri(name)]
        return of[-1]["diagnostics"] if of else None

    def codes(self, name):
        return sorted(d["code"] for d in self.diagnostics(name) or [])

    def stop(self):
        """The exit status after a clean end."""
        self.ask("shutdown")
        self.tell("exit")
        status = self.server.wait(10)
        self.server.stdin.close()
        self.server.stdout.close()
        return status


def apply(text, edits):
    """The text after TextEdits in UTF-16 columns, as an editor applies them: all at once."""
    lines = text.split("\n")

    def offset(p):
        line = lines[p["line"]] if p["line"] < len(lines) else ""
        inside = line.encode("utf-16-le")[:2 * p["character"]].decode("utf-16-le", "ignore")
        return sum(len(x) + 1 for x in lines[:p["line"]]) + len(inside)

    for e in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        text = text[:offset(e["range"]["start"])] + e["newText"] + text[offset(e["range"]["end"]):]
    return text
