import lists from './data/surrogates.yaml';
import cues from './data/place-cues.yaml';
import { hashOf } from './hash';
import { replaced } from './placeholders';
import { dateOrder, shiftDate, type DateOrder } from './shiftDate';
import { tokensOf } from './tokens';
import type { Identifier } from './types';
import { builtInVocabulary } from './vocabulary';

const { given, surnames, places, streets } = lists as Readonly<Record<string, readonly string[]>>;
const FACILITIES = new Set((cues as Readonly<Record<string, readonly string[]>>)['facilities']);
const WEEK = 7;
const MOST_WEEKS = 52;

/**
 * A text that reads as before: names and places invented, the same for the same; dates moved by one
 * number of days for one key; digits of numbers changed.
 */
export function naturalText(text: string, spans: readonly Identifier[], key: string): string {
  const dates = spans.filter((s) => s.type === 'date').map((s) => text.slice(s.start, s.end));
  const order = dateOrder(dates);
  const days = shiftOf(key);
  const pick = new Surrogates(key);
  return replaced(text, spans, (span) =>
    surrogate(text.slice(span.start, span.end), span, { pick, days, order }),
  );
}

/** The days that all dates of one key are moved by: whole weeks, up to a year either way, never none. */
export function shiftOf(key: string): number {
  const hash = hashOf(`days ${key}`);
  return (1 + (hash % MOST_WEEKS)) * WEEK * (hash & 0x10000 ? 1 : -1);
}

interface Means {
  readonly pick: Surrogates;
  readonly days: number;
  readonly order: DateOrder;
}

function surrogate(written: string, { type }: Identifier, { pick, days, order }: Means): string {
  switch (type) {
    case 'name':
      return pick.name(written);
    case 'place':
      return pick.place(written);
    case 'date':
      return shiftDate(written, days, order) ?? 'that day';
    case 'age':
      return '90';
    case 'address':
      return `${1 + pick.number(written, 99)} ${pick.from(streets, written)}`;
    case 'email':
      return `${pick.from(given, written).toLowerCase()}@example.org`;
    case 'url':
      return 'https://example.org';
    case 'ip':
      return '192.0.2.1';
    case 'username':
      return pick.from(given, written).toLowerCase() + pick.number(written, 99);
    default:
      return pick.digits(written);
  }
}

/** Chooses the same thing for the same word; the key decides which. */
class Surrogates {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  number(written: string, below: number): number {
    return hashOf(`${this.#key} ${written.toLowerCase()}`) % below;
  }

  from(list: readonly string[] | undefined, written: string): string {
    return list?.[this.number(written, list.length)] ?? '';
  }

  /** Each word by itself, so that "Mary Smith" and "Mrs Smith" stay one person. */
  name(written: string): string {
    const tokens = tokensOf(written);
    const words = tokens.filter((t) => t.kind === 'word');
    let result = '';
    let at = 0;
    for (const token of tokens) {
      result += written.slice(at, token.start);
      at = token.end;
      if (token.kind !== 'word' || token.lower === 's') result += token.text;
      else if (token.text.length === 1) result += this.#letter(token.text);
      else {
        const isGiven =
          builtInVocabulary().word(token.lower).given && (words.length === 1 || token === words[0]);
        const name = this.from(isGiven ? given : surnames, token.text);
        result += token.letters === 'upper' ? name.toUpperCase() : name;
      }
    }
    return result + written.slice(at);
  }

  /** The kind of house stays: "Lakeside Clinic" → "Millbrook Clinic". */
  place(written: string): string {
    const head = /(?:\p{L}+ )?\p{L}+$/u.exec(written)?.[0] ?? '';
    const last = head.split(' ').at(-1) ?? '';
    const isMedical = /^(?:medical|health|med) /i.test(head);
    const kept = isMedical ? head : FACILITIES.has(last.toLowerCase()) ? last : '';
    return [this.from(places, written), kept].filter((p) => p !== '').join(' ');
  }

  /** Digits and letters changed, the shape kept. */
  digits(written: string): string {
    let i = 0;
    return written.replace(/\d|[A-Za-z]/g, (c) => {
      const chosen = hashOf(`${this.#key} ${written} ${i++}`);
      if (/\d/.test(c)) return String(chosen % 10);
      const letter = String.fromCharCode(65 + (chosen % 26));
      return c === c.toUpperCase() ? letter : letter.toLowerCase();
    });
  }

  #letter(letter: string): string {
    return String.fromCharCode(65 + this.number(`initial ${letter}`, 26));
  }
}
