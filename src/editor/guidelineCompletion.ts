import * as vscode from 'vscode';
import schema from '../../guidelines/schema.json';
import { placeInFrontMatter } from '../knowledge/frontMatterPlace';
import type { Lexicon } from '../note/terms/lexicon';
import type { Services } from './services';

const FIELDS = Object.entries(schema.properties).map(([name, property]) => ({
  name,
  description: 'description' in property ? property.description : '',
}));
const { frequency, strength } = schema.definitions;
const FREQUENCIES = frequency.anyOf[0]?.enum ?? [];
const STRENGTHS = strength.anyOf[0]?.enum ?? [];
/** Words that a field, or an entry below it, may hold. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  urgency: schema.properties.urgency.enum,
  findings: [...FREQUENCIES, ...STRENGTHS],
  risks: STRENGTHS,
};

/** Offers fields, lexicon ids and words while the front matter of a guideline is written. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider(
    { language: 'markdown', scheme: 'file' },
    {
      provideCompletionItems: async (document, position) => {
        if (!services.documents.isGuideline(document.uri)) return [];
        const lines = document.getText().split(/\r\n|\r|\n/);
        const place = placeInFrontMatter(lines, position.line, position.character);
        if (place?.kind === 'field') return FIELDS.map(field);
        if (place?.kind === 'value') return (VALUES[place.field] ?? []).map(value);
        if (place?.kind !== 'concept') return [];
        return concepts((await services.knowledge.get()).lexicon, wordAt(document, position));
      },
    },
    ' ',
  );
}

/** Ids hold hyphens, which end a word in Markdown. */
function wordAt(document: vscode.TextDocument, position: vscode.Position): vscode.Range {
  return (
    document.getWordRangeAtPosition(position, /[a-z0-9-]+/i) ?? new vscode.Range(position, position)
  );
}

function field({ name, description }: (typeof FIELDS)[number]): vscode.CompletionItem {
  const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Field);
  item.insertText = `${name}: `;
  item.detail = description;
  return item;
}

function value(word: string): vscode.CompletionItem {
  return new vscode.CompletionItem(word, vscode.CompletionItemKind.EnumMember);
}

function concepts(lexicon: Lexicon, range: vscode.Range): vscode.CompletionItem[] {
  return [...lexicon.concepts.values()].map(({ id, name, kind, synonyms }) => {
    const item = new vscode.CompletionItem(
      { label: id, description: kind },
      vscode.CompletionItemKind.Value,
    );
    item.range = range;
    item.insertText = `${id}: `;
    item.filterText = [id, name, ...synonyms.slice(0, 5)].join(' ');
    item.detail = name;
    return item;
  });
}
