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
  return `“${words}” ${effect} (rule “${trigger.rule.replace(/-/g, ' ')}”)`;
}

/** What the trigger did, in the order in which `note/assertion` lets triggers decide. */
function effectOf(finding: Finding): string {
  if (finding.negated) return 'denies it';
  if (finding.uncertain) return 'leaves it uncertain';
  if (finding.hypothetical) return 'makes it a condition, not a finding';
  if (finding.experiencer === 'family') return 'gives it to the family';
  if (finding.experiencer === 'other') return 'gives it to someone else';
  return finding.historical ? 'puts it in the past' : '';
}

function same(a: string, b: string): boolean {
  return flat(a).toLowerCase() === flat(b).toLowerCase();
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
