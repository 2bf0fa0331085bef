import type { ScanResult } from '../contracts/result.ts';
import { titleOf } from './wording.ts';

interface ArtifactLocation {
  uri: string;
  index: number;
}

/** `run.artifacts` while it is being built: distributions, and the members that something points at. */
export class SarifArtifacts {
  readonly #artifacts: object[] = [];
  readonly #indices = new Map<string, number>();

  /** Where a member is, or the distribution itself for the path ''. */
  locate(result: ScanResult, path: string): ArtifactLocation {
    const parent = this.#distribution(result);
    if (path === '') return { uri: uriOf(titleOf(result)), index: parent };
    const uri = uriOf(path);
    const index = this.#add(JSON.stringify([titleOf(result), path]), {
      location: { uri },
      parentIndex: parent,
    });
    return { uri, index };
  }

  list(): readonly object[] {
    return this.#artifacts;
  }

  #distribution(result: ScanResult): number {
    const { sha256, bytes } = result.distribution;
    return this.#add(JSON.stringify([titleOf(result)]), {
      location: { uri: uriOf(titleOf(result)) },
      roles: ['analysisTarget'],
      ...(sha256 === null ? {} : { hashes: { 'sha-256': sha256 }, length: bytes }),
    });
  }

  #add(key: string, artifact: object): number {
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.#artifacts.length);
    return this.#artifacts.push(artifact) - 1;
  }
}

/**
 * A path as a relative reference (RFC 3986): everything but unreserved characters and `/` percent-encoded, and
 * two leading slashes kept from reading as a host.
 */
function uriOf(path: string): string {
  const encoded = path.toWellFormed().split('/').map(encodeURIComponent).join('/');
  return encoded.startsWith('//') ? `/.${encoded}` : encoded;
}
