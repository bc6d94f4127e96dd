/* Where the server is: by a setting, or on PATH. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export interface Found {
  program?: string;
  /** What to tell a person, where there is none. */
  why?: string;
}

function mayRun(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false; // it is not there, or not ours to run
  }
}

function written(setting: string, folder: string | undefined): string {
  const text = setting.replace(/^~(?=[/\\])/, os.homedir());
  return folder ? text.replace(/\$\{workspaceFolder\}/g, folder) : text;
}

/** @param folder what ${workspaceFolder} and paths that are not absolute stand below */
export function find(setting: string, folder: string | undefined, environment = process.env): Found {
  if (setting.trim() !== '') {
    const program = path.resolve(folder ?? '', written(setting.trim(), folder));
    return mayRun(program) ? { program } : { why: `prowgate.path says ${program}, and there is no program that can be run.` };
  }
  const name = process.platform === 'win32' ? 'prowgate.exe' : 'prowgate';
  for (const one of (environment.PATH ?? environment.Path ?? '').split(path.delimiter)) {
    if (path.isAbsolute(one) && mayRun(path.join(one, name))) {
      return { program: path.join(one, name) };
    }
  }
  return { why: 'prowgate is not on PATH. Install it, or say in the setting prowgate.path where it is.' };
}
