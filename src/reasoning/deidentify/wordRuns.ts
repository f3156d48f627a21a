import { isInitial, type Token } from './tokens';

const MAX_RUN = 8;

/** Whether a token begins with a capital letter. */
export function isCapital(token: Token | undefined): boolean {
  return token?.letters === 'capital' || token?.letters === 'upper';
}

/** Whether a sentence, a line or an item begins with a token: then its capital says nothing. */
export function beginsSentence(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (!token || i === 0 || token.gap === 'line') return true;
  let at = i - 1;
  while (
    at > i - 4 &&
    /^[,)"'”’\]]$/.test(tokens[at]?.text ?? '') &&
    (at < i - 1 || isGlued(tokens, i))
  )
    at--;
  const before = tokens[at];
  if (!before || before.kind === 'number') return before?.gap === 'line';
  if (before.kind !== 'mark') return false;
  if (before.text === '.') {
    const abbreviated = tokens[at - 1];
    return !(
      isInitial(abbreviated) || /^(?:dr|mr|mrs|ms|st|mt|prof)$/.test(abbreviated?.lower ?? '')
    );
  }
  return /[!?:;•*>#|\]\-–—]/.test(before.text);
}

/** After a mark with no space, as where lines were joined by commas. */
function isGlued(tokens: readonly Token[], i: number): boolean {
  return (
    tokens[i]?.gap === 'none' ||
    tokens[i - 1]?.text !== ',' ||
    /^[.:!?]$/.test(tokens[i - 2]?.text ?? '')
  );
}

/** Whether a token stands right after another, with one space at most between. */
export function follows(tokens: readonly Token[], i: number): boolean {
  const gap = tokens[i]?.gap;
  return gap === 'space' || gap === 'none';
}

/** The end (exclusive) of the run of capitalised words that begins at a token. */
export function runEnd(
  tokens: readonly Token[],
  from: number,
  particles: ReadonlySet<string>,
): number {
  let end = from;
  for (let i = from; i < tokens.length && i < from + MAX_RUN; i++) {
    const token = tokens[i];
    if (!token || (i > from && !follows(tokens, i))) break;
    if (token.kind === 'word' && isCapital(token)) {
      end = i + 1;
      continue;
    }
    // "J. Smith", "van der Berg"
    if (token.text === '.' && isInitial(tokens[i - 1]) && token.gap === 'none') {
      end = i + 1;
      continue;
    }
    if (end > from && particles.has(token.lower) && token.kind === 'word') continue;
    break;
  }
  return end;
}
