import { ModelError } from '../modelError';
import type { GgufValue } from './ggufHeader';
import { member, readJson, type Json } from './readJson';

/** The special tokens of a BERT vocabulary, by llama.cpp's keys. */
const SPECIAL = {
  bos: '[CLS]',
  eos: '[SEP]',
  unknown: '[UNK]',
  // llama.cpp's own spelling.
  seperator: '[SEP]',
  padding: '[PAD]',
  cls: '[CLS]',
  mask: '[MASK]',
} as const;

const NORMAL = 1;
const CONTROL = 3;
const WORD_START = '\u2581';

export interface WordPiece {
  readonly size: number;
  readonly metadata: ReadonlyMap<string, GgufValue>;
}

/**
 * A WordPiece `tokenizer.json` as llama.cpp's metadata: it marks the beginnings of words ("▁fever")
 * where BERT marks their continuations ("##ish"). Rejects with a ModelError ("not-convertible").
 */
export async function readWordPiece(path: string): Promise<WordPiece> {
  const tokenizer = await readJson(path);
  const model = member(tokenizer, 'model');
  const normalizer = member(tokenizer, 'normalizer');
  const lowercase = member(normalizer, 'lowercase');
  const stripAccents = member(normalizer, 'strip_accents') ?? null;
  if (
    member(model, 'type') !== 'WordPiece' ||
    member(model, 'continuing_subword_prefix') !== '##' ||
    member(normalizer, 'type') !== 'BertNormalizer' ||
    typeof lowercase !== 'boolean' ||
    (stripAccents !== null && typeof stripAccents !== 'boolean')
  ) {
    throw unlikeBert(path, 'it is no WordPiece tokenizer of BERT');
  }
  const tokens = tokensById(member(model, 'vocab'), path);
  const controls = controlTokens(member(tokenizer, 'added_tokens'), tokens, path);
  const metadata = new Map<string, GgufValue>([
    ['tokenizer.ggml.model', { type: 'string', value: 'bert' }],
    // What llama.cpp's converter calls this tokenizer; WordPiece reads nothing from it.
    ['tokenizer.ggml.pre', { type: 'string', value: 'jina-v2-en' }],
    [
      'tokenizer.ggml.tokens',
      { type: 'strings', value: tokens.map((t, id) => (controls.has(id) ? t : phantom(t))) },
    ],
    [
      'tokenizer.ggml.token_type',
      { type: 'int32s', value: tokens.map((_, id) => (controls.has(id) ? CONTROL : NORMAL)) },
    ],
    ['tokenizer.ggml.normalizer.lowercase', { type: 'bool', value: lowercase }],
    ['tokenizer.ggml.add_bos_token', { type: 'bool', value: true }],
    ['tokenizer.ggml.add_eos_token', { type: 'bool', value: true }],
    ['tokenizer.ggml.add_sep_token', { type: 'bool', value: false }],
  ]);
  if (stripAccents !== null) {
    metadata.set('tokenizer.ggml.normalizer.strip_accents', { type: 'bool', value: stripAccents });
  }
  const ids = new Map(tokens.map((token, id) => [token, id]));
  for (const [role, token] of Object.entries(SPECIAL)) {
    const id = ids.get(token);
    if (id === undefined) throw unlikeBert(path, `its vocabulary lacks ${token}`);
    metadata.set(`tokenizer.ggml.${role}_token_id`, { type: 'uint32', value: id });
  }
  return { size: tokens.length, metadata };
}

function phantom(token: string): string {
  return token.startsWith('##') ? token.slice(2) : WORD_START + token;
}

function tokensById(vocabulary: Json | undefined, path: string): readonly string[] {
  if (typeof vocabulary !== 'object' || vocabulary === null || Array.isArray(vocabulary)) {
    throw unlikeBert(path, 'it has no vocabulary');
  }
  const entries = Object.entries(vocabulary);
  const tokens: string[] = [];
  for (const [token, id] of entries) if (typeof id === 'number') tokens[id] = token;
  // A gap or an id given twice leaves the one or the other short.
  const filled = Object.keys(tokens).length;
  if (filled !== entries.length || tokens.length !== entries.length) {
    throw unlikeBert(path, 'its tokens are not numbered one by one');
  }
  return tokens;
}

function controlTokens(
  added: Json | undefined,
  tokens: readonly string[],
  path: string,
): ReadonlySet<number> {
  const controls = new Set<number>();
  for (const token of Array.isArray(added) ? added : []) {
    const id = member(token, 'id');
    if (typeof id !== 'number' || tokens[id] !== member(token, 'content')) {
      throw unlikeBert(path, 'it adds tokens beyond its vocabulary');
    }
    if (member(token, 'special') === true) controls.add(id);
  }
  return controls;
}

function unlikeBert(path: string, why: string): ModelError {
  return new ModelError(
    'not-convertible',
    `${path} cannot be converted: ${why}. Only embedding models of the BERT family can.`,
  );
}
