#!/usr/bin/env python3
"""schemas/update on a made-up clone of ARO-Tools: what came and went is a patch of history.tsv, and nothing else is.

  update.py PROWGATE SOURCE
"""
import json
import os
import subprocess
import sys
import tempfile


def commit(folder, day):
    when = {**os.environ, "GIT_COMMITTER_DATE": "2026-%s-20T10:00:00Z" % day, "GIT_AUTHOR_DATE": "2026-%s-20T10:00:00Z" % day}
    subprocess.run(["git", "-C", folder, "add", "-A"], check=True)
    subprocess.run(["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", day], check=True, env=when)


def main(program, source):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
        path = os.path.join(folder, "pipelines/types/pipeline.schema.v1.json")
        os.makedirs(os.path.dirname(path))
        out = subprocess.run([program, "schema", "pipeline", "--deployed", "v0.0.0-20260820091216-04a8968085a8"], capture_output=True, text=True, check=True)
        schema = json.loads(out.stdout)
        json.dump(schema, open(path, "w"))
        commit(folder, "08")
        schema["definitions"]["grafanaManageStep"]["allOf"][1]["properties"]["adx"] = {"type": "string"}
        del schema["definitions"]["kustoEntityGroupsStep"]["allOf"][1]["properties"]["environment"]
        schema["properties"]["resourceGroups"]["items"]["properties"]["level"] = {"type": "string", "minLength": 1}
        json.dump(schema, open(path, "w"))
        open(os.path.join(folder, "marker.go"), "w").write('package x\n\nconst marker = "ev2-retryable-new-failure"\n')
        commit(folder, "09")
        got = subprocess.run([os.path.join(source, "schemas/update"), folder], capture_output=True, text=True).stdout
    wanted = ["+step.field\tGrafanaManage\tadx\tstring\t20260920100000\t",
              "-step.field\tKustoEntityGroups\tenvironment\tstring\t20260817182351\t8edbd7b\t\t",
              "+step.field\tKustoEntityGroups\tenvironment\tstring\t20260817182351\t8edbd7b\t20260920100000\t",
              "+rg\tlevel\tstring[minLength=1]\t\t20260920100000\t",
              "# consumers.yaml: marker ev2-retryable-new-failure printed by "]
    changed = [line for line in got.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    failed = [w for w in wanted if not any(line.startswith(w) for line in got.splitlines())]
    if len(changed) != 4:
        failed.append("four changed lines, not %d" % len(changed))
    for w in failed:
        print("missing: %s\n%s" % (w, got))
    print("%d passed, %d failed" % (len(wanted) + 1 - len(failed), len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
