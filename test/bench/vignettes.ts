import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One vignette: the text a clinician would have, and the diagnosis its authors gave. */
export interface Vignette {
  readonly id: string;
  readonly text: string;
  readonly diagnosis: string;
}

/** Vignettes by set, read from the folder of the development data. */
export function vignettes(data: string): Readonly<Record<string, readonly Vignette[]>> {
  const read = (file: string) => rows(join(data, 'differential', file));
  return {
    Avey: read('avey.jsonl').map(avey),
    AgentClinic: read('agentclinic.jsonl').map(agentClinic),
    'CRAFT-MD': read('craft-md.jsonl').map(craftMd),
  };
}

type Row = Readonly<Record<string, unknown>>;

function avey(row: Row): Vignette {
  return {
    id: String(row['id']),
    diagnosis: String(row['correct_diagnosis']),
    text: [
      row['demographics'],
      `Chief complaint: ${row['chief_complaints']}`,
      `HPI: ${row['presentation']}`,
      `${row['absent_findings']}`,
      `Past medical history: ${row['physical_history']}`,
      `Family history: ${row['family_history']}`,
      `Social history: ${row['social_history']}`,
    ].join('\n'),
  };
}

function agentClinic(row: Row): Vignette {
  const told = { ...(row['OSCE_Examination'] as Record<string, unknown>) };
  const diagnosis = String(told['Correct_Diagnosis']);
  delete told['Correct_Diagnosis'];
  // The task given to the student often names the answer.
  delete told['Objective_for_Doctor'];
  return { id: String(row['id']), diagnosis, text: flatten(told) };
}

function craftMd(row: Row): Vignette {
  return {
    id: String(row['id']),
    diagnosis: String(row['answer']),
    text: String(row['case_vignette']),
  };
}

/** Nested case objects as "Heading: text" lines. */
function flatten(value: unknown): string {
  if (Array.isArray(value)) return value.map(flatten).join('. ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .map(([key, v]) => `${key.replace(/_/g, ' ')}: ${flatten(v)}`)
    .join('\n');
}

function rows(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
}
