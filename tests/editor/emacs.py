"""Emacs in batch mode with a configuration of editors/emacs/README.md: opens a tree, shows the mistake where it stands, applies
its fix, saves.

    emacs.py PROWGATE README.md eglot|lsp-mode
"""
import json
import os
import sys

import tree as trees

NAMES = ("diagnostics", "asked", "done", "gave_up")


def main(prowgate, page, client):
    emacs = trees.need("emacs", "emacs-nox")
    here = os.path.dirname(os.path.realpath(__file__))
    count = trees.Count("editor " + client)
    # lsp-mode 8 counts code points, whatever was agreed on: behind a character that UTF-16 writes in two it is one off.
    jobs = trees.JOBS.replace("\N{GRINNING FACE}", "") if client == "lsp-mode" else trees.JOBS
    with trees.Tree(jobs) as tree:
        environment = tree.environment(prowgate)
        environment.update(TREE_FILE=os.path.join(tree.root, trees.FILE), EDITOR_CLIENT=client)
        lacking = trees.run([emacs, "--batch", "-f", "package-initialize", "--eval",
                             "(princ (if (and (require '%s nil t) (require 'yaml-mode nil t)) \"whole\" \"lacking\"))" % client],
                            tree, environment)
        if not lacking.endswith("whole"):
            print("SKIPPED: no %s here, which the packages elpa-%s and elpa-yaml-mode of Debian 12 have" % (client, client))
            sys.exit(77)
        init = os.path.join(tree.home, "init.el")
        with open(init, "w", encoding="utf-8") as f:
            f.write(trees.block(page, "elisp", "## " + client))
        said = trees.run([emacs, "--batch", "-f", "package-initialize", "-l", init, "-l",
                          os.path.join(here, "emacs.el")], tree, environment)
        values = {}
        for line in said.splitlines():
            name, _, value = line.partition(" ")
            if name in NAMES:
                values[name] = json.loads(value)
        seen = values.get("diagnostics", [])
        count.hold("one diagnostic", len(seen) == 1, said)
        if seen:
            count.hold("it stands where the mistake does", seen[0]["line"] == trees.LINE and seen[0]["text"] == "clutser",
                       seen)
            count.hold("it says what is wrong", "did you mean cluster?" in seen[0]["message"], seen)
        count.hold("it ends", values.get("done"), said)
        count.hold("the file is right", tree.read(trees.FILE) == tree.fixed, tree.read(trees.FILE))
    count.end()


main(*sys.argv[1:])
