import * as vscode from 'vscode';

/** Of an editor that knows styles of semantic tokens; it comes with the code that draws them. */
const INSPECT_TOKENS = 'editor.action.inspectTMScopes';

let known: Promise<boolean> | undefined;

/**
 * Whether this editor draws contributed semantic tokens in a style of their own. Theia does not:
 * there a token only takes away what the grammar has coloured, and decorations are drawn instead.
 */
export function drawsTokenStyles(): Promise<boolean> {
  known ??= Promise.resolve(vscode.commands.getCommands(true)).then((commands) =>
    commands.includes(INSPECT_TOKENS),
  );
  return known;
}
