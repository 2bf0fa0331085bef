import type { FlowFact } from '../../contracts/fact.ts';
import { OPAQUE } from '../apis.ts';
import { isDecoder } from './decoder.ts';
import { isUnasked } from './phase.ts';

/**
 * A `.pth` file of readable content that is generated beside the sources, or when somebody asks for it: what build
 * scripts and makers of virtual environments do. It weighs what a shipped `.pth` file does. One that is put where the
 * running interpreter reads it, or whose content is hidden or fetched, is no such file.
 */
export function isGeneratedPth({ source, sink, phase, ...flow }: FlowFact): boolean {
  if (!/\.pth$/i.test(sink.detail)) return false;
  if (source.kind === 'network-response') return false;
  if (OPAQUE.includes(source.kind) && isDecoder({ source, sink, phase, ...flow })) return false;
  return !isUnasked(phase) || /^(?:member:[^«…]*|[\w.-]+)$/.test(sink.detail);
}
