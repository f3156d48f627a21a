import assert from 'node:assert/strict';
import { readPatient } from './patient';

describe('patient', () => {
  const said: [string, number | null, 'female' | 'male' | null][] = [
    ['61 year old Male', 61, 'male'],
    ['58M truckie', 58, 'male'],
    ['29F new pt', 29, 'female'],
    ['3yo girl with croup', 3, 'female'],
    ['35-year-old female', 35, 'female'],
    ['This 23-year-old white right-handed woman presents', 23, 'female'],
    ['a very pleasant gentleman who is 42 years old', 42, 'male'],
    ['M/58 with chest pain', 58, 'male'],
    ['Male, aged 71', 71, 'male'],
    ['Mrs Jones, 80 years old', 80, 'female'],
    ['Age: 45. She coughs.', 45, 'female'],
    ['The patient coughs. He smokes.', null, 'male'],
    ['cough for 3 days', null, null],
    ['Temperature 36.8C (98.2F). She is 34 years old.', 34, 'female'],
    ['Temp 101F. A 40-year-old man.', 40, 'male'],
    ['Mr Smith is worried. His wife says she coughs.', null, 'male'],
  ];
  for (const [text, age, sex] of said) {
    it(`reads "${text}"`, () => {
      const patient = readPatient(text);
      if (age !== null) assert.equal(patient.age, age);
      assert.equal(patient.sex, sex);
    });
  }

  it('gives the age of an infant in fractions of a year', () => {
    assert.deepEqual(readPatient('6 month old boy'), { age: 0.5, sex: 'male' });
    assert.equal(readPatient('A 3-week-old infant').age, 0.057);
    assert.equal(readPatient('2-day old male newborn of a 29-year-old woman').sex, 'male');
  });

  it('takes no dose, date or duration for an age', () => {
    assert.equal(readPatient('Metformin 500 mg. 3 month history of cough. 22/11/25').age, null);
  });

  it("takes no mother's age for that of her newborn", () => {
    const own: readonly (readonly [string, number, 'female' | 'male' | null])[] = [
      ['Newborn boy born at 39 weeks to a 31-year-old G3P2 woman.', 0, 'male'],
      ['Term infant, feeding well. Mother is 24 years old.', 0, null],
      ['A 2-day-old infant of a 34 yo mother.', 0.005, null],
    ];
    for (const [text, age, sex] of own) assert.deepEqual(readPatient(text), { age, sex }, text);
    assert.equal(readPatient('A 29-year-old mother of two with a sore throat').age, 29);
  });

  it('says that a woman is pregnant where the note does', () => {
    assert.equal(readPatient('34F G2P1 at 32/40, swollen ankles').pregnant, true);
    assert.equal(readPatient('28-year-old woman, 20 weeks pregnant').pregnant, true);
    assert.equal(readPatient('30-year-old woman, not pregnant').pregnant, undefined);
    assert.equal(readPatient('45M, his wife is pregnant').pregnant, undefined);
  });
});
