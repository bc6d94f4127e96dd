/* The item in the status bar: by which version the workspace is judged, where that is written, and how it stands. */
import * as vscode from 'vscode';

/** As the server tells it: the notification "prowgate/status". */
export interface Version {
  component: string;
  version: string;
  uri?: string;
  line?: number;
}

export interface Folder {
  uri: string;
  judged: boolean;
  versions?: Version[];
  words?: string;
  errors?: number;
  warnings?: number;
  verdict?: string;
}

export interface Status {
  folders: Folder[];
}

const ICONS: Record<string, string> = { pass: '$(pass)', reject: '$(error)' };

function counted(n: number | undefined, what: string): string {
  return `${n ?? 0} ${what}${n === 1 ? '' : 's'}`;
}

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('prowgate.status', vscode.StatusBarAlignment.Left, 0);
  private readonly seen = vscode.window.onDidChangeActiveTextEditor(() => this.draw());
  private status: Status = { folders: [] };

  constructor() {
    this.item.name = 'prowgate';
    this.item.command = 'prowgate.showStatus';
  }

  dispose(): void {
    this.seen.dispose();
    this.item.dispose();
  }

  tell(status: Status): void {
    this.status = status;
    this.draw();
  }

  /** No server runs: text says why. */
  stopped(text: string): void {
    this.status = { folders: [] };
    this.item.text = '$(warning) prowgate';
    this.item.tooltip = text;
    this.item.show();
  }

  /** The folder of the file that is looked at, or the first that is judged. */
  folder(): Folder | undefined {
    const open = vscode.window.activeTextEditor?.document.uri;
    const of = open && vscode.workspace.getWorkspaceFolder(open);
    const judged = this.status.folders.filter((f) => f.judged);
    return judged.find((f) => of && vscode.Uri.parse(f.uri).fsPath === of.uri.fsPath) ?? judged[0];
  }

  /** Where the version is written that the folder is judged by, if a file says it. */
  source(): Version | undefined {
    return this.folder()?.versions?.find((v) => v.uri !== undefined);
  }

  private draw(): void {
    const folder = this.folder();
    if (!folder) {
      this.item.hide();
      return;
    }
    const first = folder.versions?.[0];
    const named = first ? [first.component, first.version].filter((w) => w !== '').join(' ') : 'prowgate';
    this.item.text = `${ICONS[folder.verdict ?? ''] ?? '$(question)'} ${named}`;
    this.item.tooltip = `prowgate: ${folder.words}; ${counted(folder.errors, 'error')}, ${counted(folder.warnings, 'warning')}`;
    this.item.show();
  }
}
