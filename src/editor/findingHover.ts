import * as vscode from 'vscode';
import type { Finding } from '../note/types';
import {
  hoverText,
  ownPassage,
  pointersOf,
  tellingLine,
  type Passage,
  type Pointer,
} from './hoverText';
import { messageOf, within } from './latest';
import type { ReadNote } from './noteCache';
import { NOTE_SELECTOR } from './noteDocuments';
import { citedUri, guidelineUri } from './citedUri';
import { OPEN_AT, placeLink } from './place';
import type { Services } from './services';
import { settings } from './settings';

/** A hover never waits longer than this for the index. */
const SEARCH_MS = 250;
const CANDIDATES = 8;

/** Explains a finding where the pointer rests. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.languages.registerHoverProvider(NOTE_SELECTOR, {
    provideHover: async (document, position, token) => {
      if (!settings.hover()) return null;
      try {
        const read = await services.notes.read(document);
        if (!read || token.isCancellationRequested) return null;
        const offset = document.offsetAt(position);
        const findings = read.note.findings.filter((f) => f.start <= offset && offset <= f.end);
        const nearest = findings.sort((a, b) => a.end - a.start - (b.end - b.start)).slice(0, 2);
        if (nearest.length === 0) return null;
        const texts = await Promise.all(nearest.map((f) => explain(f, read, services)));
        const first = nearest[0]!;
        const range = new vscode.Range(
          document.positionAt(first.start),
          document.positionAt(first.end),
        );
        return new vscode.Hover(texts.map(trusted), range);
      } catch (error) {
        services.log.warn(`No hover: ${messageOf(error)}`);
        return null;
      }
    },
  });
}

async function explain(finding: Finding, read: ReadNote, services: Services): Promise<string> {
  const { knowledge, differential } = read;
  const concept = knowledge.lexicon.concepts.get(finding.concept);
  const names = [finding.name, ...(concept?.synonyms ?? [])];
  const pointers = pointersOf(finding, knowledge, differential);
  const passage =
    (await searched(names, pointers, services)) ?? builtIn(names, read, pointers, services);
  return hoverText({ finding, concept, pointers, passage });
}

/** The best passage of the guidelines that names the finding, if the index answers in time. */
async function searched(
  names: readonly string[],
  pointers: readonly Pointer[],
  services: Services,
): Promise<Passage | null> {
  const engine = services.engine.running;
  if (!engine || services.index.state.state !== 'ready') return null;
  const query = [names[0], pointers[0]?.condition.name ?? ''].join(' ');
  const search = engine.search(query, { limit: CANDIDATES, kind: 'guideline' });
  const hits = await within(SEARCH_MS, search, []);
  // A passage about a condition that the finding points to here tells more than any other.
  const isPointed = (heading: string) =>
    pointers.some(({ condition }) => heading.startsWith(condition.name));
  const pointed = hits.filter((hit) => isPointed(hit.heading));
  for (const hit of [...pointed, ...hits]) {
    const { line, text, names: isNamed } = tellingLine(hit.text, hit.startLine, names);
    if (!isNamed) continue;
    const uri = citedUri(hit.path, services).toString();
    return { title: hit.heading, line, text, link: placeLink({ uri, lines: [line, line] }) };
  }
  return null;
}

function builtIn(
  names: readonly string[],
  { knowledge }: ReadNote,
  pointers: readonly Pointer[],
  services: Services,
): Passage | null {
  const own = ownPassage(names, pointers, knowledge.guidelines);
  if (!own) return null;
  const uri = guidelineUri(own.guideline, services).toString();
  return {
    title: own.guideline.title,
    line: own.line,
    text: own.text,
    link: placeLink({ uri, lines: [own.line, own.line] }),
  };
}

function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown, true);
  text.isTrusted = { enabledCommands: [OPEN_AT] };
  return text;
}
