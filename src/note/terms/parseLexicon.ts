import type { Concept, ConceptKind } from '../types';

const KINDS: ReadonlySet<string> = new Set<ConceptKind>([
  'symptom',
  'sign',
  'condition',
  'drug',
  'procedure',
  'risk-factor',
  'test-result',
  'course',
]);

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * Reads lexicon files (parsed YAML: `{source, findings: [{id, name, kind, …}]}`) into concepts.
 * Throws an Error that names the entry when a file has another shape, an id occurs twice, or a
 * parent does not exist.
 */
export function parseLexicon(files: readonly unknown[]): readonly Concept[] {
  const concepts = new Map<string, Concept>();
  files.forEach((file, f) => {
    if (!isRecord(file) || !Array.isArray(file.findings)) {
      throw new Error(`Lexicon file ${f + 1}: expected a list named "findings".`);
    }
    file.findings.forEach((entry: unknown, i: number) => {
      const concept = parseConcept(entry, `Lexicon file ${f + 1}, entry ${i + 1}`);
      if (concepts.has(concept.id)) {
        throw new Error(`Lexicon: the id "${concept.id}" occurs twice; merge the two entries.`);
      }
      concepts.set(concept.id, concept);
    });
  });
  for (const { id, parents } of concepts.values()) {
    for (const parent of parents) {
      if (!concepts.has(parent)) {
        throw new Error(`Lexicon: "${id}" has the parent "${parent}", which no entry defines.`);
      }
    }
  }
  return [...concepts.values()];
}

function parseConcept(entry: unknown, where: string): Concept {
  if (!isRecord(entry)) throw new Error(`${where}: expected an object.`);
  const { id, name, kind, codes } = entry;
  if (typeof id !== 'string' || !ID.test(id)) {
    throw new Error(`${where}: "id" must be in kebab-case.`);
  }
  const at = `Lexicon entry "${id}"`;
  if (typeof name !== 'string' || name === '') throw new Error(`${at}: "name" is missing.`);
  if (typeof kind !== 'string' || !KINDS.has(kind)) {
    throw new Error(`${at}: "kind" must be one of ${[...KINDS].join(', ')}.`);
  }
  if (codes !== undefined && codes !== null && !isRecord(codes)) {
    throw new Error(`${at}: "codes" must be an object.`);
  }
  return {
    id,
    name,
    kind: kind as ConceptKind,
    synonyms: strings(entry.synonyms, `${at}: "synonyms"`),
    abbreviations: strings(entry.abbreviations, `${at}: "abbreviations"`),
    codes: parseCodes(codes, at),
    parents: strings(entry.parents, `${at}: "parents"`),
  };
}

function parseCodes(codes: unknown, at: string): Concept['codes'] {
  const known: { symp?: string; hpo?: string; icd10?: string } = {};
  for (const [system, code] of Object.entries(codes ?? {})) {
    if (system !== 'symp' && system !== 'hpo' && system !== 'icd10') {
      throw new Error(`${at}: unknown code system "${system}"; use symp, hpo or icd10.`);
    }
    known[system] = String(code);
  }
  return known;
}

function strings(value: unknown, at: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`${at} must be a list.`);
  return value.map((item: unknown) => {
    // YAML reads an unquoted NO or 1 as something else than text.
    if (typeof item !== 'string' || item.trim() === '') {
      throw new Error(`${at} must hold text only; put quotes around "${String(item)}".`);
    }
    return item;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
