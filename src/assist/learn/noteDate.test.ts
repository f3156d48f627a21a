import assert from 'node:assert/strict';
import { noteDate } from './noteDate';
import { splitByDate } from './split';

const NOW = Date.UTC(2026, 10, 24);
const WRITTEN = Date.UTC(2026, 5, 1);

const dateOf = (name: string, text = ''): string =>
  new Date(noteDate({ name, text, mtimeMs: WRITTEN }, NOW)).toISOString().slice(0, 10);

describe('when a note was written', () => {
  it('is read from its file name first', () => {
    assert.equal(dateOf('2026-03-05 knee.note', 'Seen 1/2/2026'), '2026-03-05');
    assert.equal(dateOf('visits/20260305.txt'), '2026-03-05');
    assert.equal(dateOf('gp_05-03-2026.md'), '2026-05-03');
    assert.equal(dateOf('gp_25-03-2026.md'), '2026-03-25');
  });

  it('else from its first lines, where the latest date is no date of birth', () => {
    assert.equal(dateOf('knee.note', 'DOB 3 Mar 1961\nSeen March 5th, 2026\n'), '2026-03-05');
    assert.equal(dateOf('knee.note', 'Date: 5-Mar-2026\n'), '2026-03-05');
  });

  it('else from when the file was written', () => {
    assert.equal(dateOf('knee.note', 'Knee pain 3/52, BP 120/80'), '2026-06-01');
    assert.equal(dateOf('knee.note', `${'\n'.repeat(20)}5/3/2026`), '2026-06-01');
  });

  it('is never in the future and never an impossible day', () => {
    assert.equal(dateOf('2027-01-01.note'), '2026-06-01');
    assert.equal(dateOf('2026-02-31.note'), '2026-06-01');
    assert.equal(dateOf('1234202603051.note'), '2026-06-01');
  });
});

describe('which notes are kept back', () => {
  const notes = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `${i}`, date: (i * 7) % count }));

  it('are the newest fifth', () => {
    const { train, held } = splitByDate(notes(20));
    assert.equal(held.length, 4);
    assert.ok(
      Math.max(...train.map((n) => n.date)) < Math.min(...held.map((n) => n.date)),
      'nothing that teaches is newer than what measures',
    );
  });

  it('are one at least', () => {
    assert.equal(splitByDate(notes(2)).held.length, 1);
  });
});
