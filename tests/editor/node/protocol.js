/* Every feature of the server, asked by the types of the protocol's own library; what comes back has to be what they say.
 *
 *   node protocol.js PROWGATE
 */
'use strict';
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { CONFIG, JOBS, PLUGINS, FILES, Client, Tree, capabilities, lsp, run } = require('./client');

const prowgate = process.argv[2];
const JOB_FILE = 'config/jobs/a.yaml', MAIN = 'config/config.yaml';
const EVERYWHERE = { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } };
const tests = [];

/* A test with a server of its own on a tree of its own, whose clean end it demands. */
function test(what, body, { files = {}, offers, settings } = {}) {
    tests.push([what, async () => {
        const tree = new Tree({ ...FILES, ...files });
        const client = new Client(prowgate, tree, { offers: offers && offers(capabilities()), settings });
        try {
            await client.start();
            await body(client, tree);
            assert.equal(await client.stop(), 0);
        } finally {
            client.server.kill();
            tree.remove();
        }
    }]);
}

function all(items, is) {
    assert.ok(Array.isArray(items) && items.length > 0 && items.every((i) => is.is(i)), JSON.stringify(items));
    return items;
}

function broken(from, to) {
    assert.ok(JOBS.includes(from));
    return { files: { [JOB_FILE]: JOBS.replace(from, () => to) } };
}

const codes = (list) => list.map((d) => d.code);
const lines = (list) => list.map((l) => l.range.start.line).sort((a, b) => a - b);

test('diagnostics are pushed with the version, and follow an edit', async (c) => {
    await c.open(JOB_FILE);
    const found = all(await c.diagnostics(JOB_FILE), lsp.Diagnostic);
    const one = found.find((d) => d.code === 'misspelt-field');
    assert.deepEqual(one.range, { start: c.position(JOB_FILE, 'run_if_chnged'), end: c.position(JOB_FILE, 'run_if_chnged', 13) });
    assert.equal(one.severity, lsp.DiagnosticSeverity.Error);
    assert.equal(one.source, 'prowgate');
    const version = await c.change(JOB_FILE, 'run_if_chnged', 'run_if_changed');
    assert.ok(!codes(await c.diagnostics(JOB_FILE, version)).includes('misspelt-field'));
}, broken('run_if_changed', 'run_if_chnged'));

test('of many edits the last one counts, and nothing older comes after it', async (c, tree) => {
    await c.open(JOB_FILE);
    await c.diagnostics(JOB_FILE);
    for (let i = 0; i < 99; i++)
        await c.change(JOB_FILE, i % 2 ? 'optionl:' : 'optional:', i % 2 ? 'optional:' : 'optionl:');
    assert.ok(codes(await c.diagnostics(JOB_FILE, 100)).includes('misspelt-field'));
    await c.of(lsp.FoldingRangeRequest.type, JOB_FILE);
    const versions = c.published.filter((p) => p.uri === tree.uri(JOB_FILE) && p.version).map((p) => p.version);
    assert.deepEqual(versions, [...versions].sort((a, b) => a - b));
});

test('diagnostics are pulled, of a file and of the workspace', async (c, tree) => {
    await c.open(JOB_FILE);
    const first = await c.of(lsp.DocumentDiagnosticRequest.type, JOB_FILE);
    assert.equal(first.kind, 'full');
    assert.ok(codes(first.items).includes('misspelt-field'));
    const again = await c.of(lsp.DocumentDiagnosticRequest.type, JOB_FILE, { previousResultId: first.resultId });
    assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
    const { items } = await c.c.sendRequest(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    const of = items.find((i) => i.uri === tree.uri(JOB_FILE));
    assert.ok(codes(of.items).includes('misspelt-field'));
    await c.change(JOB_FILE, 'run_if_chnged', 'run_if_changed');
    const mended = await c.of(lsp.DocumentDiagnosticRequest.type, JOB_FILE, { previousResultId: first.resultId });
    assert.ok(mended.kind === 'full' && !codes(mended.items).includes('misspelt-field'));
    assert.equal(c.published.length, 0, 'who pulls is told nothing unasked');
}, { ...broken('run_if_changed', 'run_if_chnged'), offers: (o) => {
    o.textDocument.diagnostic = {};
    o.workspace.diagnostics = { refreshSupport: false };
    return o;
} });

test('a place is counted in the units that were agreed on', async (c) => {
    assert.equal(c.says.capabilities.positionEncoding, lsp.PositionEncodingKind.UTF16);
    await c.open(JOB_FILE);
    const one = (await c.diagnostics(JOB_FILE)).find((d) => d.code === 'misspelt-field');
    assert.equal(one.range.start.character, c.position(JOB_FILE, 'clutser').character);
}, broken('- name: per\n', '- {name: per, annotations: {a: "\u00e9\u20ac\u{1F600}"}, clutser: x, interval: 1h, spec: *s}\n- name: other\n'));

test('hover', async (c) => {
    await c.open(JOB_FILE);
    const said = await c.at(lsp.HoverRequest.type, JOB_FILE, 'always_run');
    assert.ok(lsp.Hover.is(said) && lsp.MarkupContent.is(said.contents));
    assert.match(said.contents.value, /\*\*always_run\*\*/);
    const cron = await c.at(lsp.HoverRequest.type, JOB_FILE, '0 3 *');
    assert.equal(cron.contents.value.match(/:00/g).length, 3, 'the next three runs');
});

test('completion of fields and values', async (c) => {
    await c.open(JOB_FILE);
    await c.change(JOB_FILE, 'cluster: build1', 'cluster: ');
    const clusters = await c.at(lsp.CompletionRequest.type, JOB_FILE, 'cluster: ', 9);
    assert.ok((clusters.items ?? clusters).some((i) => i.label === 'build1'), JSON.stringify(clusters));
    await c.change(JOB_FILE, '    always_run: true\n', '    alw\n');
    const list = await c.at(lsp.CompletionRequest.type, JOB_FILE, 'alw', 3);
    const field = (list.items ?? list).find((i) => i.label === 'always_run');
    assert.equal(field.insertTextFormat, lsp.InsertTextFormat.Snippet);
    assert.match(field.textEdit?.newText ?? field.insertText, /^always_run: /);
}, { files: { 'config/jobs/b.yaml': 'periodics:\n- {name: other, cluster: build1, interval: 1h, spec: {containers: [{image: i}]}}\n' } });

test('completion without snippets has none', async (c) => {
    await c.open(JOB_FILE);
    await c.change(JOB_FILE, '    always_run: true\n', '    alw\n');
    const list = await c.at(lsp.CompletionRequest.type, JOB_FILE, 'alw', 3);
    const field = (list.items ?? list).find((i) => i.label === 'always_run');
    assert.ok(!/\$/.test(field.textEdit?.newText ?? field.insertText ?? field.label), JSON.stringify(field));
    assert.notEqual(field.insertTextFormat, lsp.InsertTextFormat.Snippet);
}, { offers: (o) => {
    delete o.textDocument.completion;
    return o;
} });

test('definition, references and highlights', async (c, tree) => {
    await c.open(JOB_FILE);
    await c.open(MAIN);
    const preset = [await c.at(lsp.DefinitionRequest.type, JOB_FILE, 'preset-x: "true"\n    spec', 2)].flat();
    assert.deepEqual(lines(all(preset, lsp.Location)), [2]);
    const job = [await c.at(lsp.DefinitionRequest.type, MAIN, 'pull-two', 2)].flat();
    assert.deepEqual(all(job, lsp.Location).map((l) => l.uri), [tree.uri(JOB_FILE)]);
    const users = await c.at(lsp.ReferencesRequest.type, JOB_FILE, 'preset-x', 2, { context: { includeDeclaration: true } });
    assert.deepEqual(lines(all(users, lsp.Location)), [2, 12]);
    assert.deepEqual(lines(await c.at(lsp.DocumentHighlightRequest.type, JOB_FILE, 'preset-x', 2)), [2, 12]);
});

test('rename across files', async (c) => {
    await c.open(JOB_FILE);
    await c.open(MAIN);
    const can = await c.at(lsp.PrepareRenameRequest.type, JOB_FILE, 'pull-two', 2);
    assert.equal(can.placeholder, 'pull-two');
    const edit = await c.at(lsp.RenameRequest.type, JOB_FILE, 'pull-two', 2, { newName: 'pull-new' });
    assert.ok(lsp.WorkspaceEdit.is(edit));
    assert.deepEqual(c.applied(edit), { [JOB_FILE]: JOBS.replace('pull-two', 'pull-new'), [MAIN]: CONFIG.replace('pull-two', 'pull-new') });
    await assert.rejects(c.at(lsp.RenameRequest.type, JOB_FILE, 'build1', 2, { newName: 'two words' }), lsp.ResponseError);
});

test('a file is renamed, and settings go with it', async (c, tree) => {
    await c.open('config/plugins.yaml');
    const edit = await c.c.sendRequest(lsp.WillRenameFilesRequest.type,
        { files: [{ oldUri: tree.uri(JOB_FILE), newUri: tree.uri('config/jobs/b.yaml') }] });
    assert.deepEqual(c.applied(edit), { 'config/plugins.yaml': PLUGINS.replace('jobs/a.yaml', 'jobs/b.yaml') });
});

test('a quick fix mends the file', async (c) => {
    await c.open(JOB_FILE);
    const diagnostics = (await c.diagnostics(JOB_FILE)).filter((d) => d.code === 'misspelt-field');
    const actions = all(await c.of(lsp.CodeActionRequest.type, JOB_FILE, { range: diagnostics[0].range, context: { diagnostics } }), lsp.CodeAction);
    const fix = actions.find((a) => a.isPreferred);
    assert.equal(fix.kind, lsp.CodeActionKind.QuickFix);
    assert.deepEqual(codes(fix.diagnostics), ['misspelt-field']);
    assert.deepEqual(c.applied(fix.edit), { [JOB_FILE]: JOBS });
}, broken('run_if_changed', 'run_if_chnged'));

test('all safe fixes of a file at once', async (c) => {
    await c.open(JOB_FILE);
    await c.diagnostics(JOB_FILE);
    const actions = await c.of(lsp.CodeActionRequest.type, JOB_FILE, { range: EVERYWHERE, context: { diagnostics: [], only: ['source.fixAll'] } });
    assert.deepEqual(actions.map((a) => a.kind), ['source.fixAll.prowgate']);
    assert.deepEqual(c.applied(actions[0].edit), { [JOB_FILE]: JOBS });
}, { files: { [JOB_FILE]: JOBS.replace('run_if_changed', 'run_if_chnged').replace('always_run', 'always_rn') } });

test('a line is silenced, and a finding goes into the baseline', async (c, tree) => {
    await c.open(JOB_FILE);
    const undecorated = (p) => (p.version ? p.diagnostics.filter((d) => d.code === 'non-decorated-jobs') : []);
    const found = await c.until(() => c.published.map(undecorated).find((list) => list.length === 1), 'the warning');
    const actions = await c.of(lsp.CodeActionRequest.type, JOB_FILE, { range: found[0].range, context: { diagnostics: found } });
    const silence = actions.find((a) => a.title.startsWith('Silence non-decorated-jobs'));
    const known = actions.find((a) => a.title.startsWith('Add non-decorated-jobs'));
    assert.match(c.applied(silence.edit)[JOB_FILE], /# prowgate: allow non-decorated-jobs -- /);
    const before = c.published.length;
    await c.c.sendRequest(lsp.ExecuteCommandRequest.type, known.command);
    await c.until(() => c.published.length > before && c.published.at(-1).diagnostics.every((d) => d.code !== 'non-decorated-jobs'), 'its end');
    assert.match(tree.read('known.json'), /non-decorated-jobs/);
}, { files: { 'known.json': '{"prowgate_baseline": 1, "findings": []}\n', [JOB_FILE]: JOBS.replace('    decorate: true\n    run_if', '    run_if') },
    settings: { baseline: 'known.json' } });

test('lenses', async (c) => {
    await c.open(JOB_FILE);
    const titles = [];
    for (const lens of all(await c.of(lsp.CodeLensRequest.type, JOB_FILE), lsp.CodeLens))
        titles.push((lens.command ? lens : await c.c.sendRequest(lsp.CodeLensResolveRequest.type, lens)).command.title);
    assert.ok(titles.includes('reaches 1 job'), titles.join('\n'));
    assert.ok(titles.some((t) => t.includes('branch protection requires it at config/config.yaml:16')), titles.join('\n'));
});

test('symbols of a document and of the workspace', async (c) => {
    await c.open(JOB_FILE);
    const tree = await c.of(lsp.DocumentSymbolRequest.type, JOB_FILE);
    assert.deepEqual(tree.map((s) => [s.name, (s.children ?? []).map((x) => x.name)]),
        [['preset-x: "true"', []], ['o/r', ['pull-one', 'pull-two']], ['per', []]]);
    assert.ok(tree.every((s) => lsp.DocumentSymbol.is(s)));
    const found = await c.c.sendRequest(lsp.WorkspaceSymbolRequest.type, { query: 'pull-tw' });
    assert.deepEqual(found.map((s) => s.name), ['pull-two']);
});

test('folding, selections, links, hints', async (c, tree) => {
    await c.open(JOB_FILE);
    await c.open('config/plugins.yaml');
    const folds = all(await c.of(lsp.FoldingRangeRequest.type, JOB_FILE), lsp.FoldingRange);
    assert.ok(folds.some((f) => f.startLine === 7 && f.endLine === 16), JSON.stringify(folds));
    const [selection] = all(await c.of(lsp.SelectionRangeRequest.type, JOB_FILE, { positions: [c.position(JOB_FILE, 'pull-two', 2)] }), lsp.SelectionRange);
    let steps = 0;
    for (let s = selection; s.parent; s = s.parent, steps++)
        assert.ok(s.parent.range.start.line <= s.range.start.line && s.parent.range.end.line >= s.range.end.line);
    assert.ok(steps >= 3);
    const links = await c.of(lsp.DocumentLinkRequest.type, 'config/plugins.yaml');
    assert.deepEqual(all(links, lsp.DocumentLink).map((l) => l.target), [tree.uri(JOB_FILE)]);
    const hints = all(await c.of(lsp.InlayHintRequest.type, JOB_FILE, { range: EVERYWHERE }), lsp.InlayHint);
    assert.ok(hints.some((h) => h.label === 'context: pull-one'), JSON.stringify(hints));
});

test('semantic tokens', async (c) => {
    await c.open(JOB_FILE);
    const { legend } = c.says.capabilities.semanticTokensProvider;
    const tokens = await c.of(lsp.SemanticTokensRequest.type, JOB_FILE);
    assert.ok(lsp.SemanticTokens.is(tokens));
    const seen = new Map();
    for (let i = 0, line = 0, character = 0; i < tokens.data.length; i += 5) {
        const [down, right, length, type] = tokens.data.slice(i, i + 4);
        character = down ? right : character + right;
        line += down;
        seen.set(JOBS.split('\n')[line].slice(character, character + length), legend.tokenTypes[type]);
    }
    assert.equal(seen.get('^release-.*$'), 'regexp');
    assert.equal(seen.get('^a/'), 'regexp');
});

test('what changes on the disk is seen', async (c, tree) => {
    const { registrations } = (await c.until(() => c.heard.find(([m]) => m === 'registered'), 'what to watch'))[1];
    assert.equal(registrations[0].method, 'workspace/didChangeWatchedFiles');
    tree.write(JOB_FILE, JOBS.replace('optional', 'optionl'));
    await c.c.sendNotification(lsp.DidChangeWatchedFilesNotification.type,
        { changes: [{ uri: tree.uri(JOB_FILE), type: lsp.FileChangeType.Changed }] });
    await c.until(() => c.published.some((p) => p.uri === tree.uri(JOB_FILE) && codes(p.diagnostics).includes('misspelt-field')), 'the new mistake');
}, { offers: (o) => {
    o.workspace.didChangeWatchedFiles = { dynamicRegistration: true };
    return o;
} });

test('the status says by which version, and a setting chooses another', async (c, tree) => {
    const [folder] = (await c.until(() => c.heard.find(([m]) => m === 'prowgate/status'), 'the status'))[1].folders;
    assert.deepEqual(folder.versions, [{ component: 'hook', version: 'v20260821-a61940897', uri: tree.uri('cluster/hook.yaml'), line: 0 }]);
    assert.equal(folder.words, 'hook v20260821-a61940897 from cluster/hook.yaml:1');
    c.settings = { deployed: 'v20190122-e707848' };
    await c.c.sendNotification(lsp.DidChangeConfigurationNotification.type, { settings: {} });
    await c.until(() => c.heard.some(([m, p]) => m === 'prowgate/status' && p.folders[0].versions?.[0].version === 'v20190122-e707848'),
        'the chosen version');
    const now = await c.c.sendRequest('prowgate/status', {});
    assert.match(now.folders[0].words, /chosen here/);
});

test('a folder comes and goes', async (c) => {
    const other = new Tree({ ...FILES, [JOB_FILE]: JOBS.replace('optional', 'optionl') });
    const event = { uri: other.uri(''), name: 'other' };
    try {
        await c.c.sendNotification(lsp.DidChangeWorkspaceFoldersNotification.type, { event: { added: [event], removed: [] } });
        await c.until(() => c.published.some((p) => p.uri === other.uri(JOB_FILE) && p.diagnostics.length > 0), 'what the other has');
        await c.c.sendNotification(lsp.DidChangeWorkspaceFoldersNotification.type, { event: { added: [], removed: [event] } });
        await c.until(() => c.published.findLast((p) => p.uri === other.uri(JOB_FILE)).diagnostics.length === 0, 'that it is taken back');
    } finally {
        other.remove();
    }
});

test('other YAML is left alone', async (c, tree) => {
    await c.open('notes.yaml');
    assert.equal(await c.at(lsp.HoverRequest.type, 'notes.yaml', 'a:', 0), null);
    assert.deepEqual(c.published.filter((p) => p.uri === tree.uri('notes.yaml') && p.diagnostics.length > 0), []);
});

test('a request is cancelled, another has its progress', async (c) => {
    await c.open(JOB_FILE);
    await c.diagnostics(JOB_FILE);
    const source = new lsp.CancellationTokenSource();
    const asked = c.c.sendRequest(lsp.FoldingRangeRequest.type, { textDocument: c.document(JOB_FILE) }, source.token);
    source.cancel();
    const answer = await asked.catch((error) => error);
    assert.ok(Array.isArray(answer) || answer.code === lsp.LSPErrorCodes.RequestCancelled, String(answer));
    const told = [];
    c.c.onProgress(lsp.WorkDoneProgress.type, 'mine', (p) => told.push(p.kind));
    await c.c.sendRequest(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: [], workDoneToken: 'mine' });
    assert.deepEqual([told[0], told.at(-1)], ['begin', 'end'], told.join());
});

test('what is asked for and does not exist is refused', async (c) => {
    await assert.rejects(c.c.sendRequest('prowgate/none', {}), { code: lsp.ErrorCodes.MethodNotFound });
    await assert.rejects(c.c.sendRequest(lsp.ExecuteCommandRequest.type, { command: 'none' }), lsp.ResponseError);
});

/* First, because it takes the server seconds to see it: a client that dies without a word, whose pipes somebody else holds open. */
tests.unshift(['the server ends when its parent is dead', async () => {
    const tree = new Tree();
    const parent = spawn('sleep', ['60']);
    const server = spawn(prowgate, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = new Promise((done) => server.on('exit', done));
    try {
        const c = lsp.createProtocolConnection(new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
        c.listen();
        await c.sendRequest(lsp.InitializeRequest.type, { processId: parent.pid, rootUri: tree.uri(''), capabilities: {}, workspaceFolders: null });
        await c.sendNotification(lsp.InitializedNotification.type, {});
        parent.kill();
        assert.equal(await ended, 1);
    } finally {
        server.kill();
        parent.kill();
        tree.remove();
    }
}]);

run('editor protocol', tests);
