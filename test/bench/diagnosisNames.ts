import type { Knowledge } from '../../src/knowledge/knowledge';
import answers from './diagnosis-answers.yaml';

interface Answers {
  /** Answers that mean a condition of the pack but are no name of it, by condition id. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Ids of CRAFT-MD cases whose answer is no diagnosis. */
  readonly noDiagnosis: readonly string[];
}

const { aliases, noDiagnosis } = answers as Answers;
const withoutDiagnosis = new Set(noDiagnosis);

/** Whether the answer of a CRAFT-MD case is a diagnosis: a fifth are tests, drugs or findings. */
export function asksForDiagnosis(id: string): boolean {
  return !withoutDiagnosis.has(id);
}

/**
 * Finds the conditions an answer means, by the pack's own names or also by the alias file. An
 * answer wider than a page ("leukaemia") means any of its forms.
 */
export function conditionNamer(knowledge: Knowledge): {
  strict(answer: string): readonly string[];
  lenient(answer: string): readonly string[];
} {
  const own = new Map<string, string>();
  for (const c of knowledge.conditions.values()) {
    for (const name of [c.id, c.name, ...c.synonyms]) own.set(fold(name), c.id);
  }
  const also = new Map<string, string[]>();
  for (const [id, names] of Object.entries(aliases)) {
    if (!knowledge.conditions.has(id)) throw new Error(`Alias of an unknown condition: ${id}`);
    for (const name of names) {
      const known = also.get(fold(name));
      if (known) known.push(id);
      else also.set(fold(name), [id]);
    }
  }
  const strict = (answer: string) => {
    const id = own.get(fold(answer));
    return id === undefined ? [] : [id];
  };
  return { strict, lenient: (answer) => [...strict(answer), ...(also.get(fold(answer)) ?? [])] };
}

/** One spelling; no case, punctuation, possessive, or abbreviation in brackets. */
function fold(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’']s\b/g, '')
    .replace(/\([^)]*\)/g, ' ')
    .replace(/ae|oe/g, 'e')
    .replace(/tumour/g, 'tumor')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
