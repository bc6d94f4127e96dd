#!/usr/bin/env python3
"""The rules that doc/own-rules.md shows are understood, and their examples are as it says.

  doc.py PROWGATE SOURCE
"""
import os
import re
import subprocess
import sys
import tempfile

prowgate, source = os.path.abspath(sys.argv[1]), sys.argv[2]
with open(os.path.join(source, "doc/own-rules.md"), encoding="utf-8") as f:
    rules = [b for b in re.findall(r"```yaml\n(.*?)```", f.read(), re.S) if b.startswith("id:")]
with tempfile.TemporaryDirectory() as tree:
    os.makedirs(os.path.join(tree, ".prowgate/rules"))
    for i, rule in enumerate(rules):
        with open(os.path.join(tree, f".prowgate/rules/{i}.yaml"), "w", encoding="utf-8") as f:
            f.write(rule)
    run = subprocess.run([prowgate, "rules", "test", tree], capture_output=True, text=True, check=False)
ok = run.returncode == 0 and f"{len(rules)} rules;" in run.stdout and len(rules) > 2
if not ok:
    print(run.stdout, run.stderr)
print(f"own rules of the documentation: {int(ok)} passed, {int(not ok)} failed")
sys.exit(not ok)
