"""Every feature of the language server, as a client that offers all of the protocol sees it.

    features.py PROWGATE
"""
import json
import os
import subprocess
import sys
import tempfile
import time

from client import EVERYTHING, Client, apply

passed = failed = 0


def hold(what, is_so, got=None):
    global passed, failed
    passed, failed = passed + bool(is_so), failed + (not is_so)
    if not is_so:
        print("FAILED", what, "" if got is None else json.dumps(got)[:600])


CONFIG = """prowjob_namespace: default
plank:
  default_decoration_config_entries:
  - config:
      gcs_configuration: {bucket: b, path_strategy: explicit}
      gcs_credentials_secret: s
      utility_images: {clonerefs: c, initupload: i, entrypoint: e, sidecar: s}
in_repo_config:
  allowed_clusters:
    '*': [build1]
tide:
  queries:
  - repos: [o/r]
    labels: [lgtm]
branch-protection:
  orgs:
    o:
      protect: true
      required_status_checks:
        contexts: [pull-two]
"""
JOBS = """presets:
- labels:
    preset-x: "true"
  env:
  - name: A
    value: b
presubmits:
  o/r:
  - name: pull-one
    always_run: true
    branches: [main, ^release-.*$]
    decorate: true
    labels:
      preset-x: "true"
    spec: &s
      containers:
      - image: busybox:1
        command: [sh]
  - name: pull-two
    optional: true
    decorate: true
    run_if_changed: ^a/
    spec: *s
periodics:
- name: per
  cron: "0 3 * * 1"
  cluster: build1
  decorate: true
  spec: *s
"""
PLUGINS = """plugins:
  o/r: {plugins: [trigger, lgtm]}
config_updater:
  maps:
    jobs/a.yaml: {name: job-config}
"""
OTHERS = """postsubmits:
  o/r:
  - name: post
    branches: [main]
    cluster: build1
    decorate: true
    spec:
      containers:
      - image: busybox:1
        command: [sh]
"""
MANIFEST = "image: gcr.io/k8s-prow/hook:v20260821-a61940897\n"
FILES = {"config.yaml": CONFIG, "jobs/a.yaml": JOBS, "plugins.yaml": PLUGINS, "cluster/hook.yaml": MANIFEST,
         "jobs/b.yaml": OTHERS, "notes.yaml": "a: [1, 2\n"}


def make(root, files=None):
    for name, text in (files or FILES).items():
        os.makedirs(os.path.join(root, os.path.dirname(name)), exist_ok=True)
        with open(os.path.join(root, name), "w", encoding="utf-8") as f:
            f.write(text)


def check(prowgate, root, *arguments):
    """What check finds: (file, line, column, rule)."""
    run = subprocess.run([prowgate, "check", "--format=json", *arguments, root], capture_output=True, check=False)
    return sorted((f["file"], f["line"], f["column"], f["rule"]) for f in json.loads(run.stdout)["findings"])


def hover(c, name, needle, inside=0):
    result = c.at("textDocument/hover", name, needle, inside)
    return result["contents"]["value"] if result else ""


def hovers(c):
    name = "jobs/a.yaml"
    said = hover(c, name, "always_run", 2)
    hold("hover: type and description of a field", "**always_run**: true or false" in said and "every pull request" in said)
    hold("hover: since when", "Since 20" in hover(c, name, "run_if_changed", 2))
    hold("hover: the value in effect and where it comes from", "`true`, from jobs/a.yaml:10" in hover(c, name, "true\n    branches"))
    hold("hover: what presets and defaults add",
         "Added by defaults and presets" in hover(c, name, "spec: &s", 1) and "`spec.containers[0].env" in hover(c, name, "spec: &s", 1),
         hover(c, name, "spec: &s", 1))
    hold("hover: the next runs", hover(c, name, "0 3 *", 1).count(":00") == 3)
    hold("hover: who asks for a preset", "1 job" in hover(c, name, 'preset-x: "true"\n    spec', 2))
    hold("hover: who requires a status", "config.yaml:20" in hover(c, name, "pull-two", 2), hover(c, name, "pull-two", 2))
    hold("hover: a regular expression on known branches", "not `main`" in hover(c, name, "^release", 2), hover(c, name, "^release", 2))
    hold("hover: nothing where nothing stands", hover(c, name, "  - name: pull-one", 0) == "", hover(c, name, "  - name: pull-one", 0))
    c.write(name, JOBS.replace("optional: true", "# prowgate: allow non-decorated-jobs -- meant\n    optional: true"))
    hold("hover: a rule in a comment", "non-decorated-jobs" in hover(c, name, "non-decorated", 3))
    c.write(name, JOBS)


def navigates(c):
    name = "jobs/a.yaml"
    found = c.at("textDocument/definition", name, 'preset-x: "true"\n    spec', 2)
    hold("definition: a label leads to its preset", [l["range"]["start"]["line"] for l in found] == [2], found)
    found = c.at("textDocument/definition", name, "*s", 1)
    hold("definition: an alias leads to its anchor", found["range"]["start"]["line"] == 14, found)
    c.open("config.yaml")
    found = c.at("textDocument/definition", "config.yaml", "pull-two", 2)
    hold("definition: a required status leads to the job", [l["uri"][-6:] for l in found] == ["a.yaml"], found)
    found = c.at("textDocument/references", name, "pull-two", 2, context={"includeDeclaration": True})
    hold("references of a job", len(found) == 1, found)
    found = c.at("textDocument/references", "config.yaml", "pull-two", 2, context={"includeDeclaration": False})
    hold("references of a context, without the job", [l["uri"][-11:] for l in found] == ["config.yaml"], found)
    found = c.at("textDocument/documentHighlight", name, 'preset-x: "true"\n    spec', 2)
    hold("highlights of a label", sorted(h["range"]["start"]["line"] for h in found) == [2, 13], found)


def edits_of(c, edit):
    """By file name."""
    return {d["textDocument"]["uri"][len(c.uri("")):]: d["edits"] for d in edit["documentChanges"]}


def renames(c):
    name = "jobs/a.yaml"
    can = c.at("textDocument/prepareRename", name, 'preset-x: "true"\n    spec', 2)
    hold("prepareRename gives the name", can["placeholder"] == "preset-x", can)
    hold("prepareRename: not of a field", c.at("textDocument/prepareRename", name, "always_run", 2) is None)
    new = edits_of(c, c.at("textDocument/rename", name, 'preset-x: "true"\n    spec', 2, newName="preset-y"))
    hold("rename a preset: both halves", apply(JOBS, new[name]) == JOBS.replace("preset-x", "preset-y"), new)
    new = edits_of(c, c.at("textDocument/rename", name, "pull-two", 2, newName="pull-new"))
    hold("rename a job: and who waits for its status",
         apply(JOBS, new[name]) == JOBS.replace("pull-two", "pull-new")
         and apply(CONFIG, new["config.yaml"]) == CONFIG.replace("pull-two", "pull-new"), new)
    new = edits_of(c, c.at("textDocument/rename", name, "build1", 2, newName="build2"))
    hold("rename a cluster: jobs and settings",
         apply(JOBS, new[name]) == JOBS.replace("build1", "build2")
         and apply(CONFIG, new["config.yaml"]) == CONFIG.replace("build1", "build2"), new)
    refused = c.at("textDocument/rename", name, "build1", 2, newName="two words")
    hold("rename: a name that is none is refused", refused.get("code") == -32602, refused)
    c.told.clear()
    new = c.ask("workspace/willRenameFiles", files=[{"oldUri": c.uri(name), "newUri": c.uri("jobs/sub/b.yaml")}])
    hold("willRenameFiles: settings go with the file",
         apply(PLUGINS, edits_of(c, new)["plugins.yaml"]) == PLUGINS.replace("jobs/a.yaml", "jobs/sub/b.yaml"), new)
    hold("willRenameFiles: a twin by its last name is warned of",
         [m for m in c.told if m.get("method") == "window/showMessage" and "b.yaml" in m["params"]["message"]])


def completes(c):
    name = "jobs/a.yaml"
    for what, was, typed, wanted in (
            ("a field", "    always_run: true", "    alw|", "always_run: ${1|true,false|}"),
            ("a field on an empty line", "    always_run: true", "    |", "always_run: ${1|true,false|}"),
            ("a field of a container", "        command: [sh]", "        arg|", "args:\n        - $0"),
            ("a field of a new element", "  - name: pull-two", "  - na|", "name: $0"),
            ("a boolean", "always_run: true", "always_run: |", "true"),
            ("a value right behind its colon", "always_run: true", "always_run:|", " true"),
            ("an enumeration", "command: [sh]", "imagePullPolicy: |", "IfNotPresent"),
            ("a preset's label", '      preset-x: "true"\n    spec', "      pre|\n    spec", 'preset-x: "true"'),
            ("a preset's value", 'preset-x: "true"\n    spec', "preset-x: |\n    spec", '"true"'),
            ("a preset's value in quotes", 'preset-x: "true"\n    spec', 'preset-x: "|"\n    spec', '"true"'),
            ("a cluster", "cluster: build1", "cluster: bu|", "build1"),
            ("an image", "image: busybox:1", "image: bus|", "busybox"),
            ("a repository's key", "  o/r:\n", "  o|:\n", "o/r"),
            ("a branch in a flow list", "[main, ^release-.*$]", "[ma|", "main"),
            ("a field in a flow mapping", "    spec: &s\n", "    decoration_config: {time|\n    spec: &s\n", "timeout: $0"),
            ("a rule in a comment", "    optional: true", "    # prowgate: allow non-dec|", "non-decorated-jobs -- ${1:why}")):
        c.write(name, JOBS)
        c.judged()
        got = c.complete(name, JOBS.replace(was, typed, 1))
        hold("complete " + what, wanted in got, got[:30])
    got = c.complete(name, JOBS.replace("    always_run: true", "    |", 1))
    hold("complete: not what is there already", not [x for x in got if x.startswith("branches")], got)
    got = c.complete(name, JOBS.replace("command: [sh]", "command: [sh]\n        args:\n        - |\n          - [", 1))
    hold("complete works while the text is broken", isinstance(got, list))
    c.write(name, JOBS)
    c.ask("textDocument/documentSymbol", textDocument=c.document(name))
    broken = JOBS.replace("cron: ", "cron: [", 1)
    c.write(name, broken)
    c.judged()
    got = c.complete(name, broken.replace('      preset-x: "true"\n    spec', "      pre|\n    spec", 1))
    hold("complete labels of the file itself while it is broken", [x for x in got if x.startswith("preset-x")], got)
    got = c.complete(name, JOBS.replace("value: b", "value: |\n      alw#", 1).replace("|", "%", 1).replace("#", "|", 1).replace("%", ">", 1))
    hold("complete: nothing in a block of text", got == [], got)
    c.write(name, JOBS)
    c.open("prowgate.yaml", "rules:\n")
    got = c.complete("prowgate.yaml", "rules:\n  tide-stri|\n")
    hold("complete rules in prowgate.yaml", "tide-strict-branch: $0" in got, got)
    got = c.complete("prowgate.yaml", "rules:\n  tide-strict-branch: |\n")
    hold("complete severities in prowgate.yaml", got == ["off", "info", "warning", "error"], got)
    c.tell("textDocument/didClose", textDocument=c.document("prowgate.yaml"))


RULE = """id: team/no-latest
summary: a presubmit names the version of its images
on: presubmit
variables:
  images: job.spec.containers.map(c, c.image)
examples:
  fails: [{name: a, spec: {containers: [{image: "golang:latest"}]}}]
  passes: [{name: a, spec: {containers: [{image: "golang:1"}]}}]
require: |
  job.spec.containers.all(c, !c.image.endsWith(":latest"))
message: job.name
"""


def writes_rules(prowgate):
    """Own rules: completion and hover inside of expressions, by their types."""
    with tempfile.TemporaryDirectory() as root:
        name = ".prowgate/rules/images.yaml"
        make(root, {**FILES, name: RULE})
        c = Client(prowgate, root)
        c.open(name)
        c.judged()
        got = c.complete(name, RULE.replace("message: job.name", "message: jo@"), "@")
        hold("expressions: variables", "job" in got, got)
        got = c.complete(name, RULE.replace("message: job.name", "message: job.na@"), "@")
        hold("expressions: fields of the job", "name" in got, got)
        got = c.complete(name, RULE.replace("!c.image.endsWith", "!c.ima@.endsWith"), "@")
        hold("expressions: fields of what a macro goes through", "image" in got and "imagePullPolicy" in got, got)
        got = c.complete(name, RULE.replace("!c.image.endsWith", "!c.image.ends@"), "@")
        hold("expressions: what a text can be asked", got == ["endsWith($0)"], got)
        got = c.complete(name, RULE.replace("message: job.name", "message: variables.@"), "@")
        hold("expressions: the rule's own variables", "images" in got, got)
        c.write(name, RULE)
        hold("expressions: hover on a field", "string" in hover(c, name, "image.endsWith", 2) and "**image**" in hover(c, name, "image.endsWith", 2), hover(c, name, "image.endsWith", 2))
        hold("expressions: hover on a list", "list(" in hover(c, name, "containers.all", 2), hover(c, name, "containers.all", 2))
        hold("clean end", c.stop() == 0)


def shows(c):
    name = "jobs/a.yaml"
    tree = c.ask("textDocument/documentSymbol", textDocument=c.document(name))
    hold("document symbols", [(s["name"], [x["name"] for x in s.get("children", [])]) for s in tree]
         == [('preset-x: "true"', []), ("o/r", ["pull-one", "pull-two"]), ("per", [])], tree)
    found = c.ask("workspace/symbol", query="pltwo")
    hold("workspace symbols by letters", [s["name"] for s in found] == ["pull-two"], found)
    folds = c.ask("textDocument/foldingRange", textDocument=c.document(name))
    hold("folding ranges", {"startLine": 8, "endLine": 17} in folds and {"startLine": 6, "endLine": 22} in folds, folds)
    grown = c.ask("textDocument/selectionRange", textDocument=c.document(name), positions=[c.position(name, "pull-two", 2)])[0]
    sizes = []
    while grown:
        sizes.append((grown["range"]["start"]["line"], grown["range"]["end"]["line"]))
        grown = grown.get("parent")
    hold("selection ranges grow from the scalar to the file", sizes[0] == (18, 18) and sizes[-1][0] == 0 and len(sizes) >= 5, sizes)
    hints = c.ask("textDocument/inlayHint", textDocument=c.document(name),
                  range={"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}})
    hold("inlay hints: context and preset", [h["label"] for h in hints] == ["context: pull-one", "preset jobs/a.yaml:3", "context: pull-two"], hints)
    legend = c.server_says["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
    data = c.ask("textDocument/semanticTokens/full", textDocument=c.document(name))["data"]
    line = column = 0
    tokens = []
    for i in range(0, len(data), 5):
        column = data[i + 1] + (column if data[i] == 0 else 0)
        line += data[i]
        tokens.append((JOBS.split("\n")[line][column:column + data[i + 2]], legend[data[i + 3]]))
    hold("semantic tokens", ("^release-.*$", "regexp") in tokens and ("preset-x", "decorator") in tokens and ("^a/", "regexp") in tokens, tokens)
    c.open("plugins.yaml")
    links = c.ask("textDocument/documentLink", textDocument=c.document("plugins.yaml"))
    hold("document links", [l["target"] for l in links] == [c.uri(name)], links)


def lenses(c):
    name = "jobs/a.yaml"
    told = []
    for lens in c.ask("textDocument/codeLens", textDocument=c.document(name)):
        if "command" not in lens:
            lens = c.ask("codeLens/resolve", **lens)
        told.append(lens["command"]["title"])
    for words in ("runs on all pull requests to main, ^release-.*$; blocks merging: it is not optional",
                  "runs on pull requests that change ^a/; optional, and yet blocks merging: branch protection requires it at config.yaml:20",
                  "runs at 0 3 * * 1", "reaches 1 job"):
        hold("lens: " + words, words in told, told)


def changes(prowgate):
    """The lens at the top of a file, in a repository."""
    with tempfile.TemporaryDirectory() as root:
        make(os.path.join(root, "ci"))
        git = ["git", "-C", root, "-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main"]
        for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
            subprocess.run(git + command, check=True)
        c = Client(prowgate, os.path.join(root, "ci"))
        c.open("jobs/a.yaml")
        first = c.ask("textDocument/codeLens", textDocument=c.document("jobs/a.yaml"))[0]
        title = c.ask("codeLens/resolve", **first)["command"]["title"]
        hold("lens: an unchanged file changes nothing", title == "changes nothing on open pull requests", title)
        c.write("jobs/a.yaml", JOBS.replace("name: pull-one", "name: pull-new").replace("cron:", "crn:"))
        title = c.ask("codeLens/resolve", **first)["command"]["title"]
        hold("lens: what the buffer would do", "triggers 1 job on open pull requests, retires 1 status" in title
             and "refuses line" in title, title)
        hold("clean end", c.stop() == 0)


def acts(prowgate):
    """Code actions, and what they leave on the disk."""
    with tempfile.TemporaryDirectory() as root:
        bad = JOBS.replace("run_if_changed", "run_if_chnged").replace("    decorate: true\n    run_if", "    run_if")
        make(root, {**FILES, "jobs/a.yaml": bad})
        c = Client(prowgate, root, "--baseline", os.path.join(root, "known.json"))
        with open(os.path.join(root, "known.json"), "w", encoding="utf-8") as f:
            f.write('{"prowgate_baseline": 1, "findings": []}\n')
        c.stop()
        c = Client(prowgate, root, "--baseline", os.path.join(root, "known.json"))
        c.open("jobs/a.yaml")
        c.judged()
        hold("the misspelt field is told", "misspelt-field" in c.codes("jobs/a.yaml"), c.codes("jobs/a.yaml"))
        everywhere = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
        actions = c.ask("textDocument/codeAction", textDocument=c.document("jobs/a.yaml"), range=everywhere, context={"diagnostics": []})
        titles = [a["title"] for a in actions]
        fix = [a for a in actions if a["kind"] == "quickfix" and "run_if_changed" in a["title"]]
        hold("a quick fix for it", len(fix) == 1, titles)
        if fix:
            mended = apply(bad, fix[0]["edit"]["documentChanges"][0]["edits"])
            hold("applied, the text is right", "run_if_changed: ^a/" in mended)
        only = c.ask("textDocument/codeAction", textDocument=c.document("jobs/a.yaml"), range=everywhere,
                     context={"diagnostics": [], "only": ["source.fixAll"]})
        hold("only what is asked for", {a["kind"] for a in only} <= {"source.fixAll.prowgate"}, only)
        silence = [a for a in actions if a["title"] == "Silence non-decorated-jobs on this line"]
        hold("a warning can be silenced", silence, titles)
        if silence:
            c.write("jobs/a.yaml", apply(bad, silence[0]["edit"]["documentChanges"][0]["edits"]))
            c.judged()
            hold("silenced, it is gone", "non-decorated-jobs" not in c.codes("jobs/a.yaml"), c.codes("jobs/a.yaml"))
            c.write("jobs/a.yaml", bad)
        known = [a for a in actions if a["title"] == "Add non-decorated-jobs to the baseline"]
        hold("or added to the baseline", known, titles)
        if known:
            done = c.ask("workspace/executeCommand", command=known[0]["command"]["command"],
                         arguments=known[0]["command"]["arguments"])
            c.judged()
            hold("added, it is gone", done is None and "non-decorated-jobs" not in c.codes("jobs/a.yaml"), [done, c.codes("jobs/a.yaml")])
            with open(os.path.join(root, "known.json"), encoding="utf-8") as f:
                hold("and it stands in the file", [x["rule"] for x in json.load(f)["findings"]] == ["non-decorated-jobs"])
        hold("an unknown command is refused", c.ask("workspace/executeCommand", command="none").get("code") == -32602)
        hold("clean end", c.stop() == 0)


def pulls(prowgate):
    """Diagnostics when asked for: nothing is told unasked."""
    with tempfile.TemporaryDirectory() as root:
        make(root, {**FILES, "jobs/a.yaml": JOBS.replace("always_run", "always_rn")})
        capabilities = json.loads(json.dumps(EVERYTHING))
        capabilities["textDocument"]["diagnostic"] = {}
        capabilities["workspace"]["diagnostics"] = {"refreshSupport": True}
        c = Client(prowgate, root, capabilities=capabilities)
        c.open("jobs/a.yaml")
        first = c.ask("textDocument/diagnostic", textDocument=c.document("jobs/a.yaml"))
        hold("pull: full", first["kind"] == "full" and "misspelt-field" in [d["code"] for d in first["items"]], first)
        again = c.ask("textDocument/diagnostic", textDocument=c.document("jobs/a.yaml"), previousResultId=first["resultId"])
        hold("pull: unchanged", again == {"kind": "unchanged", "resultId": first["resultId"]}, again)
        c.write("jobs/a.yaml", JOBS)
        again = c.ask("textDocument/diagnostic", textDocument=c.document("jobs/a.yaml"), previousResultId=first["resultId"])
        hold("pull: mended", again["kind"] == "full" and "misspelt-field" not in [d["code"] for d in again["items"]], again)
        c.write("jobs/a.yaml", JOBS.replace("always_run", "always_rn"))
        all_files = c.ask("workspace/diagnostic", previousResultIds=[])
        hold("workspace: all files", c.uri("jobs/a.yaml") in [r["uri"] for r in all_files["items"]], all_files)
        ids = [{"uri": r["uri"], "value": r["resultId"]} for r in all_files["items"]]
        same = c.ask("workspace/diagnostic", previousResultIds=ids)
        hold("workspace: unchanged", {r["kind"] for r in same["items"]} == {"unchanged"}, same)
        c.write("jobs/a.yaml", JOBS)
        c.judged()
        hold("the client is asked to ask again", [m for m in c.told if m.get("method") == "workspace/diagnostic/refresh"])
        hold("nothing is published unasked", not [m for m in c.told if m.get("method") == "textDocument/publishDiagnostics"])
        hold("clean end", c.stop() == 0)


def scans(prowgate):
    with tempfile.TemporaryDirectory() as root:
        make(root)
        capabilities = json.loads(json.dumps(EVERYTHING))
        capabilities["window"] = {"workDoneProgress": True}
        c = Client(prowgate, root, capabilities=capabilities)
        c.judged()
        hold("the first scan is framed by progress", [m["params"]["value"]["kind"] for m in c.told if m.get("method") == "$/progress"]
             == ["begin", "end"] and [m for m in c.told if m.get("method") == "window/workDoneProgress/create"])
        hold("clean end", c.stop() == 0)


def settles(prowgate):
    """Status, versions, settings, files that change on the disk, folders that come and go."""
    with tempfile.TemporaryDirectory() as root:
        make(root)
        c = Client(prowgate, root)
        status = c.judged()[0]
        hold("status: by which version, and why", status["words"].startswith("hook v20260821-a61940897 from cluster/hook.yaml:1"), status)
        hold("status: where that stands", status["versions"][0]["uri"] == c.uri("cluster/hook.yaml"), status)
        c.tell("workspace/didChangeConfiguration", settings={"prowgate": {"deployed": "v20190122-e707848"}})
        status = c.judged()[0]
        hold("another version can be chosen", "v20190122-e707848, chosen here" in status["words"], status)
        c.tell("workspace/didChangeConfiguration", settings={})
        hold("settings that are not mentioned stay", "v20190122-e707848, chosen here" in c.judged()[0]["words"])
        c.ask("workspace/executeCommand", command="prowgate.chooseVersion", arguments=[""])
        hold("and the found one again", "v20260821" in c.judged()[0]["words"])
        c.tell("workspace/didChangeConfiguration", settings={"prowgate": {"deployed": "v20190122-e707848"}})
        hold("what was configured before undoes no choice", "v20260821" in c.judged()[0]["words"])
        with open(os.path.join(root, "cluster/hook.yaml"), "w", encoding="utf-8") as f:
            f.write(MANIFEST.replace("v20260821-a61940897", "v20241224-90c5d5b"))
        c.tell("workspace/didChangeWatchedFiles", changes=[{"uri": c.uri("cluster/hook.yaml"), "type": 2}])
        hold("a manifest that changes is read again", "v20241224" in c.judged()[0]["words"])
        with open(os.path.join(root, "jobs/b.yaml"), "w", encoding="utf-8") as f:
            f.write("periodics: [{name: x, cron: nonsense}]\n")
        c.tell("workspace/didChangeWatchedFiles", changes=[{"uri": c.uri("jobs/b.yaml"), "type": 2}])
        c.judged()
        hold("a job file that changes on the disk is judged", c.codes("jobs/b.yaml"), c.codes("jobs/b.yaml"))
        c.open("notes.yaml")
        c.open("jobs/a.yaml")
        c.judged()
        logged = [m["params"]["message"] for m in c.told if m.get("method") == "window/logMessage"]
        hold("the log says whose a file is", [x for x in logged if x.endswith("jobs/a.yaml: a job file of Prow")]
             and [x for x in logged if x.endswith("notes.yaml: no file of Prow's: left alone")], logged)
        hold("other YAML is left alone", not c.diagnostics("notes.yaml") and c.at("textDocument/hover", "notes.yaml", "a", 0) is None)
        with tempfile.TemporaryDirectory() as other:
            make(other)
            added = {"uri": "file://" + os.path.realpath(other), "name": "other"}
            c.tell("workspace/didChangeWorkspaceFolders", event={"added": [added], "removed": []})
            hold("a second folder is judged too", [f["judged"] for f in c.judged()] == [True, True])
            c.tell("workspace/didChangeWorkspaceFolders", event={"added": [], "removed": [added]})
            hold("and let go", len(c.judged()) == 1)
        hold("clean end", c.stop() == 0)
    with tempfile.TemporaryDirectory() as root:
        make(root, {**FILES, "prowgate.yaml": "rules:\n  no-such-rule: error\n"})
        c = Client(prowgate, root)
        hold("a project file that is not understood keeps the folder from being judged", not c.judged()[0]["judged"])
        told = c.diagnostics("prowgate.yaml")
        hold("which is told at its place", told and told[0]["range"]["start"]["line"] == 1, told)
        with open(os.path.join(root, "prowgate.yaml"), "w", encoding="utf-8") as f:
            f.write("rules:\n  non-decorated-jobs: off\n")
        c.tell("workspace/didChangeWatchedFiles", changes=[{"uri": c.uri("prowgate.yaml"), "type": 2}])
        hold("mended, all is judged", c.judged()[0]["judged"] and c.diagnostics("prowgate.yaml") == [], c.diagnostics("prowgate.yaml"))
        hold("clean end", c.stop() == 0)
    with tempfile.TemporaryDirectory() as root:
        c = Client(prowgate, root)
        hold("a folder of nobody's is left alone, and that is said",
             not c.judged()[0]["judged"] and [m for m in c.told if m.get("method") == "window/logMessage"])
        make(root)
        c.tell("workspace/didChangeWatchedFiles", changes=[{"uri": c.uri("config.yaml"), "type": 1}])
        hold("until it has a configuration", c.judged()[0]["judged"])
        hold("clean end", c.stop() == 0)


PIPELINE = """$schema: pipeline.schema.v1
serviceGroup: Acme.Widget
rolloutName: Widget rollout
resourceGroups:
- name: widget
  resourceGroup: '{{ .rg }}'
  subscription: '{{ .subscription }}'
  steps:
  - name: network
    action: Shell
    command: make network
    workingDir: sub
    shellIdentity:
      value: identity
  - name: cluster
    action: Shell
    command: make cluster
    shellIdentity:
      value: identity
    dependsOn:
    - resourceGroup: widget
      step: network
"""
PIPELINES = {
    "topology.yaml": "services:\n- serviceGroup: Acme.Widget\n  pipelinePath: widget/pipeline.yaml\n  purpose: Deploys it.\n"
                     "entrypoints:\n- identifier: Acme.Widget\n",
    "config/config.yaml": "$schema: config.schema.json\ndefaults:\n  rg: widget-dev\n  subscription: sub\nclouds:\n  dev:\n"
                          "    environments:\n      dev:\n        regions:\n          westus3: {}\n",
    "config/config.schema.json": '{"type": "object", "properties": {"rg": {"type": "string", "description": "The group."},'
                                 ' "subscription": {"type": "string"}, "tier": {"enum": ["free", "paid"]}},'
                                 ' "required": ["rg"], "additionalProperties": false}',
    "tooling/templatize/go.mod": "module example.com/x\n\ngo 1.26\n\nrequire github.com/Azure/ARO-Tools/pipelines "
                                 "v0.0.0-20260807054659-4a463f5d83c7\n",
    "widget/pipeline.yaml": PIPELINE,
    "widget/Makefile": "network:\n\ttrue\ncluster:\n\ttrue\n",
}


def pipelines(prowgate):
    """Trees of deployment pipelines, whose files are templates."""
    with tempfile.TemporaryDirectory() as root:
        make(root, PIPELINES)
        c = Client(prowgate, root)
        name = "widget/pipeline.yaml"
        c.open(name)
        status = c.judged()[0]
        hold("pipelines: judged, by the version that is pinned", status["judged"] and "v0.0.0-20260807054659" in status["words"], status)
        found = {f[:2] + f[3:] for f in check(prowgate, root)}
        told = {(name, d["range"]["start"]["line"] + 1, d["code"]) for d in c.diagnostics(name) or []}
        hold("pipelines: the findings of check", told == {f for f in found if f[0] == name} and told, [sorted(told), sorted(found)])
        c.write(name, PIPELINE.replace("      step: network", "      step: netwrk"))
        c.judged()
        hold("pipelines: a step that is nowhere is told while it is typed",
             [d for d in c.diagnostics(name) if "netwrk" in d["message"] and d["range"]["start"]["line"] in (20, 21)], c.diagnostics(name))
        c.write(name, PIPELINE)
        hold("pipelines: hover", "string" in hover(c, name, "workingDir", 2), hover(c, name, "workingDir", 2))
        found = c.at("textDocument/definition", name, "step: network", 7)
        hold("pipelines: definition of a step", [l["range"]["start"]["line"] for l in found] == [8], found)
        found = c.at("textDocument/references", name, "name: network", 7, context={"includeDeclaration": True})
        hold("pipelines: references of a step", sorted(l["range"]["start"]["line"] for l in found) == [8, 21], found)
        tree = c.ask("textDocument/documentSymbol", textDocument=c.document(name))
        hold("pipelines: symbols", [(s["name"], [x["name"] for x in s["children"]]) for s in tree] == [("widget", ["network", "cluster"])], tree)
        got = c.complete(name, PIPELINE.replace("    workingDir: sub", "    working|", 1))
        hold("pipelines: fields of the step's action", "workingDir: $0" in got, got)
        got = c.complete(name, PIPELINE.replace("action: Shell", "action: |", 1))
        hold("pipelines: actions", "Shell" in got and "Helm" in got, got)
        c.write(name, PIPELINE)
        c.open("topology.yaml")
        hold("topology: hover", "pipeline file" in hover(c, "topology.yaml", "pipelinePath", 2), hover(c, "topology.yaml", "pipelinePath", 2))
        links = c.ask("textDocument/documentLink", textDocument=c.document("topology.yaml"))
        hold("topology: links", [l["target"] for l in links] == [c.uri(name)], links)
        got = c.complete("topology.yaml", PIPELINES["topology.yaml"].replace("  purpose: Deploys it.", "  pur|"))
        hold("topology: fields", got == ["purpose: $0"], got)
        c.open("config/config.yaml")
        hold("layers: hover", "The group." in hover(c, "config/config.yaml", "rg:", 1), hover(c, "config/config.yaml", "rg:", 1))
        got = c.complete("config/config.yaml", PIPELINES["config/config.yaml"].replace("  subscription: sub", "  tier: |"))
        hold("layers: values", got == ["free", "paid"], got)
        hold("clean end", c.stop() == 0)


def keeps_order(prowgate):
    """Cancelled requests, many edits at once, broken text."""
    with tempfile.TemporaryDirectory() as root:
        make(root)
        c = Client(prowgate, root)
        c.open("jobs/a.yaml")
        c.judged()
        bodies = []
        for i in range(2, 102):
            bodies.append({"jsonrpc": "2.0", "method": "textDocument/didChange",
                           "params": {"textDocument": {"uri": c.uri("jobs/a.yaml"), "version": i},
                                      "contentChanges": [{"text": JOBS.replace("pull-one", "pull one %d" % i)}]}})
        bodies.append({"jsonrpc": "2.0", "id": "a", "method": "textDocument/documentSymbol", "params": {"textDocument": c.document("jobs/a.yaml")}})
        bodies.append({"jsonrpc": "2.0", "id": "b", "method": "textDocument/documentSymbol", "params": {"textDocument": c.document("jobs/a.yaml")}})
        bodies.append({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "b"}})
        c.told.clear()
        text = b"".join(b"Content-Length: %d\r\n\r\n" % len(b) + b for b in (json.dumps(x).encode() for x in bodies))
        c.server.stdin.write(text)
        c.server.stdin.flush()
        hold("a request that waits its turn is answered", "result" in c.wait("a"))
        hold("one that was cancelled is refused", c.wait("b")["error"]["code"] == -32800)
        c.judged()
        versions = [m["params"]["version"] for m in c.told if m.get("method") == "textDocument/publishDiagnostics" and "version" in m["params"]]
        hold("of 100 edits at once the last is told, and no older one after it", versions and versions[-1] == 101 and versions == sorted(versions) and len(versions) < 50, versions)
        c.versions["jobs/a.yaml"] = 101
        c.write("jobs/a.yaml", JOBS)
        hold("hover between edits", "always_run" in hover(c, "jobs/a.yaml", "always_run", 2))
        c.write("jobs/a.yaml", JOBS + "\n  - [broken")
        c.judged()
        hold("broken text is told", c.codes("jobs/a.yaml"))
        hold("and the last good one still answers", "always_run" in hover(c, "jobs/a.yaml", "always_run", 2))
        tokens = c.begin("workspace/diagnostic", previousResultIds=[], workDoneToken="t")
        c.wait(tokens)
        hold("long work is framed by progress",
             [m["params"]["value"]["kind"] for m in c.told if m.get("method") == "$/progress"] == ["begin", "end"])
        hold("clean end", c.stop() == 0)


def dies_with_parent(prowgate):
    with tempfile.TemporaryDirectory() as root:
        make(root)
        child = subprocess.Popen(["sleep", "1000"])
        server = subprocess.Popen([prowgate, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize",
                           "params": {"processId": child.pid, "rootUri": "file://" + root, "capabilities": {}}}).encode()
        server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        server.stdin.flush()
        child.kill()
        child.wait()
        limit = time.monotonic() + 30
        while server.poll() is None and time.monotonic() < limit:
            time.sleep(0.1)
        hold("a server whose parent died ends", server.poll() == 1, server.poll())
        server.kill()
        server.stdin.close()


def main(prowgate):
    with tempfile.TemporaryDirectory() as root:
        make(root)
        c = Client(prowgate, root)
        c.open("jobs/a.yaml")
        for part in (hovers, navigates, renames, completes, shows, lenses):
            part(c)
        hold("clean end", c.stop() == 0)
    for part in (changes, acts, pulls, scans, settles, writes_rules, pipelines, keeps_order, dies_with_parent):
        part(prowgate)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main(sys.argv[1]))
