/* A client that others wrote (vscode-languageserver-protocol) at the server, on a tree of the test's own. */
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn } = require('node:child_process');
const { pathToFileURL } = require('node:url');
const lsp = require('vscode-languageserver-protocol/node');

const CONFIG = `prowjob_namespace: default
plank:
  default_decoration_config_entries:
  - config:
      gcs_configuration: {bucket: b, path_strategy: explicit}
      gcs_credentials_secret: s
      utility_images: {clonerefs: c, initupload: i, entrypoint: e, sidecar: s}
in_repo_config:
  allowed_clusters:
    '*': [build1]
branch-protection:
  orgs:
    o:
      protect: true
      required_status_checks:
        contexts: [pull-two]
`;
const JOBS = `presets:
- labels:
    preset-x: "true"
  env:
  - {name: A, value: b}
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
`;
const PLUGINS = `plugins:
  o/r: {plugins: [trigger]}
config_updater:
  maps:
    config/jobs/a.yaml: {name: job-config}
`;
const PROJECT = `prow:
  config: config/config.yaml
  jobs: config/jobs
  plugins: config/plugins.yaml
  deployed: {from: cluster/hook.yaml}
`;
const MANIFEST = 'image: gcr.io/k8s-prow/hook:v20260821-a61940897\n';
const FILES = { 'prowgate.yaml': PROJECT, 'config/config.yaml': CONFIG, 'config/jobs/a.yaml': JOBS,
    'config/plugins.yaml': PLUGINS, 'cluster/hook.yaml': MANIFEST, 'notes.yaml': 'a: [1, 2\n' };

/* What a client that offers all of the protocol says of itself; a test adds and takes away. */
function capabilities() {
    return {
        general: { positionEncodings: ['utf-16'] },
        window: { workDoneProgress: true },
        textDocument: {
            codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source'] } } },
            completion: { completionItem: { snippetSupport: true } },
            documentSymbol: { hierarchicalDocumentSymbolSupport: true },
            hover: { contentFormat: ['markdown', 'plaintext'] },
            publishDiagnostics: { versionSupport: true },
        },
        workspace: { workspaceEdit: { documentChanges: true }, workspaceFolders: true, configuration: true },
    };
}

class Tree {
    constructor(files = FILES) {
        this.root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'prowgate tree ')));
        for (const [name, text] of Object.entries(files))
            this.write(name, text);
    }

    file(name) {
        return path.join(this.root, name);
    }

    uri(name) {
        return pathToFileURL(name === '' ? this.root : this.file(name)).href;
    }

    read(name) {
        return fs.readFileSync(this.file(name), 'utf8');
    }

    write(name, text) {
        fs.mkdirSync(path.dirname(this.file(name)), { recursive: true });
        fs.writeFileSync(this.file(name), text);
    }

    remove() {
        fs.rmSync(this.root, { recursive: true, force: true });
    }
}

class Client {
    /* settings: what the server is told where it asks for the configuration. */
    constructor(prowgate, tree, { offers = capabilities(), settings = {} } = {}) {
        this.tree = tree;
        this.offers = offers;
        this.settings = settings;
        this.texts = new Map();
        this.versions = new Map();
        this.published = []; /* {uri, version, diagnostics} in the order in which they came */
        this.heard = []; /* [method, params] of other notifications */
        this.waiting = [];
        this.server = spawn(prowgate, ['lsp'], { cwd: tree.root, stdio: ['pipe', 'pipe', 'ignore'] });
        this.ended = new Promise((done) => this.server.on('exit', done));
        this.c = lsp.createProtocolConnection(new lsp.StreamMessageReader(this.server.stdout),
            new lsp.StreamMessageWriter(this.server.stdin));
        this.c.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => this.hear(this.published, p));
        this.c.onNotification((method, params) => this.hear(this.heard, [method, params]));
        this.c.onRequest(lsp.ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
        this.c.onRequest(lsp.WorkDoneProgressCreateRequest.type, () => null);
        this.c.onRequest(lsp.RegistrationRequest.type, (p) => this.hear(this.heard, ['registered', p]));
        this.c.onUnhandledNotification((n) => this.hear(this.heard, [n.method, n.params]));
        this.c.listen();
    }

    hear(list, one) {
        list.push(one);
        this.waiting = this.waiting.filter((w) => !w());
    }

    /* Until what gives something for what was told so far. */
    until(what, name = 'what was waited for') {
        return new Promise((done, failed) => {
            const first = what();
            if (first)
                return done(first);
            const late = setTimeout(() => failed(new Error(`${name} did not come`)), 20000);
            this.waiting.push(() => {
                const found = what();
                if (found) {
                    clearTimeout(late);
                    done(found);
                }
                return Boolean(found);
            });
        });
    }

    async start(folders = [this.tree.uri('')]) {
        this.says = await this.c.sendRequest(lsp.InitializeRequest.type, {
            processId: process.pid, rootUri: folders[0], capabilities: this.offers,
            workspaceFolders: folders.map((uri) => ({ uri, name: path.basename(uri) })),
        });
        await this.c.sendNotification(lsp.InitializedNotification.type, {});
        await this.until(() => this.heard.some(([method]) => method === 'prowgate/status'), 'the first status');
        return this;
    }

    /* The status of the process. */
    async stop() {
        await this.c.sendRequest(lsp.ShutdownRequest.type);
        await this.c.sendNotification(lsp.ExitNotification.type);
        const status = await this.ended;
        this.c.dispose();
        return status;
    }

    document(name) {
        return { uri: this.tree.uri(name) };
    }

    async open(name, text = this.tree.read(name)) {
        this.texts.set(name, text);
        this.versions.set(name, 1);
        await this.c.sendNotification(lsp.DidOpenTextDocumentNotification.type,
            { textDocument: { ...this.document(name), languageId: 'yaml', version: 1, text } });
    }

    /* The document with from replaced by to, as an incremental change; gives the new version. */
    async change(name, from, to) {
        const start = this.position(name, from), end = this.position(name, from, from.length);
        const version = this.versions.get(name) + 1;
        this.versions.set(name, version);
        this.texts.set(name, this.texts.get(name).replace(from, () => to));
        await this.c.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
            textDocument: { ...this.document(name), version }, contentChanges: [{ range: { start, end }, text: to }],
        });
        return version;
    }

    /* Of needle's first place, so many units in. */
    position(name, needle, inside = 0) {
        const text = this.texts.get(name), at = text.indexOf(needle);
        if (at < 0)
            throw new Error(`${name} has no ${needle}`);
        const before = text.slice(0, at + inside).split('\n');
        return { line: before.length - 1, character: before.at(-1).length };
    }

    at(type, name, needle, inside = 1, more = {}) {
        return this.c.sendRequest(type, { textDocument: this.document(name), position: this.position(name, needle, inside), ...more });
    }

    of(type, name, more = {}) {
        return this.c.sendRequest(type, { textDocument: this.document(name), ...more });
    }

    /* What is published of this version of a document. */
    async diagnostics(name, version = this.versions.get(name)) {
        const uri = this.tree.uri(name);
        const found = await this.until(() => this.published.find((p) => p.uri === uri && p.version === version),
            `the diagnostics of version ${version}`);
        return found.diagnostics;
    }

    /* The texts of a workspace edit's files, edits applied; only files that were opened. */
    applied(edit) {
        const out = {};
        for (const change of edit.documentChanges) {
            const name = [...this.texts.keys()].find((n) => this.tree.uri(n) === change.textDocument.uri);
            const text = lsp.TextDocument.create(change.textDocument.uri, 'yaml', 1, this.texts.get(name));
            out[name] = lsp.TextDocument.applyEdits(text, change.edits);
        }
        return out;
    }
}

/* Runs all tests, a few at once, because some wait; and ends the process. */
async function run(name, tests) {
    const left = [...tests];
    let passed = 0, failed = 0;
    const worker = async () => {
        for (let next = left.shift(); next; next = left.shift()) {
            const [what, test] = next;
            try {
                await test();
                passed++;
            } catch (error) {
                failed++;
                console.log(`FAILED ${what}: ${error.stack}`);
            }
        }
    };
    await Promise.all([worker(), worker(), worker()]);
    console.log(`${name}: ${passed} passed, ${failed} failed`);
    process.exit(failed === 0 && passed === tests.length && passed > 0 ? 0 : 1);
}

module.exports = { CONFIG, JOBS, PLUGINS, PROJECT, FILES, Client, Tree, capabilities, lsp, run };
