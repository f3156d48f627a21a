import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { findingGroups } from './findingsTree';

const NOTE = `HPI:
Cough since Monday, worse today. Denies chest pain. Possible pneumonia.
No fever. The cough is dry.

Past medical history:
Asthma.

Family history:
Mother had diabetes. No family history of stroke.

Examination:
HR 118, RR 16.

Plan:
Return if haemoptysis.
`;
const groups = (text: string) => findingGroups(readNote(text, builtInLexicon()));
const labels = (id: string, text = NOTE) =>
  groups(text)
    .find((g) => g.id === id)
    ?.items.map((i) => i.label);

describe('The Findings view', () => {
  it('sorts what was read by status', () => {
    assert.deepEqual(labels('denied'), ['chest pain', 'fever']);
    assert.deepEqual(labels('past'), ['asthma']);
    assert.ok(labels('uncertain')?.includes('pneumonia'));
    assert.ok(labels('uncertain')?.includes('coughing up blood'));
    assert.equal(labels('family')?.length, 2);
  });

  it('tells a denied disease of the family from one they have', () => {
    const family = groups(NOTE).find((g) => g.id === 'family')!;
    assert.deepEqual(
      family.items.map((i) => i.description),
      ['line 9', 'denied · line 9'],
    );
  });

  it('lists measurements out of range alone, with their range and not again as findings', () => {
    const [item, ...others] = groups(NOTE).find((g) => g.id === 'measurements')!.items;
    assert.equal(others.length, 0);
    assert.equal(item!.label, 'HR 118');
    assert.equal(item!.description, 'high · line 12');
    assert.match(item!.tooltip, /heart rate: high\n[^]*reference range \d+–\d+/);
    assert.equal(item!.icon, 'arrow-up');
    assert.ok(!labels('present')?.includes('fast heart rate'));
  });

  it('names the lower of two pressures', () => {
    const items = groups('BP 84/38.').find((g) => g.id === 'measurements')!.items;
    assert.deepEqual(
      items.map((i) => i.label),
      ['BP 84', 'diastolic blood pressure 38'],
    );
  });

  it('lists a finding once with all its places, each the words of the note', () => {
    const text = 'Cough since Monday.\nNo fever.\nCough at night too.\nCough.\n';
    const present = groups(text).find((g) => g.id === 'present')!;
    const cough = present.items.find((i) => i.label === 'cough')!;
    assert.ok(cough.places.length >= 2);
    for (const { start, end, quote } of cough.places) assert.equal(text.slice(start, end), quote);
    assert.match(cough.description, /^lines 1, /);
  });

  it('says to a screen reader what it shows', () => {
    const denied = groups(NOTE).find((g) => g.id === 'denied')!;
    assert.equal(denied.items[0]!.spoken, 'chest pain, line 2');
    assert.match(denied.items[0]!.tooltip, /denied \(“Denies”\)[^]*Read because: /);
  });

  it('gives every item of a group an id of its own, which lines above do not change', () => {
    const ids = (text: string) => groups(text).map((g) => g.items.map((i) => i.id));
    for (const own of ids(NOTE)) assert.equal(new Set(own).size, own.length);
    assert.deepEqual(ids(`\n\n${NOTE}`), ids(NOTE));
  });

  it('has no group without findings', () => {
    assert.deepEqual(groups(''), []);
    assert.deepEqual(
      groups('Cough.').map((g) => g.id),
      ['present'],
    );
  });
});
