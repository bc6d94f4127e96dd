/* Which folders of the workspace are trees that prowgate judges: those with a file that wakes the extension up, too. */
import * as vscode from 'vscode';

const WAKES = 'workspaceContains:';

/** What package.json has after "workspaceContains:", so that both are one list. */
export function marks(packageJSON: { activationEvents: string[] }): string[] {
  return packageJSON.activationEvents.filter((e) => e.startsWith(WAKES)).map((e) => e.slice(WAKES.length));
}

async function has(folder: vscode.WorkspaceFolder, mark: string): Promise<boolean> {
  if (mark.includes('*')) {
    return (await vscode.workspace.findFiles(new vscode.RelativePattern(folder, mark), undefined, 1)).length > 0;
  }
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder.uri, mark));
    return true;
  } catch {
    return false; // there is no such file
  }
}

export async function isTree(folder: vscode.WorkspaceFolder, of: string[]): Promise<boolean> {
  if (folder.uri.scheme !== 'file') {
    return false;
  }
  for (const mark of of) {
    if (await has(folder, mark)) {
      return true;
    }
  }
  return false;
}
