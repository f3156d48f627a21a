import { checkArrays, type PhrasebookArrays } from './phrasebook';

const MAGIC = 'chartside-phrasebook-1\n';
const NUMBERS = {
  frequency: Uint32Array,
  orders: Uint32Array,
  word: Uint16Array,
  child: Uint32Array,
  next: Uint32Array,
  total: Uint32Array,
  kinds: Uint16Array,
  nextWord: Uint16Array,
  nextCount: Uint16Array,
} as const;
type Name = keyof typeof NUMBERS;
const NAMES = Object.keys(NUMBERS) as Name[];

const damaged = () => new Error('The phrasebook is damaged. Install Chartside again.');

/** The bytes of a phrasebook: a line that says what it is, a line of JSON, the arrays, the words. */
export function writePhrasebook(arrays: PhrasebookArrays): Uint8Array {
  const vocabulary = new TextEncoder().encode(JSON.stringify(arrays.vocabulary));
  const lengths = Object.fromEntries(NAMES.map((name) => [name, arrays[name].length]));
  const head = new TextEncoder().encode(`${MAGIC}${JSON.stringify(lengths)}\n`);
  const parts = [head, ...NAMES.map((name) => bytesOf(arrays[name])), vocabulary];
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Throws an Error that says so where the bytes are no whole phrasebook. Little-endian. */
export function readPhrasebook(bytes: Uint8Array): PhrasebookArrays {
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw damaged();
  const end = bytes.indexOf(10, MAGIC.length);
  if (end < 0) throw damaged();
  let at = end + 1;
  const read = (name: Name, length: number) => {
    const type = NUMBERS[name];
    const size = length * type.BYTES_PER_ELEMENT;
    if (!Number.isInteger(length) || at + size > bytes.length) throw damaged();
    // A copy, since the arrays need not be aligned in the file.
    const copy = new Uint8Array(bytes.subarray(at, at + size));
    at += size;
    return new type(copy.buffer);
  };
  try {
    const lengths = JSON.parse(decoder.decode(bytes.subarray(MAGIC.length, end))) as Record<
      Name,
      number
    >;
    const numbers = Object.fromEntries(NAMES.map((name) => [name, read(name, lengths[name])]));
    const vocabulary = JSON.parse(decoder.decode(bytes.subarray(at))) as string[];
    const arrays = { vocabulary, ...numbers } as unknown as PhrasebookArrays;
    checkArrays(arrays);
    return arrays;
  } catch {
    throw damaged();
  }
}

function bytesOf(numbers: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
