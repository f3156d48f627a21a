import { compilePack } from '../../src/knowledge/compilePack';
import { createKnowledge } from '../../src/knowledge/knowledge';
import type { Urgency } from '../../src/knowledge/types';
import { builtInLexicon } from '../../src/note/terms/builtInLexicon';
import { readNote } from '../../src/note/readNote';
import { rankDifferential } from '../../src/reasoning/differential';

/**
 * A knowledge base of a few conditions, given by id with what their front matter says beyond the
 * required fields (YAML), how urgent each is, how it presents, and the differential over them.
 */
export function rankingOf(
  fronts: Readonly<Record<string, string>>,
  urgency: Readonly<Record<string, Urgency>> = {},
  presentations: Readonly<Record<string, string>> = {},
) {
  const files = Object.entries(fronts).map(([id, front]) => ({
    path: `guidelines/${id}.md`,
    text:
      `---\ncondition: ${id.replace(/-/g, ' ')}\nurgency: ${urgency[id] ?? 'routine'}\n${front}` +
      'sources:\n  - {organisation: WHO, title: A title, year: 2020}\nreviewed: 2026-11-24\n---\n' +
      `# ${id}\n\n## How it presents\n\n${presentations[id] ?? ''}\n`,
  }));
  const { pack, problems } = compilePack(files, 'test');
  if (problems.length > 0) throw new Error(problems.map((p) => p.message).join(' '));
  const lexicon = builtInLexicon();
  const knowledge = createKnowledge(pack, lexicon);
  return {
    knowledge,
    rank: (text: string) => rankDifferential(readNote(text, lexicon), knowledge),
  };
}
