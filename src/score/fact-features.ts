/**
 * Facts as the model sees them: a short name for each, from closed lists or of a public programming interface. What an
 * uploader invents (names, hosts, authors, texts) is no feature, and nothing counts in an uploader's favour.
 */
import type {
  CallFact,
  CommandFact,
  Fact,
  IndicatorFact,
  LayerFact,
  MetadataFact,
} from '../contracts/fact.ts';

/** Names of a fact's features, e.g. `flow:network-response>code-execution`; none for most kinds. */
export function factFeatures(fact: Fact): string[] {
  switch (fact.kind) {
    case 'call':
      return callFeatures(fact);
    case 'flow':
      return [`flow:${fact.source.kind}>${fact.sink.kind}`, `sink:${fact.sink.kind}`];
    case 'hidden-name':
      return [`hidden-name:${fact.computed ? 'computed' : fact.via}`];
    case 'layer':
      return layerFeatures(fact);
    case 'indicator':
      return indicatorFeatures(fact);
    case 'sensitive-name':
      return [`sensitive-name:${fact.category}${fact.hidden ? ':hidden' : ''}`];
    case 'command':
      return commandFeatures(fact);
    case 'text-form':
      return [`text-form:${fact.form}`];
    case 'packer':
      return ['packer'];
    case 'archive':
      return [`archive:${fact.anomaly}`];
    case 'behaviour':
      return [`behaviour:${fact.behaviour}`];
    case 'member':
      return fact.suffixAgrees ? [] : [`disguised:${fact.type}`];
    case 'dependency':
      return [`dependency:${fact.origin}`];
    case 'metadata':
      return metadataFeatures(fact);
    default:
      return [];
  }
}

/** Calling these says that it is an sdist, no more. */
const BUILDING = /^(?:setuptools|distutils)\./;

/** `subprocess.Popen.communicate` → `call:subprocess.Popen`. */
function callFeatures({ api }: CallFact): string[] {
  return BUILDING.test(api) ? [] : [`call:${api.split('.', 2).join('.').replaceAll(' ', '_')}`];
}

/** Named in the open by honest code everywhere, author_email in setup.py above all. */
const EVERYDAY: readonly IndicatorFact['type'][] = ['email', 'url', 'domain'];

function indicatorFeatures({ type, hidden }: IndicatorFact): string[] {
  if (hidden) return [`indicator:${type}:hidden`];
  return EVERYDAY.includes(type) ? [] : [`indicator:${type}`];
}

function layerFeatures({ layer, usedBy }: LayerFact): string[] {
  const depth = layer.chain.length >= 3 ? '3+' : String(layer.chain.length);
  const used = usedBy === null ? [] : [`layer-use:${usedBy}`];
  return [`layer:${layer.language}`, `layer-depth:${depth}`, ...used];
}

function commandFeatures({ features, origin, dialect }: CommandFact): string[] {
  return [...features.map((feature) => `command:${feature}`), `command-text:${dialect}:${origin}`];
}

/** Versions so high that they beat every honest one: how dependency confusion gets itself installed. */
const OUTBIDDING = 50;

function metadataFeatures({ version }: MetadataFact): string[] {
  const major = Number(/^v?(\d{1,6})/.exec(version ?? '')?.[1] ?? 0);
  // Calendar versions (2024.1, 20240101) are honest habits.
  const isYear = (major >= 1990 && major < 2100) || major >= 199001;
  return major >= OUTBIDDING && !isYear ? ['metadata:outbidding-version'] : [];
}
