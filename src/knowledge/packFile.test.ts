import assert from 'node:assert/strict';
import { compilePack } from './compilePack';
import { fromPackFile, toPackFile } from './packFile';

const text = (condition: string, more: string) =>
  `---\ncondition: ${condition}\nurgency: urgent\n${more}` +
  'sources:\n  - {organisation: WHO, title: A title, year: 2020}\nreviewed: 2026-11-24\n---\n' +
  `# ${condition}\n\n## Treatment\n\nRest.\n`;
const { pack } = compilePack(
  [
    {
      path: 'guidelines/gout.md',
      text: text(
        'Gout',
        'sex: {female: 0.3, male: 1}\nrisks: {diuretic: strong}\nfindings:\n  joint-pain: {often: always, telling: weak}\n  fever: rare\n',
      ),
    },
    { path: 'guidelines/flu.md', text: text('Flu', 'findings:\n  fever: always\n') },
  ],
  '1.0.0',
  { pack: 'abcd1234', sets: [{ name: 'Avey', cases: 2, top1: 0.5, top3: 1, top5: 1 }] },
);

describe('The pack as a file', () => {
  it('gives back the pack it was made of', () => {
    const written = JSON.stringify(toPackFile(pack));
    assert.deepEqual(fromPackFile(JSON.parse(written) as ReturnType<typeof toPackFile>), pack);
  });

  it('is smaller than the pack', () => {
    const [before, after] = [pack, toPackFile(pack)].map((p) => JSON.stringify(p).length);
    assert.ok(after! < 0.8 * before!, `${after} of ${before}`);
  });
});
