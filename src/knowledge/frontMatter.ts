import { LineCounter, parseDocument, isNode } from 'yaml';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import schema from '../../guidelines/schema.json';
import type { Commonness, Frequency, Source, Strength, Urgency, AgeBand } from './types';

/** The front matter as written, after the schema has accepted it. */
export interface FrontMatter {
  readonly condition: string;
  readonly synonyms?: readonly string[];
  readonly icd10?: readonly string[];
  readonly urgency: Urgency;
  readonly common?: { readonly primary: Commonness; readonly emergency: Commonness };
  readonly age?: Readonly<Partial<Record<AgeBand, number>>>;
  readonly sex?: { readonly female?: number; readonly male?: number };
  readonly risks?: Readonly<Record<string, Strength | number>>;
  readonly findings: Readonly<
    Record<
      string,
      | Frequency
      | number
      | { readonly often: Frequency | number; readonly telling?: Strength | number }
    >
  >;
  readonly sources: readonly Source[];
  readonly reviewed: string;
  readonly status?: string;
}

export type FrontMatterResult =
  | { readonly kind: 'none'; readonly bodyLine: number }
  | { readonly kind: 'valid'; readonly data: FrontMatter; readonly bodyLine: number }
  | {
      readonly kind: 'broken';
      readonly problems: readonly { readonly line: number; readonly message: string }[];
      readonly bodyLine: number;
    };

let validator: ValidateFunction | undefined;
function validate(): ValidateFunction {
  // Compiled on first use: most windows never parse a guideline, the pack comes compiled.
  validator ??= new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  return validator;
}

/**
 * Reads the YAML between the opening `---` and the next one. Lines are 1-based in the file;
 * `bodyLine` is the first line after the front matter.
 */
export function parseFrontMatter(text: string): FrontMatterResult {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines[0]?.replace(/^\uFEFF/, '').trim() !== '---') return { kind: 'none', bodyLine: 1 };
  const close = lines.findIndex((line, i) => i > 0 && /^(---|\.\.\.)\s*$/.test(line));
  if (close < 0) {
    return {
      kind: 'broken',
      problems: [{ line: 1, message: 'The front matter opens with --- and is never closed.' }],
      bodyLine: lines.length + 1,
    };
  }
  const bodyLine = close + 2;
  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, close).join('\n'), { lineCounter: counter });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: counter.linePos(error.pos[0]).line + 1,
      message: firstLine(error.message),
    }));
    return { kind: 'broken', problems, bodyLine };
  }
  const data: unknown = document.toJS();
  const check = validate();
  if (check(data)) return { kind: 'valid', data: data as FrontMatter, bodyLine };
  const problems = (check.errors ?? []).filter(tellsSomething).map((error) => {
    const at = error.instancePath.split('/').slice(1).map(unescapePointer);
    const extra = (error.params as { additionalProperty?: string }).additionalProperty;
    if (extra !== undefined) at.push(extra);
    const node = at.length > 0 ? document.getIn(at, true) : document.contents;
    const offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    return { line: counter.linePos(offset).line + 1, message: describe(at, error) };
  });
  return { kind: 'broken', problems, bodyLine };
}

/** `anyOf` repeats what its branches said. */
function tellsSomething(error: ErrorObject): boolean {
  return error.keyword !== 'anyOf';
}

function describe(at: readonly string[], error: ErrorObject): string {
  const where = at.length > 0 ? `"${at.join('.')}"` : 'The front matter';
  if (error.keyword === 'additionalProperties') return `${where} is not a field of a guideline.`;
  if (error.keyword === 'required') {
    return `${where} lacks "${(error.params as { missingProperty: string }).missingProperty}".`;
  }
  if (error.keyword === 'enum') {
    const words = (error.params as { allowedValues: readonly string[] }).allowedValues;
    return `${where} must be one of ${words.join(', ')}.`;
  }
  return `${where} ${error.message ?? 'is not valid'}.`;
}

function unescapePointer(part: string): string {
  return part.replace(/~1/g, '/').replace(/~0/g, '~');
}

function firstLine(message: string): string {
  return message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '.');
}
