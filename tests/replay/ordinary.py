"""Ordinary histories: what people merge on an ordinary day. Each pair of neighbours of the recorded main lines is compared, and
everything that is more than information has to stand in ordinary.txt, judged true or false with its reason; what stands
there has to be told still. Alarms (errors) that are not confirmed: at most two in a thousand changes.

  ordinary.py PROWGATE SHARED [-v]      -v prints what is told as lines for the list
"""
import collections
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

# The third has deployment pipelines and no job of Prow's. Each of its changes takes seconds: without PROWGATE_ORDINARY=all
# those alone are looked at of which something is told, or has to show.
BUNDLES = ['kubernetes', 'istio', 'azure-aro-hcp']
ALL = os.environ.get('PROWGATE_ORDINARY') == 'all'
MOST_FALSE = 0.002

# Of deployment pipelines: changes that take something back and bring it again, with what the comparison has to say of them.
SHOWN = {6: {'step-gone', 'edge-gone'}, 12: {'step-new', 'edge-new'}, 97: {'service-gone', 'edge-gone'}, 157: {'service-new', 'edge-new'}}


def compare(task):
    prowgate, work, name, number, before, after = task
    run = subprocess.run([prowgate, 'diff', 'git:' + before, 'git:' + after, '--format', 'json', '--no-cache', '--jobs', '1'],
                         cwd=os.path.join(work, name + '.git'), capture_output=True, text=True, timeout=300)
    try:
        report = json.loads(run.stdout)
    except ValueError:
        return name, number, None, run.stderr[-200:]
    told = collections.Counter((f['severity'], f['rule']) for f in report['findings'] if f['severity'] != 'info')
    if name == 'azure-aro-hcp' and not SHOWN.get(number, set()) <= {c['what'] for c in report['delta']['pipelines']['changes']}:
        return name, number, None, 'not shown: %s' % sorted(SHOWN[number])
    return name, number, told, report['verdict']


def read_list(path):
    """NAME NUMBER SEVERITY RULE COUNT true|false: reason"""
    known = {}
    for line in open(path):
        if line.strip() and not line.startswith('#'):
            name, number, severity, rule, count, judged = line.split(None, 5)
            known[name, int(number), severity, rule] = int(count), judged.startswith('true:')
    return known


def main():
    prowgate, shared, verbose = os.path.realpath(sys.argv[1]), sys.argv[2], '-v' in sys.argv
    known = read_list(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'ordinary.txt'))
    tasks, passed, failed, skipped, alarms = [], 0, 0, 0, 0
    with tempfile.TemporaryDirectory() as work:
        for name in BUNDLES:
            bundle = os.path.join(shared, 'replays', 'ordinary-%s.bundle' % name)
            if not os.path.exists(bundle):
                print('SKIPPED: ordinary-%s.bundle is not here' % name)
                skipped += 1
                continue
            git = os.path.join(work, name + '.git')
            subprocess.run(['git', 'clone', '-q', '--bare', bundle, git], check=True)
            commits = subprocess.run(['git', 'log', '--format=%H', '--reverse', name], cwd=git, capture_output=True, text=True,
                                     check=True).stdout.split()
            some = SHOWN.keys() | {n for known_name, n, _, _ in known if known_name == name}
            tasks += [(prowgate, work, name, i + 1, commits[i], commits[i + 1]) for i in range(len(commits) - 1)
                      if ALL or name != 'azure-aro-hcp' or i + 1 in some]
        with ThreadPoolExecutor(2) as pool:
            results = list(pool.map(compare, tasks))
    for name, number, told, verdict in results:
        if told is None or verdict == 'undecided':
            failed += 1
            print('failed: %s %d: nothing was decided: %s' % (name, number, verdict))
            continue
        wanted = {k[2:]: v for k, v in known.items() if k[:2] == (name, number)}
        found = {k: n for k, n in told.items()}
        if verbose:
            for (severity, rule), n in sorted(found.items()):
                print('%s %d %s %s %d ?' % (name, number, severity, rule, n))
        alarms += sum(1 for k in found if k[0] == 'error' and not wanted.get(k, (0, False))[1])
        if found == {k: n for k, (n, _) in wanted.items()}:
            passed += 1
        else:
            failed += 1
            print('failed: %s %d: told %s, listed %s' % (name, number, sorted(found.items()), sorted(wanted.items())))
    if tasks:
        rate = alarms / len(tasks)
        if not ALL:
            print('of the history of pipelines %d changes are looked at; all with PROWGATE_ORDINARY=all' %
                  sum(1 for t in tasks if t[2] == 'azure-aro-hcp'))
        print('%d changes, %d alarms that are not confirmed (%.2f in 1,000)' % (len(tasks), alarms, rate * 1000))
        passed, failed = (passed + 1, failed) if rate <= MOST_FALSE else (passed, failed + 1)
    print('ordinary: %d passed, %d failed%s' % (passed, failed, ', %d skipped' % skipped if skipped else ''))
    return 1 if failed else 77 if not tasks else 0


if __name__ == '__main__':
    sys.exit(main())
