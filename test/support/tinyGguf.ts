/** A well-formed GGUF of one small F32 tensor: enough for the header checks, too little to load. */
export function tinyGguf(weights = 64): Buffer {
  const string = (text: string): Buffer => Buffer.concat([uint64(text.length), Buffer.from(text)]);
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    uint32(3),
    uint64(1), // tensors
    uint64(3), // metadata entries
    string('general.architecture'),
    uint32(8),
    string('llama'),
    string('general.alignment'),
    uint32(4),
    uint32(32),
    string('tokenizer.ggml.tokens'),
    uint32(9),
    uint32(8),
    uint64(2),
    string('a'),
    string('fever'),
    string('token_embd.weight'),
    uint32(1),
    uint64(weights),
    uint32(0), // F32
    uint64(0),
  ]);
  const padding = Buffer.alloc((32 - (header.length % 32)) % 32);
  return Buffer.concat([header, padding, Buffer.alloc(weights * 4, 7)]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function uint64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
