import type { FlowFact } from '../../contracts/fact.ts';
import { OPAQUE } from '../apis.ts';
import { isDecoder } from './decoder.ts';
import { isUnasked } from './phase.ts';

/**
 * A `.pth` file of readable content that is generated beside the sources, or when somebody asks for it: what build
 * scripts and makers of virtual environments do. It weighs what a shipped `.pth` file does. One that is put where the
 * running interpreter reads it, or whose content is hidden or fetched, is no such file.
 */
export function isGeneratedPth(flow: FlowFact): boolean {
  const { source, sink, phase } = flow;
  if (!/\.pth$/i.test(sink.detail)) return false;
  if (OPAQUE.includes(source.kind) && isDecoder(flow)) return false;
  // In a folder that the caller chose, a path that came from an index is the place of what was installed.
  if (!isUnasked(phase) && /^(?:…|«(?!site\.|sysconfig|distutils\.sysconfig))/.test(sink.detail)) return true;
  if (source.kind === 'network-response') return false;
  return !isUnasked(phase) || /^(?:member:[^«…]*|[\w.-]+)$/.test(sink.detail);
}
