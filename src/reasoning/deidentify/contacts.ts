import type { Identifier, IdentifierType } from './types';

/** Every repetition is bounded, so that time stays linear in a hostile text. */
const PATTERNS: readonly (readonly [IdentifierType, RegExp])[] = [
  ['url', /(?:https?|ftp):\/\/[^\s<>"')\]]{3,300}|\bwww\.[^\s<>"')\]]{3,300}/gi],
  [
    'url',
    /(?<![\w.@-])(?:[a-z\d-]{2,40}\.){1,3}(?:com|org|net|edu|gov|io|info|biz|co\.uk|org\.uk|nhs\.uk|ac\.uk|com\.au|gov\.au|org\.au|co\.nz|ca|de|fr|eu)(?![\w-])(?:\/[^\s<>"')\]]{0,200})?/gi,
  ],
  [
    'ip',
    /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/g,
  ],
  ['ip', /(?<![\w:])(?:[a-f\d]{1,4}:){5,7}[a-f\d]{1,4}(?![\w:])/gi],
  ['username', /(?<![\w@.])@(?=\w{0,30}[\d_])[A-Za-z_]\w{2,30}/g],
];

/** E-mail and web addresses, IP addresses and @handles. */
export function contactsIn(text: string): readonly Identifier[] {
  const found = PATTERNS.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map((m) => ({
      start: m.index,
      end: m.index + m[0].replace(/[.,;:!?]+$/, '').length,
      type,
    })),
  );
  return [...emails(text), ...found];
}

const BEFORE_AT = /[\p{L}\p{N}._%+-]{1,64}$/u;
const AFTER_AT = /@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/uy;

/** Looked for from the @ on: few texts have any. */
function emails(text: string): readonly Identifier[] {
  const found: Identifier[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const before = BEFORE_AT.exec(text.slice(Math.max(0, at - 64), at));
    AFTER_AT.lastIndex = at;
    const after = AFTER_AT.exec(text);
    if (before && after) {
      found.push({ start: at - before[0].length, end: at + after[0].length, type: 'email' });
    }
  }
  return found;
}
