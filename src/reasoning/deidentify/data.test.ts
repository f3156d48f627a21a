import { strict as assert } from 'node:assert';
import givenNames from './data/given-names.yaml';
import medicalNames from './data/medical-names.yaml';
import nameCues from './data/name-cues.yaml';
import numberCues from './data/number-cues.yaml';
import ordinaryWords from './data/ordinary-words.yaml';
import placeCues from './data/place-cues.yaml';
import places from './data/places.yaml';
import surnames from './data/surnames.yaml';
import surrogates from './data/surrogates.yaml';

const FILES: Readonly<Record<string, unknown>> = {
  'given-names': givenNames,
  'medical-names': medicalNames,
  'name-cues': nameCues,
  'number-cues': numberCues,
  'ordinary-words': ordinaryWords,
  'place-cues': placeCues,
  places,
  surnames,
  surrogates,
};

describe('The lists of de-identification', () => {
  for (const [file, lists] of Object.entries(FILES)) {
    it(`${file}.yaml holds lists of words, none twice in a list`, () => {
      assert.ok(typeof lists === 'object' && lists !== null);
      for (const [name, words] of Object.entries(lists)) {
        assert.ok(Array.isArray(words) && words.length > 0, name);
        for (const word of words) assert.equal(typeof word, 'string', `${name}: ${String(word)}`);
        assert.equal(new Set(words).size, words.length, name);
      }
    });
  }
});
