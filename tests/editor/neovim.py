"""Headless Neovim with the configuration of editors/neovim/README.md: opens a tree, shows the mistake where it stands, applies
its fix, saves.

    neovim.py PROWGATE README.md
"""
import json
import os
import sys

import tree as trees


def main(prowgate, page):
    neovim = trees.need("nvim", "neovim")
    here = os.path.dirname(os.path.realpath(__file__))
    count = trees.Count("editor neovim")
    with trees.Tree() as tree:
        environment = tree.environment(prowgate)
        environment["TREE_FILE"] = os.path.join(tree.root, trees.FILE)
        plugin = os.path.join(tree.home, "nvim", "plugin", "prowgate.lua")
        os.makedirs(os.path.dirname(plugin))
        with open(plugin, "w", encoding="utf-8") as f:
            f.write(trees.block(page, "lua", "## Configuration"))
        said = trees.run([neovim, "--headless", "-c", "luafile " + os.path.join(here, "neovim.lua")], tree, environment)
        values = {}
        for line in said.splitlines():
            name, _, value = line.strip().partition(" ")
            if name in ("diagnostics", "chosen", "done", "gave_up", "encoding"):
                values[name] = json.loads(value)
        seen = values.get("diagnostics", [])
        count.hold("one diagnostic", len(seen) == 1, said)
        if seen:
            count.hold("it stands where the mistake does", (seen[0]["line"], seen[0]["start"], seen[0]["stop"]) ==
                       (trees.LINE,) + trees.place(trees.utf8), seen)
            count.hold("it is the misspelt field's", seen[0]["code"] == "misspelt-field" and seen[0]["severity"] == 1
                       and seen[0]["source"] == "prowgate", seen)
        count.hold("the fix is offered", "write cluster" in values.get("chosen", ""), values)
        count.hold("it ends", values.get("done"), said)
        count.hold("the file is right", tree.read(trees.FILE) == tree.fixed, tree.read(trees.FILE))
    count.end()


main(*sys.argv[1:])
