/* A stand-in for the `vscode` API: its types are jest-mock-vscode's; windows, documents, settings and providers are as much as
 * the extension and vscode-languageclient ask for. It keeps what they were given, for a test to look at and to act on. */
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { createVSCodeMock } = require('jest-mock-vscode');
const minimatch = require('minimatch');
const { TextDocument } = require('vscode-languageserver-protocol');
const { URI, Utils } = require('vscode-uri');

const types = createVSCodeMock({ fn: (body) => body ?? (() => undefined) });
const { Disposable, EventEmitter, Range } = types;
const Uri = Object.assign(URI, { joinPath: Utils.joinPath }); // the mock's own makes objects that are no instance of it

/* An object that has, beside what is given, every event ("onDid…") and every registration ("register…") anybody asks for. */
function api(given, events, providers) {
    return new Proxy(given, {
        get(target, name) {
            if (name in target || typeof name !== 'string')
                return target[name];
            if (/^on(Did|Will)/.test(name))
                return (events[name] ??= new EventEmitter()).event;
            if (/^register/.test(name))
                return (...parts) => {
                    (providers[name] ??= []).push(parts);
                    return new Disposable(() => (providers[name] = providers[name].filter((p) => p !== parts)));
                };
            return undefined;
        },
    });
}

function document(uri, text) {
    const of = { uri, fileName: uri.fsPath, languageId: 'yaml', version: 1, isDirty: false, isClosed: false, isUntitled: false, eol: 1 };
    let now = TextDocument.create(uri.toString(), 'yaml', 1, text);
    const plain = (p) => ({ line: p.line, character: p.character });
    return Object.assign(of, {
        getText: (range) => now.getText(range && { start: plain(range.start), end: plain(range.end) }),
        offsetAt: (p) => now.offsetAt(plain(p)),
        positionAt: (o) => ((p) => new types.Position(p.line, p.character))(now.positionAt(o)),
        get lineCount() { return now.lineCount; },
        replace(range, with_) {
            const edit = { range: { start: plain(range.start), end: plain(range.end) }, newText: with_ };
            const change = { range, rangeOffset: now.offsetAt(edit.range.start), rangeLength: this.getText(range).length, text: with_ };
            const next = TextDocument.applyEdits(now, [edit]);
            now = TextDocument.create(uri.toString(), 'yaml', ++of.version, next);
            of.isDirty = true;
            return change;
        },
    });
}

/* folders: absolute paths. settings: "prowgate.path" and so on. */
function standIn(folders, settings) {
    const events = {}, providers = {}, commands = new Map(), items = [], messages = [], collections = [], documents = [];
    const fire = (name, value) => events[name]?.fire(value);
    const seen = { events, providers, commands, items, messages, collections, shown: [], log: [], picks: [], fire, settings };
    const workspaceFolders = folders.map((folder, index) => ({ uri: Uri.file(folder), name: path.basename(folder), index }));
    const below = (section, name) => [section, name].filter(Boolean).join('.');

    const workspace = api({
        workspaceFolders, textDocuments: documents, notebookDocuments: [], isTrusted: true, name: 'test',
        fs: { stat: async (uri) => fs.promises.stat(uri.fsPath) },
        getWorkspaceFolder: (uri) => workspaceFolders.find((f) => uri.fsPath.startsWith(f.uri.fsPath + path.sep)),
        getConfiguration(section) {
            const whole = {};
            for (const [name, value] of Object.entries(settings))
                if (!section || name.startsWith(section + '.'))
                    whole[section ? name.slice(section.length + 1) : name] = value;
            return Object.assign(Object.create({
                get: (name, otherwise) => settings[below(section, name)] ?? otherwise,
                has: (name) => below(section, name) in settings,
                inspect: () => undefined,
            }), whole);
        },
        async findFiles(pattern, _, most) {
            const base = pattern.baseUri.fsPath;
            const names = fs.readdirSync(base, { recursive: true }).map((n) => n.split(path.sep).join('/'));
            return names.filter((n) => minimatch(n, pattern.pattern, { dot: true })).slice(0, most).map((n) => Uri.file(path.join(base, n)));
        },
        createFileSystemWatcher: () => api({ dispose() {} }, {}, {}),
        async applyEdit(edit) {
            for (const [uri, edits] of edit.entries()) {
                const of = documents.find((d) => d.uri.toString() === uri.toString());
                const late = [...edits].sort((a, b) => of.offsetAt(b.range.start) - of.offsetAt(a.range.start));
                const contentChanges = late.map((e) => of.replace(e.range, e.newText));
                fire('onDidChangeTextDocument', { document: of, contentChanges });
            }
            return true;
        },
    }, events, providers);

    const languages = api({
        createDiagnosticCollection(name) {
            const entries = new Map();
            const c = { name, entries, set: (uri, list) => entries.set(uri.toString(), list), get: (uri) => entries.get(uri.toString()),
                has: (uri) => entries.has(uri.toString()), delete: (uri) => entries.delete(uri.toString()), clear: () => entries.clear(),
                dispose: () => entries.clear(), forEach: (body) => entries.forEach((list, uri) => body(Uri.parse(uri), list, c)) };
            collections.push(c);
            return c;
        },
        match: (selector, of) => ([].concat(selector).some((s) => (s.language ?? of.languageId) === of.languageId &&
            (s.scheme ?? of.uri.scheme) === of.uri.scheme) ? 10 : 0),
        getLanguages: async () => ['yaml'],
    }, events, providers);

    const channel = { name: 'prowgate', append: (t) => seen.log.push(t), appendLine: (t) => seen.log.push(t + '\n'), show() {}, dispose() {},
        clear() {}, replace() {}, hide() {} };
    const message = (kind) => async (text) => void messages.push([kind, text]);
    const window = api({
        activeTextEditor: undefined, visibleTextEditors: [], tabGroups: api({ all: [] }, events, providers),
        createOutputChannel: () => channel,
        createStatusBarItem() {
            const item = { visible: false, show: () => (item.visible = true), hide: () => (item.visible = false), dispose: () => (item.visible = false) };
            items.push(item);
            return item;
        },
        showErrorMessage: message('error'), showWarningMessage: message('warning'), showInformationMessage: message('information'),
        showQuickPick: async (list) => seen.picks.shift()?.(list),
        showInputBox: async (options) => seen.picks.shift()?.(options),
        showTextDocument: async (uri, options) => void seen.shown.push([uri, options]),
        withProgress: async (_, body) => body({ report() {} }, { onCancellationRequested: () => new Disposable(() => {}) }),
    }, events, providers);

    class CancellationTokenSource {
        #emitter = new EventEmitter();
        token = { isCancellationRequested: false, onCancellationRequested: this.#emitter.event };
        cancel() { this.token.isCancellationRequested = true; this.#emitter.fire(); }
        dispose() {}
    }
    const plain = (...names) => class { constructor(...values) { names.forEach((n, i) => (this[n] = values[i])); } };

    seen.vscode = {
        ...types, Uri, workspace, languages, window, CancellationTokenSource,
        Hover: plain('contents', 'range'), CancellationError: class extends Error {}, InlayHint: plain('position', 'label', 'kind'), InlayHintLabelPart: plain('value'),
        InlineValueText: plain('range', 'text'), InlineCompletionItem: plain('insertText', 'range'), NotebookCellKind: { Markup: 1, Code: 2 },
        CodeActionTriggerKind: { Invoke: 1, Automatic: 2 },
        RelativePattern: class {
            constructor(base, pattern) { this.baseUri = base.uri ?? base; this.base = this.baseUri.fsPath; this.pattern = pattern; }
        },
        env: { appName: 'test', language: 'en', machineId: 'm', sessionId: 's' },
        extensions: { getExtension: () => undefined },
        commands: {
            registerCommand(name, body) {
                commands.set(name, body);
                return new Disposable(() => commands.delete(name));
            },
            executeCommand: async (name, ...values) => commands.get(name)?.(...values),
        },
    };
    /* What a person does. */
    seen.open = (name, text = fs.readFileSync(name, 'utf8')) => {
        const of = document(Uri.file(name), text);
        documents.push(of);
        window.activeTextEditor = { document: of };
        fire('onDidOpenTextDocument', of);
        fire('onDidChangeActiveTextEditor', window.activeTextEditor);
        return of;
    };
    seen.save = (of) => {
        fs.writeFileSync(of.uri.fsPath, of.getText());
        of.isDirty = false;
        fire('onDidSaveTextDocument', of);
    };
    seen.whole = (of) => new Range(of.positionAt(0), of.positionAt(of.getText().length));
    return seen;
}

module.exports = { standIn };
