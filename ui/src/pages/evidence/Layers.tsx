/** What was recovered from inside, side by side: from the member to the innermost layer. */
import { useMemo } from 'react';
import type { LayerSummary, ScanResult } from '../../../../src/contracts/result.ts';
import { useLayers, useMember } from '../../api/review.ts';
import { Code } from '../../components/Code.tsx';
import { Hostile } from '../../components/Hostile.tsx';
import { bytesText } from '../../components/marks.tsx';

interface Props {
  sha256: string;
  result: ScanResult;
  layer: string | null;
  line: number | null;
}

export function Layers({ sha256, result, layer, line }: Props) {
  const texts = useLayers(sha256);
  const { layers } = result;
  if (layers.length === 0) return <p className="quiet">Nothing was hidden inside something else.</p>;
  const byId = new Map(layers.map((one) => [one.id, one]));
  const innermost = layers.filter(({ id }) => !layers.some(({ parent }) => parent === id));
  const shown =
    layer === null ? innermost : innermost.filter((one) => chainTo(one, byId).some(({ id }) => id === layer));
  return (
    <div className="stack">
      {(shown.length > 0 ? shown : innermost).slice(0, 20).map((one) => (
        <section key={one.id} className="layers" aria-label={`Layers down to ${one.id}`}>
          <Outside sha256={sha256} layer={chainTo(one, byId)[0]!} />
          {chainTo(one, byId).map((step) => (
            <LayerText
              key={step.id}
              layer={step}
              result={result}
              line={step.id === layer ? line : null}
              text={texts.data?.layers.find(({ id }) => id === step.id)?.text ?? null}
            />
          ))}
        </section>
      ))}
    </div>
  );
}

/** From the outermost layer to the given one. */
function chainTo(layer: LayerSummary, byId: ReadonlyMap<string, LayerSummary>): LayerSummary[] {
  const chain = [layer];
  for (let parent = layer.parent; parent !== null && chain.length < 50; ) {
    const next = byId.get(parent);
    if (next === undefined) break;
    chain.unshift(next);
    parent = next.parent;
  }
  return chain;
}

function Outside({ sha256, layer }: { sha256: string; layer: LayerSummary }) {
  const member = useMember(sha256, layer.path);
  const marks = useMemo(() => [{ line: layer.line, focus: true }], [layer.line]);
  return (
    <div className="code">
      <div className="code-head">
        <span className="mono break">
          <Hostile text={layer.path} />
        </span>
      </div>
      {member.data?.text != null && (
        <Code text={member.data.text} marks={marks} label={`Text of ${layer.path}`} maxHeight="60vh" />
      )}
    </div>
  );
}

interface LayerTextProps {
  layer: LayerSummary;
  result: ScanResult;
  line: number | null;
  text: string | null;
}

function LayerText({ layer, result, line, text }: LayerTextProps) {
  const marks = useMemo(() => {
    const found = result.findings.filter((finding) => finding.layer === layer.id);
    const first = line ?? found[0]?.line ?? 0;
    return [...found.map((finding) => finding.line), first]
      .filter((number) => number > 0)
      .map((number) => ({ line: number, focus: number === first }));
  }, [result, layer.id, line]);
  return (
    <div className="code">
      <div className="code-head">
        <strong>{layer.id}</strong>
        <span className="badge plain">{layer.chain.join(' → ')}</span>
        <span className="quiet">
          {layer.language}, {bytesText(layer.bytes)}
        </span>
      </div>
      {text === null ? (
        <p className="quiet">Its text was not kept.</p>
      ) : (
        <Code
          text={text}
          marks={marks}
          language={layer.language}
          label={`Layer ${layer.id}`}
          maxHeight="60vh"
        />
      )}
    </div>
  );
}
