/* prowgate in VS Code: starts `prowgate lsp` where the workspace has a tree that it judges, and shows by which version. */
import * as vscode from 'vscode';
import { LanguageClient, LanguageClientOptions, RevealOutputChannelOn, ServerOptions } from 'vscode-languageclient/node';

import { find } from './program';
import { Status, StatusItem } from './status';
import { isTree, marks } from './trees';

const RESTARTS = ['prowgate.path', 'prowgate.arguments'];

class Extension {
  private client: LanguageClient | undefined;
  /** Starting and stopping wait for each other. */
  private turn: Promise<void> = Promise.resolve();
  private readonly channel = vscode.window.createOutputChannel('prowgate');
  private readonly status = new StatusItem();

  constructor(private readonly context: vscode.ExtensionContext) {
    context.subscriptions.push(
      this.channel,
      this.status,
      vscode.commands.registerCommand('prowgate.restart', () => this.restart()),
      vscode.commands.registerCommand('prowgate.showLog', () => this.channel.show()),
      vscode.commands.registerCommand('prowgate.showStatus', () => this.showStatus()),
      vscode.commands.registerCommand('prowgate.pickVersion', () => this.pickVersion()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.start()),
      vscode.workspace.onDidChangeConfiguration((e) =>
        RESTARTS.some((name) => e.affectsConfiguration(name)) ? this.restart() : undefined,
      ),
    );
  }

  /** Starts the server unless it runs, or no folder is a tree. */
  start(): Promise<void> {
    return this.next(() => this.begin());
  }

  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  private next(what: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(what, what);
    return this.turn;
  }

  private async begin(): Promise<void> {
    const tree = this.client ? undefined : await this.firstTree();
    if (!tree) {
      return;
    }
    const found = find(vscode.workspace.getConfiguration('prowgate', tree).get('path', ''), tree.uri.fsPath);
    if (!found.program) {
      this.lacking(found.why ?? '');
      return;
    }
    await this.run(found.program, tree);
  }

  private async firstTree(): Promise<vscode.WorkspaceFolder | undefined> {
    const of = marks(this.context.extension.packageJSON);
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (await isTree(folder, of)) {
        return folder;
      }
      this.channel.appendLine(`${folder.uri.fsPath} is left alone: it has nothing that prowgate judges`);
    }
    return undefined;
  }

  private async run(program: string, tree: vscode.WorkspaceFolder): Promise<void> {
    const settings = vscode.workspace.getConfiguration('prowgate', tree);
    const server: ServerOptions = {
      command: program,
      args: ['lsp', ...settings.get<string[]>('arguments', [])],
      options: { cwd: tree.uri.fsPath },
    };
    const options: LanguageClientOptions = {
      documentSelector: [{ scheme: 'file', language: 'yaml' }],
      initializationOptions: {
        deployed: settings.get('deployed', ''),
        project: settings.get('project', ''),
        baseline: settings.get('baseline', ''),
      },
      synchronize: { configurationSection: 'prowgate' },
      outputChannel: this.channel,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
    const client = new LanguageClient('prowgate', 'prowgate', server, options);
    client.onNotification('prowgate/status', (status: Status) => this.status.tell(status));
    try {
      await client.start();
      this.client = client;
    } catch (error) {
      this.lacking(`${program} does not serve an editor: ${error instanceof Error ? error.message : error}`);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.status.tell({ folders: [] });
    try {
      await client?.dispose();
    } catch (error) {
      this.channel.appendLine(`the server did not end by itself: ${error}`);
    }
  }

  private lacking(why: string): void {
    const settings = 'Open Settings';
    this.channel.appendLine(why);
    this.status.stopped(why);
    void vscode.window.showErrorMessage(why, settings).then((chosen) => {
      if (chosen === settings) {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'prowgate.path');
      }
    });
  }

  private async showStatus(): Promise<void> {
    const source = this.status.source();
    if (!source?.uri) {
      await this.pickVersion();
      return;
    }
    const at = new vscode.Position(source.line ?? 0, 0);
    await vscode.window.showTextDocument(vscode.Uri.parse(source.uri), { selection: new vscode.Range(at, at) });
  }

  /** Until the server ends, or a setting of prowgate's changes. */
  private async pickVersion(): Promise<void> {
    const other = 'another …';
    const picks: Record<string, string | undefined> = { 'what the tree says': '', 'the latest that prowgate knows': 'latest', [other]: undefined };
    const chosen = await vscode.window.showQuickPick(Object.keys(picks), { title: 'Judge by which version?' });
    const version =
      chosen === other ? await vscode.window.showInputBox({ prompt: 'vYYYYMMDD-commit', value: this.status.folder()?.versions?.[0]?.version }) : chosen && picks[chosen];
    if (version !== undefined && this.client) {
      await this.client.sendRequest('workspace/executeCommand', { command: 'prowgate.chooseVersion', arguments: [version] });
    }
  }
}

let extension: Extension | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  extension = new Extension(context);
  await extension.start();
}

export async function deactivate(): Promise<void> {
  await extension?.stop();
  extension = undefined;
}
