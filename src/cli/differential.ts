import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { rankDifferential } from '../reasoning/differential';
import type { Differential, Evidence } from '../reasoning/types';
import { differentialAsText } from '../assist/insertDifferential';
import { openKnowledge, readWorkspaceGuideline } from '../assist/knowledge';
import type { ParsedGuideline } from '../knowledge/guideline';
import { extensionPath } from './place';
import { runJob, withInput, type IoOptions } from './run';

/** Conditions printed: enough to see what was considered, short enough to read. */
const MOST = 20;

/** `chartside differential`: ranked conditions with their evidence. */
export function registerDifferential(program: Command): void {
  withInput(program.command('differential'))
    .description('rank what the findings of a note could be, with the findings for and against')
    .option('--workspace <folder>', 'a folder of guidelines that take part, as in the editor')
    .action((file: string | undefined, options: IoOptions & { workspace?: string }) => {
      const own = options.workspace === undefined ? [] : guidelinesIn(options.workspace);
      const knowledge = openKnowledge(extensionPath, own);
      return runJob(file, options, {
        answer: (row) => rankDifferential(readNote(row.text, builtInLexicon()), knowledge),
        json: asJson,
        print: (differential) =>
          differentialAsText(differential, 10) || 'No finding to rank a differential from.',
      });
    });
}

/** Every Markdown and plain-text file below a folder. */
function guidelinesIn(folder: string): readonly ParsedGuideline[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:md|markdown|txt)$/i.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readWorkspaceGuideline({ path, text: readFileSync(path, 'utf8') }));
}

function asJson(differential: Differential) {
  return {
    ranked: differential.ranked.slice(0, MOST).map((r) => ({
      condition: r.condition.name,
      icd10: r.condition.icd10,
      probability: Number(r.probability.toFixed(4)),
      urgency: r.condition.urgency,
      for: r.for.map(evidence),
      against: r.against.map(evidence),
      ask: r.ask.map((e) => e.name),
      sources: r.condition.sources.map((s) => `${s.organisation}. ${s.title}. ${s.year}.`),
    })),
    cantMiss: differential.cantMiss.map((r) => r.condition.name),
    questions: differential.questions.map((q) => ({
      name: q.name,
      inquiry: q.inquiry,
      information: Number(q.information.toFixed(3)),
      ifPresent: q.ifPresent.name,
      ifAbsent: q.ifAbsent.name,
    })),
    problems: differential.problems.map((p) => ({
      condition: p.leading.condition.name,
      alternatives: p.alternatives.map((r) => r.condition.name),
      explains: p.explains.map((f) => ({ name: f.name, start: f.start, end: f.end })),
    })),
    unexplained: differential.unexplained.map((f) => ({
      name: f.name,
      start: f.start,
      end: f.end,
    })),
  };
}

function evidence(e: Evidence) {
  const { name, weight, finding } = e;
  return {
    name,
    weight: Number(weight.toFixed(2)),
    start: finding?.start ?? null,
    end: finding?.end ?? null,
  };
}
