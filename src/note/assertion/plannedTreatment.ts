import type { ReadSentence } from './sentenceWords';
import type { Axis, TriggerMatch } from './triggers';
import type { Assertion } from '../types';

/**
 * What is thought of as a treatment is planned: "consider aspirin", "possible surgery". One that
 * was given is no conjecture, and "fever on amoxicillin" says that it is taken.
 */
export function ofTreatment(
  said: Assertion,
  sentence: ReadSentence,
  decided: ReadonlyMap<Axis, TriggerMatch>,
  first: number,
): Assertion {
  const doubt = decided.get('uncertain');
  const isDoubted = doubt !== undefined && first - doubt.last <= DOUBT_WITHIN;
  const { lead, defaults } = sentence;
  const isPlanned =
    decided.has('planned') ||
    isDoubted ||
    lead.has('planned') ||
    lead.has('uncertain') ||
    defaults.uncertain;
  const isOnIt = TAKEN.has(sentence.tokens[first - 1]?.lower ?? '');
  const hypothetical =
    !isOnIt && !said.negated && (said.hypothetical || (isPlanned && !said.historical));
  // "?perindopril" in a list of medicines is taken, or may be.
  if (sentence.section?.label === 'MEDICATIONS' && isDoubted && !decided.has('planned')) {
    return { ...said, hypothetical: said.hypothetical };
  }
  return { ...said, uncertain: false, hypothetical };
}

const DOUBT_WITHIN = 8;
const TAKEN = new Set(['on', 'from', 'taking', 'despite']);
