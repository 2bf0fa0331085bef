/** The distribution's members as a tree, those with findings marked, and the one that is looked at. */
import { useMemo } from 'react';
import type { ScanResult } from '../../../../src/contracts/result.ts';
import { useMember, useMembers } from '../../api/review.ts';
import type { MemberEntry } from '../../api/types.ts';
import { Code } from '../../components/Code.tsx';
import { Hex } from '../../components/Hex.tsx';
import { Hostile } from '../../components/Hostile.tsx';
import { bytesText } from '../../components/marks.tsx';
import type { Tab } from '../Evidence.tsx';

interface Props {
  sha256: string;
  result: ScanResult;
  path: string | null;
  line: number | null;
  onPlace: (search: { tab: Tab; path: string }) => void;
}

export function Files({ sha256, result, path, line, onPlace }: Props) {
  const listing = useMembers(sha256);
  const members = listing.data?.members ?? [];
  const shown = path ?? heaviest(members)?.path ?? null;
  const tree = useMemo(() => treeOf(members), [members]);
  if (listing.isPending) return <p className="quiet">Opening the archive …</p>;
  if (listing.isError) return <p>{listing.error.message}</p>;
  return (
    <div className="evidence">
      <nav className="card" aria-label="Files">
        <Branch node={tree} shown={shown} onPlace={onPlace} />
      </nav>
      {shown === null ? (
        <p className="quiet">It holds no files.</p>
      ) : (
        <Member sha256={sha256} path={shown} line={line} result={result} />
      )}
    </div>
  );
}

function heaviest(members: readonly MemberEntry[]): MemberEntry | undefined {
  return members.reduce<MemberEntry | undefined>(
    (best, one) => (best === undefined || one.weight > best.weight ? one : best),
    undefined,
  );
}

interface Node {
  folders: Map<string, Node>;
  files: MemberEntry[];
  weight: number;
}

const emptyNode = (): Node => ({ folders: new Map(), files: [], weight: 0 });

/** Folders by name; a hostile path with thousands of parts is cut, so that the tree stays one. */
const DEPTH = 40;

function treeOf(members: readonly MemberEntry[]): Node {
  const root = emptyNode();
  for (const member of members) {
    let node = root;
    node.weight += member.weight;
    for (const part of member.path.split('/').slice(0, -1).slice(0, DEPTH)) {
      const next = node.folders.get(part) ?? emptyNode();
      node.folders.set(part, next);
      next.weight += member.weight;
      node = next;
    }
    node.files.push(member);
  }
  return root;
}

interface BranchProps {
  node: Node;
  shown: string | null;
  onPlace: Props['onPlace'];
}

function Branch({ node, shown, onPlace }: BranchProps) {
  const folders = [...node.folders].sort(
    (left, right) => right[1].weight - left[1].weight || order(left[0], right[0]),
  );
  const files = [...node.files].sort(
    (left, right) => right.weight - left.weight || order(left.path, right.path),
  );
  return (
    <ul className="tree">
      {folders.map(([name, inner]) => (
        <li key={name}>
          <details open={inner.weight > 0 || folders.length + files.length < 8}>
            <summary>
              <Hostile text={name} />/{' '}
              {inner.weight > 0 && <span className="weight">+{inner.weight.toFixed(1)}</span>}
            </summary>
            <Branch node={inner} shown={shown} onPlace={onPlace} />
          </details>
        </li>
      ))}
      {files.map((file) => (
        <li key={file.path}>
          <button
            type="button"
            aria-current={file.path === shown}
            onClick={() => onPlace({ tab: 'files', path: file.path })}
          >
            <span className="break">
              <Hostile text={file.path.split('/').at(-1) ?? file.path} />
            </span>
            <span className="quiet small">{bytesText(file.size)}</span>
            {file.findings > 0 && <span className="weight">+{file.weight.toFixed(1)}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function order(left: string, right: string): number {
  return left < right ? -1 : 1;
}

interface MemberProps {
  sha256: string;
  path: string;
  line: number | null;
  result: ScanResult;
}

function Member({ sha256, path, line, result }: MemberProps) {
  const member = useMember(sha256, path);
  const marks = useMemo(() => {
    const found = result.findings.filter((finding) => finding.path === path && finding.layer === null);
    const first = line ?? found[0]?.line ?? 0;
    return [...found.map((finding) => finding.line), first]
      .filter((number) => number > 0)
      .map((number) => ({ line: number, focus: number === first }));
  }, [result, path, line]);
  return (
    <section className="code">
      <div className="code-head">
        <span className="break mono">
          <Hostile text={path} />
        </span>
        {member.data !== undefined && <span className="quiet">{bytesText(member.data.size)}</span>}
        {member.data?.truncated === true && <span className="badge plain">only its beginning is shown</span>}
      </div>
      {member.isPending && <p className="quiet">Reading …</p>}
      {member.isError && <p>{member.error.message}</p>}
      {member.data?.text != null && (
        <Code
          text={member.data.text}
          marks={marks}
          language={/\.(py|pyi|pth|pyw)$/.test(path) ? 'python' : 'text'}
          label={`Text of ${path}`}
          maxHeight="75vh"
        />
      )}
      {member.data?.bytes != null && <Hex base64={member.data.bytes} label={`Bytes of ${path}`} />}
    </section>
  );
}
