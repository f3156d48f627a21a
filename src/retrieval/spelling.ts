const GREEK: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
};

/**
 * Text as it is compared: compatibility forms resolved (SpO₂ → SpO2), accents dropped, lower
 * case, Greek letters spelled out, µg written mcg. Offsets into the text are not kept.
 */
export function foldCharacters(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\u00ad/g, '')
    .replace(/[‐‑‒–—−﹣-]/g, '-')
    .replace(/[’‘ʼ′`]/g, "'")
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/œ/g, 'oe')
    .replace(/μ(?=(?:g|l|m|mol)\b)/g, (_, at: number, all: string) =>
      all[at + 1] === 'g' ? 'mc' : 'u',
    )
    .replace(/μ/g, 'mu')
    .replace(/[α-ω]/g, (letter) => GREEK[letter] ?? letter);
}

/**
 * One spelling for British and American words: oedema/edema, anaemia/anemia, tumour/tumor,
 * fibre/fiber, immunise/immunize, sulphate/sulfate. The result is a key for comparison, not a
 * word to show.
 */
export function foldSpelling(word: string): string {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
  return word
    .replace(/ae$/, 'a')
    .replace(/ae/g, 'e')
    .replace(/oe(?!s$)/g, 'e')
    .replace(/([a-z]{2})our(?=$|s$|ed$|ing$|al$|able$|less$|ism$|ist$)/, '$1or')
    .replace(/^sulph/, 'sulf')
    .replace(/([tbv])re(?=s?$)/, '$1er')
    .replace(/([a-z]{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)/, '$1iz')
    .replace(/([a-z]{3})ys(?=(?:e|ed|er|ers|ing)$)/, '$1yz')
    .replace(/programme/, 'program');
}
