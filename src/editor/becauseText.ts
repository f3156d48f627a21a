import type { Finding } from '../note/types';

/**
 * Why a finding was read as it was, in plain words: the lexicon's term or the measurement, then
 * the words of the note that decided its status.
 */
export function becauseText(finding: Finding): string {
  const parts = [sourceOf(finding), deciderOf(finding)];
  return parts.filter((part) => part !== '').join('; ');
}

function sourceOf({ because, text, name }: Finding): string {
  if (because.source === 'measurement') {
    const range = because.range ? `outside ${because.range}` : 'out of range';
    return `“${flat(text)}” is ${range}`;
  }
  const written = same(because.term, text) ? '' : `“${flat(text)}” is written for `;
  if (same(because.term, name)) return `${written}“${because.term}” is in the lexicon`;
  return `${written}“${because.term}” means ${name} in the lexicon`;
}

function deciderOf(finding: Finding): string {
  const { trigger } = finding;
  if (!trigger) return '';
  const effect = effectOf(finding);
  if (effect === '') return '';
  if (trigger.rule === 'antonym') return 'the word itself denies it';
  const words = flat(trigger.text);
  if (trigger.rule === 'section') return `the heading “${words}” ${effect}`;
  const rule = trigger.rule.replace(/-/g, ' ');
  // The rule of "denies" is called so: once is enough.
  return `“${words}” ${effect}` + (same(rule, words) ? '' : ` (rule “${rule}”)`);
}

/** What the trigger did, in the order in which `note/assertion` lets triggers decide. */
function effectOf(finding: Finding): string {
  if (finding.negated) return 'marks it as denied';
  if (finding.uncertain) return 'marks it as uncertain';
  if (finding.hypothetical) return 'makes it a condition, not a finding';
  if (finding.experiencer === 'family') return 'places it in the family';
  if (finding.experiencer === 'other') return 'places it in someone else';
  return finding.historical ? 'places it in the past' : '';
}

function same(a: string, b: string): boolean {
  return flat(a).toLowerCase() === flat(b).toLowerCase();
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
