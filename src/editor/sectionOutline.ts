import * as vscode from 'vscode';
import type { Span } from '../note/types';
import { messageOf } from './latest';
import { NOTE_SELECTOR } from './noteDocuments';
import { sectionLines, type SectionLines } from './sectionLines';
import type { Services } from './services';

/** Outline, breadcrumbs and folding of a note by its sections. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDocumentSymbolProvider(
      NOTE_SELECTOR,
      {
        provideDocumentSymbols: async (document) =>
          (await sections(document, services))?.map((section) => symbol(document, section)),
      },
      { label: 'Sections' },
    ),
    vscode.languages.registerFoldingRangeProvider(NOTE_SELECTOR, {
      provideFoldingRanges: async (document) => {
        const found = await sections(document, services);
        return found?.flatMap(({ fold }) =>
          fold ? [new vscode.FoldingRange(fold[0], fold[1], vscode.FoldingRangeKind.Region)] : [],
        );
      },
    }),
  );
}

/** Undefined where the document is no note: then the editor folds it in its own way. */
async function sections(
  document: vscode.TextDocument,
  services: Services,
): Promise<readonly SectionLines[] | undefined> {
  try {
    const read = await services.notes.read(document);
    if (!read) return undefined;
    const found = sectionLines(read.note, document.languageId === 'markdown');
    return found.length > 0 ? found : undefined;
  } catch (error) {
    services.log.warn(`No outline: ${messageOf(error)}`);
    return undefined;
  }
}

function symbol(document: vscode.TextDocument, section: SectionLines): vscode.DocumentSymbol {
  const range = ({ start, end }: Span) =>
    new vscode.Range(document.positionAt(start), document.positionAt(end));
  return new vscode.DocumentSymbol(
    section.name,
    section.detail,
    vscode.SymbolKind.String,
    range(section.span),
    range(section.heading),
  );
}
