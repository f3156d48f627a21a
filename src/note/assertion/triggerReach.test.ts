import assert from 'node:assert/strict';
import { compileLexicon } from '../terms/compileLexicon';
import { Lexicon } from '../terms/lexicon';
import { readNote } from '../readNote';
import type { Finding } from '../types';

const lexicon = new Lexicon(
  compileLexicon([
    {
      source: [],
      findings: [
        { id: 'fever', name: 'fever', kind: 'symptom' },
        { id: 'cough', name: 'cough', kind: 'symptom' },
        { id: 'headache', name: 'headache', kind: 'symptom' },
        { id: 'gout', name: 'gout', kind: 'condition' },
        { id: 'stroke', name: 'stroke', kind: 'condition' },
        { id: 'cancer', name: 'cancer', kind: 'condition' },
        { id: 'statin', name: 'statin', kind: 'drug' },
        { id: 'aspirin', name: 'aspirin', kind: 'drug' },
        { id: 'colonoscopy', name: 'colonoscopy', kind: 'procedure' },
        { id: 'smoking', name: 'smoker', kind: 'risk-factor' },
        { id: 'gonorrhoea', name: 'gonorrhoea', kind: 'condition', abbreviations: ['GC'] },
      ],
    },
  ]),
);

function saidOf(text: string, concept: string): string {
  const f = readNote(text, lexicon).findings.find((found) => found.concept === concept);
  return f ? label(f) : 'not found';
}

function label(f: Finding): string {
  if (f.experiencer !== 'patient') return f.experiencer;
  if (f.negated) return 'denied';
  if (f.hypothetical) return 'hypothetical';
  if (f.uncertain) return 'uncertain';
  return f.historical ? 'past' : 'present';
}

const CLAIMS: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  'denies what a test or an answer denies': [
    ['Cough nil headache nil', 'cough', 'denied'],
    ['Cough nil headache nil', 'headache', 'denied'],
    ['Well: -fever, -cough, +headache', 'fever', 'denied'],
    ['Well: -fever, -cough, +headache', 'cough', 'denied'],
    ['He did not suffer from gout or stroke', 'stroke', 'denied'],
    ['The swab is negative for gout, fever or cough', 'cough', 'denied'],
    ['Review was otherwise unremarkable for fever', 'fever', 'denied'],
    ['Asymptomatic for gout', 'gout', 'denied'],
    ['NAAT GC-ve', 'gonorrhoea', 'denied'],
    ['Avoid over the counter “cold and flu” tablets/aspirin', 'aspirin', 'denied'],
    ['Unable to do the colonoscopy today', 'colonoscopy', 'denied'],
  ],
  'ends a denial where the writer goes on to what is there': [
    ['Well: -fever, -cough, +headache', 'headache', 'present'],
    ['- fever\n- cough', 'fever', 'present'],
    ['No fever, cough unchanged today', 'cough', 'present'],
    ['No fever, cough worsening', 'cough', 'present'],
    ['No fever, headache 3 per week', 'headache', 'present'],
    ['No stroke (headache since March)', 'headache', 'present'],
    ['No aspirin today (concern re gout)', 'gout', 'present'],
    ['No headache, cont aspirin between meals', 'aspirin', 'present'],
    ['No headache, looks to have fever', 'fever', 'present'],
    ['Avoid aspirin given gout', 'gout', 'present'],
    ['No headache, no cough, dx gout', 'gout', 'present'],
    ['It did not, initially, respond well to aspirin', 'aspirin', 'present'],
  ],
  'reads risks, side effects and what to watch for as hypothetical': [
    ['Tablets prn severe headache', 'headache', 'hypothetical'],
    ['Safety net: sooner if cough', 'cough', 'hypothetical'],
    [
      'Earlier PRN if recurrence of faints, numbness, palpitations, severe headache',
      'headache',
      'hypothetical',
    ],
    ['Plan: check bloods, any further headache', 'headache', 'hypothetical'],
    ['In case of future stroke', 'stroke', 'hypothetical'],
    ['Counselled re gout', 'gout', 'hypothetical'],
    ['The risks included but were not limited to fever and stroke', 'stroke', 'hypothetical'],
    ['Diet is one of the risk factors for gout', 'gout', 'hypothetical'],
    ['Review of stroke risk factors', 'stroke', 'hypothetical'],
    ['Lowers stroke/cancer risk', 'stroke', 'hypothetical'],
    ['↑risk of gout', 'gout', 'hypothetical'],
    ['Booked for cancer surveillance', 'cancer', 'hypothetical'],
    ['I explained to her the symptoms of stroke', 'stroke', 'hypothetical'],
    ['She was instructed to call for fever or cough', 'cough', 'hypothetical'],
    ['You could get a headache', 'headache', 'hypothetical'],
    ['Aspirin p.r.n. fever', 'fever', 'hypothetical'],
    ['Take with food if nil hx gout', 'gout', 'hypothetical'],
  ],
  'knows a treatment that is to come from one that goes on': [
    ['Colonoscopy candidate', 'colonoscopy', 'hypothetical'],
    ['The patient will need a colonoscopy', 'colonoscopy', 'hypothetical'],
    ['Awaiting elective colonoscopy', 'colonoscopy', 'hypothetical'],
    ['Counselled re being a smoker', 'smoking', 'present'],
    ['He will require follow-up colonoscopy', 'colonoscopy', 'hypothetical'],
    ['She is due for her colonoscopy', 'colonoscopy', 'hypothetical'],
    ['- For colonoscopy in March', 'colonoscopy', 'hypothetical'],
    ['On the surgical waiting list for colonoscopy', 'colonoscopy', 'hypothetical'],
    ['Bloods Monday and, if OK, commence statin', 'statin', 'hypothetical'],
    ['Statin mentioned only', 'statin', 'hypothetical'],
    ['Statin 20: discussed muscle pain', 'statin', 'present'],
    ['Stroke risk:\n- Continue aspirin, statin', 'statin', 'present'],
    ['Meds\n?statin at night', 'statin', 'uncertain'],
  ],
  'knows what is over from what goes on': [
    ['Safety net: visit in two weeks for gout review', 'gout', 'present'],
    ['Day 4 post op, headache', 'headache', 'present'],
    ['Post-op fever', 'fever', 'past'],
    ['Status post recent colonoscopy', 'colonoscopy', 'past'],
    ['Colonoscopy UTD', 'colonoscopy', 'past'],
    ['The patient was on a statin for its effect', 'statin', 'present'],
    ['After this was completed, a colonoscopy followed', 'colonoscopy', 'present'],
    ['She was on a statin, but stopped it', 'statin', 'past'],
    ['He had initially been on aspirin', 'aspirin', 'past'],
    ['Completed full course of aspirin', 'aspirin', 'past'],
    ['He had a colonoscopy 1 week ago', 'colonoscopy', 'past'],
    ['Had fever pre-diagnosis', 'fever', 'past'],
    ['A boy with history of fever for 4 days', 'fever', 'present'],
    ['Ran out of previous tablets, headache', 'headache', 'present'],
    ['PMHx: gout (on aspirin), smoker', 'aspirin', 'present'],
    ['PMHx: gout (on aspirin), smoker', 'smoking', 'present'],
    ['PMHx: gout (on aspirin), smoker', 'gout', 'past'],
    ['PMHx: gout, now fever', 'fever', 'present'],
    ['Has had fever since June of last year', 'fever', 'present'],
    ['Prev ix (3/12 ago)\nGout on the film', 'gout', 'past'],
  ],
  'doubts what the writer or the patient only suspects or fears': [
    ['Daughter asks if he has had a stroke', 'stroke', 'uncertain'],
    ['No fever, low stroke risk', 'stroke', 'uncertain'],
    ['Seen again, thinking that this was gout', 'gout', 'uncertain'],
    ['Imaging suggested gout', 'gout', 'uncertain'],
    ['Fixated on “cancer” / “stroke”', 'stroke', 'uncertain'],
    ['Very anxious re “spreading to the skin and bones” and “cancer”', 'cancer', 'uncertain'],
    ['Less c/w gout', 'gout', 'uncertain'],
    ['Needs exam to confirm/exclude gout', 'gout', 'uncertain'],
    ['Gout-like changes of the toe', 'gout', 'uncertain'],
  ],
  'keeps what is told of the family to the family': [
    ['FHx nil gout\nJoints: cough and headache', 'headache', 'present'],
    ['FHx: gout\n- stroke', 'stroke', 'family'],
    ['Language barrier, relies on family interpreter, headache', 'headache', 'present'],
    ['He lives with both parents, headache', 'headache', 'present'],
  ],
  'does not doubt what stands beside a doubt': [
    ['Fever and cough vs last visit', 'cough', 'present'],
    ['Headache ?low iron', 'headache', 'present'],
    ['Likely progressed (cough, headache)', 'cough', 'present'],
    ["Likely tendon strain 2' gout", 'gout', 'present'],
    ['Apparently, the patient developed fever', 'fever', 'present'],
    ['Plan: suggested longer visit for gout', 'gout', 'present'],
  ],
};

describe('the reach of triggers', () => {
  for (const [claim, examples] of Object.entries(CLAIMS)) {
    for (const [text, concept, wanted] of examples) {
      it(`${claim}: ${concept} in "${text.replace(/\n/g, '⏎')}" is ${wanted}`, () => {
        assert.equal(saidOf(text, concept), wanted);
      });
    }
  }
});
