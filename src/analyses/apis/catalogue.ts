import type { SourceKind } from '../../contracts/fact.ts';
import { remember } from '../remember.ts';
import { canonical } from './canonical.ts';
import { callsArgument, isNotable, type Sink, sinksOf } from './sinks.ts';
import { sourceAttribute, sourceOf } from './sources.ts';

/** Everything the tables say of one outside name. */
export interface Api {
  /** Canonical dotted name. */
  name: string;
  notable: boolean;
  sinks: readonly Sink[];
  /** What calling it brings in. */
  source: SourceKind | undefined;
  /** What merely naming it brings in. */
  attributeSource: SourceKind | undefined;
  callsArgument: boolean;
}

/** Most names remembered; then all are forgotten, so that no scan can take the memory away from those after it. */
const REMEMBERED = 20_000;
const REMEMBERED_ATTRIBUTES = 500;

/** Looks names up once: programs say the same few thousand names over and over. */
class Catalogue {
  readonly #known = new Map<string, Api>();
  readonly #attributes = new Map<string, Map<string, Api>>();

  /** `owner.name`, without putting the text together again. */
  attribute(owner: string, name: string): Api {
    let attributes = this.#attributes.get(owner);
    if (attributes === undefined) {
      attributes = new Map();
      remember(this.#attributes, owner, attributes, REMEMBERED);
    }
    let api = attributes.get(name);
    if (api === undefined) {
      api = this.find(`${owner}.${name}`);
      remember(attributes, name, api, REMEMBERED_ATTRIBUTES);
    }
    return api;
  }

  find(dotted: string): Api {
    let api = this.#known.get(dotted);
    if (api === undefined) {
      const name = canonical(dotted);
      api = {
        name,
        notable: isNotable(name),
        sinks: sinksOf(name),
        source: sourceOf(name),
        attributeSource: sourceAttribute(name),
        callsArgument: callsArgument(name),
      };
      remember(this.#known, dotted, api, REMEMBERED);
    }
    return api;
  }
}

/** Shared by all scans of a thread: it only remembers what the tables say. */
export const CATALOGUE = new Catalogue();
