import { Lexicon } from '../../src/note/terms/lexicon';
import { compileLexicon } from '../../src/note/terms/compileLexicon';

/** A small lexicon for the tests of note/, so that they do not move as the real one grows. */
export const fewConcepts = new Lexicon(
  compileLexicon([
    {
      source: [],
      findings: [
        symptom('fever', 'fever', ['pyrexia', 'high temperature', 'temp'], []),
        symptom('cough', 'cough', [], []),
        symptom('chest-pain', 'chest pain', [], ['CP']),
        symptom('pleuritic-chest-pain', 'pleuritic chest pain', [], [], ['chest-pain']),
        symptom('abdominal-pain', 'abdominal pain', [], []),
        symptom('back-pain', 'back pain', [], []),
        symptom('low-back-pain', 'low back pain', ['lower back pain'], ['LBP'], ['back-pain']),
        symptom('dyspnoea', 'shortness of breath', ['dyspnea', "can't catch my breath"], ['SOB']),
        symptom('palpitations', 'palpitations', [], []),
        symptom('vomiting', 'vomiting', [], ['N/V']),
        symptom('nausea', 'nausea', [], []),
        symptom('chills', 'chills', [], []),
        symptom('wheeze', 'wheeze', [], []),
        symptom('sore-throat', 'sore throat', [], []),
        symptom('headache', 'headache', [], []),
        symptom('diarrhoea', 'diarrhoea', [], []),
        symptom('ankle-swelling', 'ankle swelling', [], []),
        symptom('nasal-congestion', 'nasal congestion', ['blocked nose'], []),
        sign('tenderness', 'tenderness'),
        sign('hypotension', 'hypotension'),
        sign('raised-blood-pressure', 'raised blood pressure'),
        sign('tachycardia', 'tachycardia'),
        sign('bradycardia', 'bradycardia'),
        sign('tachypnoea', 'tachypnoea'),
        sign('hypoxia', 'hypoxia'),
        { id: 'hyperkalaemia', name: 'hyperkalaemia', kind: 'test-result' },
        { id: 'anaemia', name: 'anaemia', kind: 'test-result' },
        { id: 'raised-troponin', name: 'raised troponin', kind: 'test-result' },
        { id: 'hyperglycaemia', name: 'hyperglycaemia', kind: 'test-result' },
        condition('pulmonary-embolism', 'pulmonary embolism', ['PE']),
        condition('pneumonia', 'pneumonia', []),
        condition('asthma', 'asthma', []),
        condition('diabetes', 'diabetes', ['DM']),
        condition('stroke', 'stroke', ['CVA']),
        condition('rheumatoid-arthritis', 'rheumatoid arthritis', ['RA']),
        condition('multiple-sclerosis', 'multiple sclerosis', ['MS']),
        {
          id: 'appendicectomy',
          name: 'appendicectomy',
          kind: 'procedure',
          synonyms: ['appendectomy'],
        },
        { id: 'smoking', name: 'smoking', kind: 'risk-factor', synonyms: ['smoker', 'smokes'] },
      ],
    },
  ]),
);

function symptom(
  id: string,
  name: string,
  synonyms: readonly string[],
  abbreviations: readonly string[],
  parents: readonly string[] = [],
): object {
  return { id, name, kind: 'symptom', synonyms, abbreviations, parents };
}

function sign(id: string, name: string): object {
  return { id, name, kind: 'sign' };
}

function condition(id: string, name: string, abbreviations: readonly string[]): object {
  return { id, name, kind: 'condition', abbreviations };
}
