import * as vscode from 'vscode';
import type { Finding } from '../note/types';
import { hoverText, ownPassage, pointersOf, type Passage, type Pointer } from './hoverText';
import { messageOf, within } from './latest';
import type { ReadNote } from './noteCache';
import { NOTE_SELECTOR } from './noteDocuments';
import { citedUri, guidelineUri } from './openAt';
import { OPEN_AT, placeLink } from './place';
import type { Services } from './services';
import { settings } from './settings';

/** A hover never waits longer than this for the index. */
const SEARCH_MS = 250;

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
  const pointers = pointersOf(finding, knowledge, differential);
  const passage =
    (await searched(finding, pointers, services)) ?? builtIn(finding, read, pointers, services);
  return hoverText({ finding, concept, pointers, passage });
}

/** The best passage of the workspace's guidelines, if the index answers in time. */
async function searched(
  finding: Finding,
  pointers: readonly Pointer[],
  services: Services,
): Promise<Passage | null> {
  const engine = services.engine.running;
  if (!engine || services.index.state.state !== 'ready') return null;
  const query = [finding.name, pointers[0]?.condition.name ?? ''].join(' ');
  const hits = await within(SEARCH_MS, engine.search(query, { limit: 1, kind: 'guideline' }), []);
  const hit = hits[0];
  if (!hit) return null;
  return {
    title: hit.heading || hit.path,
    line: hit.startLine,
    text: hit.text,
    link: placeLink({
      uri: citedUri(hit.path, services).toString(),
      lines: [hit.startLine, hit.endLine],
    }),
  };
}

function builtIn(
  finding: Finding,
  { knowledge }: ReadNote,
  pointers: readonly Pointer[],
  services: Services,
): Passage | null {
  const synonyms = knowledge.lexicon.concepts.get(finding.concept)?.synonyms ?? [];
  const own = ownPassage(finding, synonyms, pointers, knowledge.guidelines);
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
