import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { deidentify } from './deidentify';

/** What was taken out of a text, with its kind. */
function taken(text: string): readonly (readonly [string, string])[] {
  return deidentify(text).spans.map(({ start, end, type }) => [text.slice(start, end), type]);
}

function assertTaken(text: string, expected: readonly (readonly [string, string])[]): void {
  assert.deepEqual(taken(text), expected);
}

function assertKept(text: string): void {
  assertTaken(text, []);
}

describe('De-identification', () => {
  describe('takes out names', () => {
    it('after a title, which stays', () => {
      assertTaken('Seen by Dr. Okonkwo-Reyes and nurse.', [['Okonkwo-Reyes', 'name']]);
      assert.equal(deidentify('Discussed with Dr Patel.').text, 'Discussed with Dr [NAME 1].');
    });

    it('of given name and surname, an eponym among them', () => {
      assertTaken("Reviewed John Smith's case.", [['John Smith', 'name']]);
      assertTaken('A 60-year-old man, Robert Wilson, with Wilson disease.', [
        ['Robert Wilson', 'name'],
      ]);
    });

    it('of a given name and an initial', () => {
      assertTaken('A 34-year-old woman, Anna S., with MS.', [['Anna S.', 'name']]);
    });

    it('of relatives, words though they may be', () => {
      assertTaken('Lives with her son Will.', [['Will', 'name']]);
    });

    it('that no list holds, inside a sentence', () => {
      assertTaken('She was told by Xhevahire that it would pass.', [['Xhevahire', 'name']]);
    });

    it('surname first, and before a degree', () => {
      assertTaken('OKAFOR, Chioma', [['OKAFOR, Chioma', 'name']]);
      assertTaken('Rivers Tandoc, MD', [['Rivers Tandoc', 'name']]);
    });

    it('everywhere once they are sure', () => {
      assertTaken('Mr Long fell. He says Long hit his head. Long standing pain.', [
        ['Long', 'name'],
        ['Long', 'name'],
      ]);
    });

    it('in a note without capitals', () => {
      assertTaken('my name is nina and i see dr patel', [
        ['nina', 'name'],
        ['patel', 'name'],
      ]);
    });
  });

  describe('keeps words of medicine', () => {
    const KEPT = [
      "Murphy's sign negative. Crohn's disease. Parkinson's. Foley catheter in situ.",
      'Chaddock reflex positive; Gleason score 7; Wells score 2; Framingham risk score 12.',
      'Family history of Alzheimer’s disease, Huntington’s disease and Hodgkin lymphoma.',
      'Grave prognosis. Hope to review. Will discharge. May need CT. Young woman, brown sputum.',
      'On Coumadin, Lipitor and Keflex; MRIs and SSRIs discussed; Jackson-Pratt drain out.',
      'Glasgow Coma Scale 15. Lyme disease. Boston criteria. Edinburgh scale 4.',
      'CHA2DS2-VASc 3, HFrEF, HbA1c 7.2%, COVID-19, BMS-986165, ICD-10.',
    ];
    for (const text of KEPT) it(text.slice(0, 40), () => assertKept(text));

    it('and shorthand of general practice', () => {
      assertKept('CC: R knee pain @work. Will review 2/52. Home on 5/7 pred, ATSI health check.');
      assertKept('Says “I’ve put up with worse”. Dr Google. Obs: BP 118/74. SNOMED 238108007.');
    });

    it('and numbers that are no date', () => {
      assertKept('Cough 3/52, fever 3/7, pain 5/10, power 4/5, BP 120/80, C5/6 disc, 2/6 murmur.');
      assertKept('Diagnosed in 2015, in the 1990s. INR 2.0-3.0. T 38.5. Take 1/2 tablet.');
    });
  });

  describe('takes out dates finer than a year', () => {
    const DATES = [
      '03/04/1951',
      '2021-03-05',
      'March 5th, 2021',
      '5 March 2021',
      "Jan 1st '23",
      'Sept 15th, 2023',
      '15-Jan-2021',
      'April 2022',
      '09-15-2021',
      '1978-07-13 07:00:28',
    ];
    for (const date of DATES) {
      it(date, () => assertTaken(`Last seen on ${date}.`, [[date, 'date']]));
    }

    it('a day and month alone where the words say so', () => {
      assertTaken('Scan on 3/14 was normal.', [['3/14', 'date']]);
    });
  });

  it('takes out ages over 89, the number alone', () => {
    assert.equal(deidentify('A 93-year-old man.').text, 'A [AGE]-year-old man.');
    assertKept('An 89-year-old man, HR 95, 90 mg.');
  });

  it('takes out phone, fax, e-mail, web and IP addresses', () => {
    assertTaken('Call (555) 123-4567, fax: 555-987-6543, j.doe@example.org, www.example.org', [
      ['(555) 123-4567', 'phone'],
      ['555-987-6543', 'fax'],
      ['j.doe@example.org', 'email'],
      ['www.example.org', 'url'],
    ]);
    assertTaken('From 192.168.1.1', [['192.168.1.1', 'ip']]);
    assertTaken('Tel 0412 345 678', [['0412 345 678', 'phone']]);
  });

  it('takes out the numbers of records, insurances and persons', () => {
    assertTaken('MRN: 12345-JS, SSN 123-45-6789, policy #XY-345678', [
      ['12345-JS', 'number'],
      ['123-45-6789', 'number'],
      ['#XY-345678', 'number'],
    ]);
    assertTaken('NHS number 943 476 5919', [['943 476 5919', 'number']]);
  });

  it('takes out hospitals, practices and towns, and leaves departments', () => {
    assertTaken('Seen at Lakeside Clinic, then at St. Mary’s Hospital.', [
      ['Lakeside Clinic', 'place'],
      ['St. Mary’s Hospital', 'place'],
    ]);
    assertTaken('He lives in Chicago.', [['Chicago', 'place']]);
    assertKept('Referred to the Pain Clinic and the Emergency Department. Transferred to ICU.');
  });

  it('takes out addresses', () => {
    assertTaken('Lives at 12 Elm Street.', [['12 Elm Street', 'address']]);
  });

  it('gives the same name the same number', () => {
    const { text } = deidentify('Mrs Novak came. Dr Patel saw Mrs Novak.');
    assert.equal(text, 'Mrs [NAME 1] came. Dr [NAME 2] saw Mrs [NAME 1].');
  });

  it('says of each span what kind it is, in order and without overlap', () => {
    const word = fc.constantFrom(
      'Dr',
      'Mary',
      'Smith',
      '.',
      ',',
      '12',
      '3/4/2020',
      'Street',
      'Hospital',
      'at',
      'lives',
      '\n',
      'MRN',
      '#',
      '\ud800',
      '😀',
      'é',
    );
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom('', ' '), (words, gap) => {
        const text = words.join(gap);
        let last = 0;
        for (const { start, end } of deidentify(text).spans) {
          assert.ok(start >= last && end > start && end <= text.length);
          last = end;
        }
      }),
    );
  });

  it('leaves nothing of what it found', () => {
    const note = 'Mr Okafor, MRN 1234567, seen 03/04/2021 at Lakeside Clinic.';
    const { text, spans } = deidentify(note);
    for (const { start, end } of spans) assert.ok(!text.includes(note.slice(start, end)));
    assert.equal(spans.length, 4);
  });
});

describe('Natural text', () => {
  const natural = (text: string, key = 'a secret') =>
    deidentify(text, { mode: 'natural', key }).text;
  const datesOf = (text: string) =>
    [...text.matchAll(/\d{4}-\d{2}-\d{2}/g)].map((m) => Date.parse(m[0]));

  it('keeps the intervals between dates, and the days of the week', () => {
    const [a = 0, b = 0] = datesOf(natural('Seen 2021-02-27 and 2021-03-05.'));
    assert.equal((b - a) / 86_400_000, 6);
    assert.equal(new Date(a).getUTCDay(), new Date('2021-02-27').getUTCDay());
    assert.notEqual(a, Date.parse('2021-02-27'));
  });

  it('keeps intervals across ways of writing a date', () => {
    const text = natural('Seen 27 February 2021, scan on 13/03/2021.');
    const [, day, month, year] = /(\d+) (\p{L}+) (\d{4})/u.exec(text) ?? [];
    const [, d, m, y] = /(\d{2})\/(\d{2})\/(\d{4})/.exec(text) ?? [];
    const days =
      (Date.UTC(Number(y), Number(m) - 1, Number(d)) - Date.parse(`${day} ${month} ${year} UTC`)) /
      86_400_000;
    assert.equal(days, 14);
  });

  it('gives one person one name, and another key other names and days', () => {
    const text = natural('Mary Novak came. Mrs Novak is well.');
    const [, surname] = /^\w+ (\w+) came/.exec(text) ?? [];
    assert.ok(surname && surname !== 'Novak');
    assert.ok(text.endsWith(`Mrs ${surname} is well.`));
    assert.notEqual(natural('On 2021-03-05', 'one'), natural('On 2021-03-05', 'two'));
  });

  it('keeps the shape of a number and the kind of a house', () => {
    assert.match(
      natural('MRN: 12345-JS at Lakeside Clinic'),
      /^MRN: \d{5}-[A-Z]{2} at \w+ Clinic$/,
    );
  });

  it('is the same each time', () => {
    const note = 'Dr Patel, 12 Elm Street, j@example.org, 5/3/2020';
    assert.equal(natural(note), natural(note));
  });
});
