"""Kakoune with the configuration of editors/kakoune/README.md: opens a tree, shows the mistake where it stands, applies its fix,
saves.

    kakoune.py PROWGATE README.md
"""
import os
import subprocess
import sys
import time

import tree as trees

SERVED = "prowgate-test"


class Kakoune:
    def __init__(self, program, tree, environment):
        self.program, self.environment = program, environment
        self.answer = os.path.join(tree.home, "answer")
        self.window = subprocess.Popen([program, "-ui", "dummy", "-s", SERVED, "-e", "edit " + trees.FILE], cwd=tree.root,
                                       env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)

    def do(self, commands):
        return subprocess.run([self.program, "-p", SERVED], input=("evaluate-commands -try-client client0 %%{ %s }" %
                              commands).encode(), env=self.environment, stderr=subprocess.DEVNULL, check=False).returncode

    def ask(self, what):
        """What an expansion has for the window."""
        self.do("echo -to-file %s -- %s" % (self.answer, what))
        try:
            with open(self.answer, encoding="utf-8") as f:
                return f.read().split() # empty where it is being written: then it is asked again
        except FileNotFoundError:
            return []

    def until(self, what, is_so):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            said = self.ask(what)
            if is_so(said):
                return said
            time.sleep(0.05)
        return said

    def end(self):
        self.do("kill!")
        self.window.kill()
        self.window.wait()


def main(prowgate, page):
    program = trees.need("editor kakoune", "kak", "kakoune")
    trees.need("editor kakoune", "kak-lsp", None)
    count = trees.Count("editor kakoune")
    with trees.Tree() as tree:
        environment = tree.environment(prowgate)
        rc = os.path.join(tree.home, "kak", "kakrc")
        os.makedirs(os.path.dirname(rc))
        with open(rc, "w", encoding="utf-8") as f:
            f.write(trees.block(page, "kak", "## Configuration"))
        kakoune = Kakoune(program, tree, environment)
        try:
            said = kakoune.until("%opt{lsp_diagnostic_error_count} %opt{lsp_inline_diagnostics}", lambda s: s[:1] == ["1"] and len(s) > 2)
            start, end = trees.place(trees.utf8)
            wanted = "%d.%d,%d.%d" % (trees.LINE + 1, start + 1, trees.LINE + 1, end)
            count.hold("the mistake is shown where it stands", [s for s in said if s.startswith(wanted + "|")], said)
            kakoune.do("execute-keys gg/clutser<ret>; lsp-code-action-sync 'write cluster.*'")
            said = kakoune.until("%opt{lsp_diagnostic_error_count}", lambda s: s == ["0"])
            count.hold("mended, it is gone", said == ["0"], said)
            kakoune.do("write")
            count.hold("the file is right", kakoune.until("%val{modified}", lambda s: s == ["false"]) and
                       tree.read(trees.FILE) == tree.fixed, tree.read(trees.FILE))
        finally:
            kakoune.end()
    count.end()


main(*sys.argv[1:])
