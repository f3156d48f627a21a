import { embeddedText } from './embeddedText';
import type { PassageVectors } from './passageVectors';
import type { Pause } from './pause';
import type { Chunk, Embedding, TextEmbedder } from './types';

/** After this many passages in a row that the embedder cannot read, it is the embedder's fault. */
const MOST_FAILURES = 5;

export interface EmbeddingRun {
  readonly embedder: TextEmbedder;
  readonly quiet: NonNullable<Embedding['quiet']>;
  readonly pausing: Pause;
  readonly signal: AbortSignal;
  readonly passage: (id: string) => Chunk | undefined;
  /** Called before the first passage and after each. */
  readonly onStep: () => void;
}

/**
 * Gives each passage its vector, one at a time, those that came last first: a note just saved is
 * found by its meaning before the library behind it. Between two passages it waits while paused
 * and while there is anything a person waits for; what is done stays done when the signal fires.
 * @throws the embedder's error when it fails again and again.
 */
export async function embedPassages(vectors: PassageVectors, run: EmbeddingRun): Promise<void> {
  const { embedder, pausing, quiet, signal, onStep } = run;
  let failures = 0;
  onStep();
  for (;;) {
    await pausing.passed(signal);
    await quiet(signal);
    if (signal.aborted) return;
    const id = vectors.next();
    if (id === null) return;
    const key = vectors.keyOf(id);
    const passage = run.passage(id);
    if (key === undefined || passage === undefined) {
      vectors.remove(id);
      continue;
    }
    try {
      const [vector] = await embedder.embed([embeddedText(passage)], signal);
      vectors.put(key, vector);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      vectors.refuse(key);
      if (++failures === MOST_FAILURES) throw error;
    }
    onStep();
  }
}
