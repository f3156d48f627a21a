import type { Command } from 'commander';
import { builtInLexicon } from '../note/lexicon';
import { readNote } from '../note/readNote';
import { rankDifferential } from '../reasoning/differential';
import type { Differential, Evidence } from '../reasoning/types';
import { differentialAsText } from '../assist/insertDifferential';
import { openKnowledge } from '../assist/knowledge';
import { extensionPath } from './place';
import { runJob, withInput, type IoOptions } from './run';

/** Conditions printed: enough to see what was considered, short enough to read. */
const MOST = 20;

/** `chartside differential`: ranked conditions with their evidence. */
export function registerDifferential(program: Command): void {
  withInput(program.command('differential'))
    .description('rank what the findings of a note could be, with the findings for and against')
    .action((file: string | undefined, options: IoOptions) => {
      const knowledge = openKnowledge(extensionPath);
      return runJob(file, options, {
        answer: (row) => rankDifferential(readNote(row.text, builtInLexicon()), knowledge),
        json: asJson,
        print: (differential) =>
          differentialAsText(differential, 10) || 'No finding to rank a differential from.',
      });
    });
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
