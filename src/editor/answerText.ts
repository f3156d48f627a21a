import type { Answer } from '../assist/types';
import { DISCLAIMER, lineLabel, ResultWriter, type ResultText } from './resultText';

const OTHER_PASSAGES = 3;
const EXCERPT = 240;

/** The answer of the guidelines as a document: sentences with citations, then the passages. */
export function answerText(question: string, answer: Answer): ResultText {
  const out = new ResultWriter();
  out.line(`# ${question.replace(/\s+/g, ' ').trim()}`).line();
  if (answer.sentences.length === 0) {
    out.line('Your guidelines do not say.').line();
  }
  for (const sentence of answer.sentences) {
    const hit = answer.hits[sentence.hit];
    out.write(`- ${sentence.text.replace(/\s+/g, ' ').trim()}`);
    if (hit) {
      const lines = [sentence.line, sentence.line] as const;
      const target = { kind: 'file', path: hit.path, lines } as const;
      out.write(' [').link(`${fileName(hit.path)} L${sentence.line}`, target, 'Open the guideline');
      out.write(']');
    }
    out.line();
  }
  if (answer.sentences.length > 0) out.line();
  const cited = new Set(answer.sentences.map((sentence) => answer.hits[sentence.hit]));
  const resting = answer.hits.filter((hit) => cited.has(hit));
  const others = answer.hits.filter((hit) => !cited.has(hit)).slice(0, OTHER_PASSAGES);
  writePassages(out, 'Passages it rests on', resting);
  writePassages(out, resting.length > 0 ? 'See also' : 'The nearest passages', others);
  out.line('Quoted from the guidelines, nothing added.').line().line(DISCLAIMER);
  return out.result();
}

function writePassages(out: ResultWriter, heading: string, hits: Answer['hits']): void {
  if (hits.length === 0) return;
  out.line(`## ${heading}`).line();
  for (const hit of hits) {
    const lines = [hit.startLine, hit.endLine] as const;
    out.write('- ');
    out.link(
      `${hit.heading || fileName(hit.path)} (${fileName(hit.path)} ${lineLabel(lines)})`,
      { kind: 'file', path: hit.path, lines },
      'Open the guideline',
    );
    out.line().line(`  ${excerpt(hit.text)}`);
  }
  out.line();
}

function excerpt(text: string): string {
  const flat = text
    .replace(/^#+\s.*$/m, '')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length <= EXCERPT ? flat : `${flat.slice(0, EXCERPT).trimEnd()} …`;
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
