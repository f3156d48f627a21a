import * as vscode from 'vscode';
import { messageOf } from './latest';
import { noteMarks, type NoteMark } from './noteMarks';
import type { Mark } from './readingStatus';
import type { Services } from './services';
import { settings } from './settings';
import { drawsTokenStyles } from './tokenStyles';

type Style = Mark | 'measurement' | 'heading';

/** As the default styles of the semantic tokens in package.json. */
const STYLES: Readonly<Partial<Record<Style, vscode.DecorationRenderOptions>>> = {
  present: { fontWeight: 'bold' },
  denied: { textDecoration: 'line-through' },
  past: { fontStyle: 'italic' },
  family: { fontStyle: 'italic', textDecoration: 'underline' },
  uncertain: { textDecoration: 'underline dotted' },
  measurement: { fontWeight: 'bold', textDecoration: 'underline double' },
  heading: { fontWeight: 'bold' },
};

/** Draws the marks of notes in editors that give semantic tokens no style. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const decorations = new MarkDecorations(services);
  return vscode.Disposable.from(
    decorations,
    vscode.window.onDidChangeVisibleTextEditors(() => decorations.show()),
    services.notes.onDidSettle((document) => decorations.show(document)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('chartside.highlight')) decorations.show();
    }),
  );
}

class MarkDecorations implements vscode.Disposable {
  readonly #types = new Map<Style, vscode.TextEditorDecorationType>();

  constructor(private readonly services: Services) {
    this.show();
  }

  /** Draws one note, or all that are on the screen. */
  show(document?: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (!document || editor.document === document) void this.#draw(editor);
    }
  }

  async #draw(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    if (await drawsTokenStyles()) return;
    try {
      // Nothing is read of what is no note: then what was drawn before is taken away.
      const read = settings.highlight() ? await this.services.notes.read(document) : null;
      // A newer version is drawn when it has settled.
      if (read && read.version !== document.version) return;
      const marks = read ? noteMarks(read.note) : [];
      for (const style of Object.keys(STYLES) as Style[]) {
        const ranges = marks
          .filter((mark) => isDrawn(mark, style))
          .map(
            ({ start, end }) =>
              new vscode.Range(document.positionAt(start), document.positionAt(end)),
          );
        editor.setDecorations(this.#type(style), ranges);
      }
    } catch (error) {
      this.services.log.warn(`No highlighting: ${messageOf(error)}`);
    }
  }

  #type(style: Style): vscode.TextEditorDecorationType {
    let type = this.#types.get(style);
    if (!type) {
      type = vscode.window.createTextEditorDecorationType({
        ...STYLES[style],
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      });
      this.#types.set(style, type);
    }
    return type;
  }

  dispose(): void {
    for (const type of this.#types.values()) type.dispose();
  }
}

function isDrawn(mark: NoteMark, style: Style): boolean {
  return mark.what === style || mark.marks.some((m) => m === style);
}
