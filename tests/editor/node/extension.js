/* The extension of VS Code, as it is built for its package, at the real server; a stand-in is its `vscode`.
 *
 *   node extension.js PROWGATE EXTENSION
 */
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const esbuild = require('esbuild');
const { FILES, JOBS, Tree, run } = require('./client');
const { standIn } = require('./stand_in');

const prowgate = process.argv[2], home = process.argv[3];
const packageJSON = JSON.parse(fs.readFileSync(path.join(home, 'package.json'), 'utf8'));
const code = esbuild.buildSync({
    entryPoints: [path.join(home, 'src/extension.ts')], bundle: true, platform: 'node', target: 'node18', external: ['vscode'],
    nodePaths: process.env.NODE_PATH.split(path.delimiter), write: false,
}).outputFiles[0].text;
const tests = [];

/* The extension anew, with its own `vscode`. */
function load(vscode) {
    const module = new Module('extension');
    module.paths = [];
    const plain = module.require;
    module.require = (name) => (name === 'vscode' ? vscode : plain.call(module, name));
    module._compile(code, path.join(home, 'out/extension.js'));
    return module.exports;
}

async function until(what, name) {
    for (const end = Date.now() + 20000; Date.now() < end; await new Promise((go) => setTimeout(go, 5))) {
        const found = await what();
        if (found)
            return found;
    }
    throw new Error(`${name} did not come`);
}

/* On a tree with these files, a workspace of it, and these settings. */
function test(what, { files = FILES, settings = {} }, body) {
    tests.push([what, async () => {
        const tree = new Tree(files);
        const seen = standIn([tree.root], { 'prowgate.path': prowgate, ...settings });
        const extension = load(seen.vscode);
        const context = { subscriptions: [], extension: { packageJSON } };
        try {
            await extension.activate(context);
            await body(seen, tree, extension);
        } catch (error) {
            error.stack += `\n${seen.log.join('')}`;
            throw error;
        } finally {
            await extension.deactivate();
            context.subscriptions.forEach((s) => s.dispose());
            tree.remove();
        }
    }]);
}

function diagnostics(seen, of) {
    return seen.collections.flatMap((c) => c.get(of.uri) ?? []);
}

/* A language feature that was registered for documents. */
function provider(seen, name) {
    assert.ok(seen.providers[name]?.length > 0, `${name} was not called`);
    return seen.providers[name][0][1];
}

const BROKEN = { ...FILES, 'config/jobs/a.yaml': JOBS.replace('run_if_changed', 'run_if_chnged') };
const NOBODY = { onCancellationRequested: () => ({ dispose() {} }), isCancellationRequested: false };

test('a mistake is underlined, its fix applied, and the file on the disk is right', { files: BROKEN }, async (seen, tree) => {
    const of = seen.open(tree.file('config/jobs/a.yaml'));
    const found = await until(() => diagnostics(seen, of).find((d) => (d.code?.value ?? d.code) === 'misspelt-field'), 'the diagnostic');
    assert.equal(of.getText(found.range), 'run_if_chnged');
    assert.equal(found.severity, seen.vscode.DiagnosticSeverity.Error);
    const actions = await provider(seen, 'registerCodeActionsProvider')
        .provideCodeActions(of, found.range, { diagnostics: [found], triggerKind: 1 }, NOBODY);
    const fix = actions.find((a) => a.isPreferred);
    await seen.vscode.workspace.applyEdit(fix.edit);
    await until(() => !diagnostics(seen, of).some((d) => (d.code?.value ?? d.code) === 'misspelt-field'), 'its end');
    seen.save(of);
    assert.equal(tree.read('config/jobs/a.yaml'), JOBS);
});

test('hover, completion and lenses reach the editor', {}, async (seen, tree) => {
    const of = seen.open(tree.file('config/jobs/a.yaml'));
    await until(() => seen.items[0].visible, 'the status');
    const at = of.positionAt(JOBS.indexOf('always_run') + 2);
    const hover = await provider(seen, 'registerHoverProvider').provideHover(of, at, NOBODY);
    assert.match([].concat(hover.contents).map((c) => c.value).join(), /every pull request/);
    const list = await provider(seen, 'registerCompletionItemProvider').provideCompletionItems(of, at, NOBODY, { triggerKind: 0 });
    assert.ok((list.items ?? list).length > 0);
    assert.ok((await provider(seen, 'registerCodeLensProvider').provideCodeLenses(of, NOBODY)).length > 0);
});

test('the status says by which version, leads to where it is written, and another is chosen', {}, async (seen, tree) => {
    const [item] = seen.items;
    await until(() => item.visible, 'the status');
    assert.match(item.text, /^\$\(\w+\) hook v20260821-a61940897$/);
    assert.match(item.tooltip, /from cluster\/hook\.yaml:1; 0 errors, \d+ warnings?$/);
    await seen.commands.get(item.command)();
    assert.equal(seen.shown[0][0].fsPath, tree.file('cluster/hook.yaml'));
    assert.equal(seen.shown[0][1].selection.start.line, 0);
    seen.picks.push((list) => list.at(-1), () => 'v20190122-e707848');
    await seen.commands.get('prowgate.pickVersion')();
    await until(() => item.text.includes('v20190122-e707848'), 'the chosen version');
    assert.match(item.tooltip, /chosen here/);
    seen.picks.push((list) => list[0]);
    await seen.commands.get('prowgate.pickVersion')();
    await until(() => item.text.includes('v20260821-a61940897'), 'the version of the tree');
});

test('settings reach the server', { settings: { 'prowgate.deployed': 'v20190122-e707848' } }, async (seen) => {
    await until(() => seen.items[0].text?.includes('v20190122-e707848'), 'the version of the setting');
    seen.settings['prowgate.deployed'] = '';
    seen.fire('onDidChangeConfiguration', { affectsConfiguration: (name) => name === 'prowgate' });
    await until(() => seen.items[0].text?.includes('v20260821-a61940897'), 'the version of the tree');
});

test('a workspace without a tree is left alone', { files: { 'notes.yaml': 'a: 1\n' } }, async (seen) => {
    assert.deepEqual(seen.messages, []);
    assert.equal(seen.items[0].visible, false);
    assert.equal(seen.providers.registerHoverProvider, undefined);
    assert.match(seen.log.join(''), /is left alone/);
});

for (const files of [{ '.prow.yaml': 'presubmits: []\n' }, { 'config/prow/config.yaml': 'prowjob_namespace: p\n' }, { 'topology.yaml': 'services: []\n' },
    { '.prow/jobs.yaml': 'presubmits: []\n' }, { 'a/prow/gcp/config.yaml': 'prowjob_namespace: p\n' }])
    test(`a workspace with ${Object.keys(files)[0]} has a server`, { files }, async (seen) => {
        assert.deepEqual(seen.messages, []);
        assert.ok(seen.commands.has('prowgate.chooseVersion'), 'the commands of the server');
    });

test('where there is no server it is said once, and a setting mends it', { settings: { 'prowgate.path': '~/no/such program' } }, async (seen) => {
    assert.equal(seen.messages.length, 1);
    assert.match(seen.messages[0][1], /^prowgate\.path says .*\/no\/such program, and there is no program/);
    assert.ok(seen.items[0].visible && seen.items[0].text.includes('warning'));
    seen.settings['prowgate.path'] = prowgate;
    seen.fire('onDidChangeConfiguration', { affectsConfiguration: (name) => 'prowgate.path'.startsWith(name) });
    await until(() => seen.items[0].text.includes('hook v2026'), 'the status');
    assert.equal(seen.messages.length, 1);
});

test('a program that is no server is said to be none', { settings: { 'prowgate.path': '/bin/false' } }, async (seen) => {
    await until(() => seen.messages.some(([kind, text]) => kind === 'error' && text.includes('does not serve an editor')), 'the message');
});

test('the server is found on PATH', { settings: { 'prowgate.path': '' } }, async (seen, tree) => {
    assert.match(seen.messages[0][1], /is not on PATH/);
    fs.symlinkSync(prowgate, tree.file('prowgate'));
    process.env.PATH += path.delimiter + tree.root;
    await seen.commands.get('prowgate.restart')();
    await until(() => seen.items[0].text.includes('hook v2026'), 'the status');
});

tests.push(['what package.json declares is what the code asks for', async () => {
    const declared = Object.keys(packageJSON.contributes.configuration.properties);
    const sources = fs.readdirSync(path.join(home, 'src')).map((f) => fs.readFileSync(path.join(home, 'src', f), 'utf8')).join();
    for (const [, name] of sources.matchAll(/\.get(?:<[^>]*>)?\('(\w+)'/g))
        assert.ok(declared.includes(`prowgate.${name}`), name);
    const commands = packageJSON.contributes.commands.map((c) => c.command);
    assert.deepEqual([...sources.matchAll(/registerCommand\('([\w.]+)'/g)].map(([, name]) => name).sort(), commands.sort());
    const lock = fs.readFileSync(path.join(home, 'package-lock.json'), 'utf8');
    assert.ok(!/"resolved"/.test(lock), 'the lock file names no place that packages come from');
}]);

/* vscode-languageclient still talks to a program that has ended, and stops it again: VS Code only logs that. */
process.on('unhandledRejection', (error) => {
    if (error.code !== 'EPIPE' && !/^Client is not running and can't be stopped/.test(error.message))
        throw error;
});

run('editor extension', tests);
