import { compileLexicon } from '../terms/compileLexicon';
import general from './general.yaml';
import cardiovascular from './cardiovascular.yaml';
import respiratory from './respiratory.yaml';
import digestive from './digestive.yaml';
import neurological from './neurological.yaml';
import urogenital from './urogenital.yaml';
import musculoskeletal from './musculoskeletal.yaml';
import skin from './skin.yaml';
import eyeEarNoseThroat from './eye-ear-nose-throat.yaml';
import mental from './mental.yaml';
import pregnancyChild from './pregnancy-child.yaml';
import bloodEndocrine from './blood-endocrine.yaml';
import conditions from './conditions.yaml';
import drugs from './drugs.yaml';
import riskFactors from './risk-factors.yaml';
import procedures from './procedures.yaml';
import tests from './tests.yaml';

/**
 * The built-in lexicon, compiled when Chartside is built: the products read this module as
 * `dist/lexicon.json`.
 */
export default compileLexicon([
  general,
  cardiovascular,
  respiratory,
  digestive,
  neurological,
  urogenital,
  musculoskeletal,
  skin,
  eyeEarNoseThroat,
  mental,
  pregnancyChild,
  bloodEndocrine,
  conditions,
  drugs,
  procedures,
  riskFactors,
  tests,
]);
