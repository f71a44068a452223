import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node.js';
import type { MessageConnection } from 'vscode-jsonrpc/node.js';

const SERVER = path.resolve(import.meta.dirname, '../../node_modules/.bin/vscode-eslint-language-server');

/** What an editor shows below a piece of code. */
export interface Diagnostic {
  code: string;
  message: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

/** ESLint's language server over stdio, driven as an editor drives it. */
export class LanguageServer {
  private readonly process: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly folder: string;
  private readonly versions = new Map<string, number>();

  private constructor(folder: string, useFlatConfig: boolean) {
    this.folder = folder;
    this.process = spawn(process.execPath, [SERVER, '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.connection = createMessageConnection(new StreamMessageReader(this.process.stdout!), new StreamMessageWriter(this.process.stdin!));
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => settings(folder, useFlatConfig)));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.connection.listen();
  }

  /** Starts a server for a folder; `useFlatConfig` as its settings have it. */
  static async start(folder: string, useFlatConfig: boolean): Promise<LanguageServer> {
    const server = new LanguageServer(folder, useFlatConfig);
    const uri = pathToFileURL(folder).href;
    const capabilities = {
      workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } },
      textDocument: { diagnostic: { dynamicRegistration: true }, synchronization: { didSave: true } },
    };
    await server.connection.sendRequest('initialize', { processId: process.pid, rootUri: uri, capabilities, workspaceFolders: [{ uri, name: 'project' }] });
    await server.connection.sendNotification('initialized', {});
    return server;
  }

  async open(file: string): Promise<void> {
    this.versions.set(file, 1);
    const textDocument = { uri: this.uri(file), languageId: 'typescript', version: 1, text: readFileSync(path.join(this.folder, file), 'utf8') };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Changes what the editor shows; nothing is written to the disk. */
  async type(file: string, text: string): Promise<void> {
    const version = (this.versions.get(file) ?? 0) + 1;
    this.versions.set(file, version);
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri: this.uri(file), version }, contentChanges: [{ text }] });
  }

  async diagnostics(file: string): Promise<Diagnostic[]> {
    const { items } = await this.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri: this.uri(file) } });
    return items;
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
  }

  private uri(file: string): string {
    return pathToFileURL(path.join(this.folder, file)).href;
  }
}

/** The settings of the ESLint extension that the server asks for. */
function settings(folder: string, useFlatConfig: boolean): unknown {
  return {
    validate: 'on',
    packageManager: 'npm',
    useESLintClass: true,
    experimental: { useFlatConfig },
    codeAction: { disableRuleComment: { enable: true, location: 'separateLine' }, showDocumentation: { enable: true } },
    codeActionOnSave: { enable: false, mode: 'all' },
    format: false,
    quiet: false,
    onIgnoredFiles: 'off',
    options: {},
    rulesCustomizations: [],
    run: 'onType',
    problems: { shortenToSingleLine: false },
    nodePath: null,
    workingDirectory: { mode: 'location' },
    workspaceFolder: { uri: pathToFileURL(folder).href, name: 'project' },
  };
}
