import type { Token } from '../assertion/tokens';
import type { Attribute, AttributeKind } from '../types';

/** Words that say more of some finding, before it is known of which. */
export interface Mention extends Attribute {
  /** Tokens `first` to `last` (exclusive). */
  readonly first: number;
  readonly last: number;
  /** Said after its finding rather than before it: "for three days", "8/10". */
  readonly follows: boolean;
  /** A bare length of time counts only right beside its finding. */
  readonly bare: boolean;
}

/** A mention over the tokens from `first` to `last` (exclusive). */
export function mentionAt(
  tokens: readonly Token[],
  first: number,
  last: number,
  kind: AttributeKind,
  value: string,
  more: Partial<Pick<Mention, 'quantity' | 'follows' | 'bare'>> = {},
): Mention {
  const start = tokens[first]?.start ?? 0;
  const end = tokens[last - 1]?.end ?? start;
  return { kind, value, start, end, text: '', first, last, follows: false, bare: false, ...more };
}
