import type { CodeObject, PyConstant } from '../../src/contracts/artifact.ts';

/** The canonical text of a constant that `marshal_dump.py` prints for the interpreter's own value. */
export function renderConstant(constant: PyConstant): string {
  switch (constant.type) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'int':
      return `int:${constant.value.toString(16)}`;
    case 'float':
      return `float:${doubleHex(constant.value)}`;
    case 'complex':
      return `complex:${doubleHex(constant.value[0])}${doubleHex(constant.value[1])}`;
    case 'str':
      return `str:${Buffer.from(constant.value, 'utf16le').toString('hex')}`;
    case 'bytes':
      return `bytes:${Buffer.from(constant.value).toString('hex')}`;
    case 'frozenset':
      return `frozenset(${constant.items.map(renderConstant).sort().join(',')})`;
    case 'tuple':
    case 'slice':
      return `${constant.type}(${constant.items.map(renderConstant).join(',')})`;
    default:
      return constant.type;
  }
}

export interface RenderedCode {
  name: string;
  firstLine: number;
  filename: string;
  names: string[];
  varnames: string[];
  constants: string[];
  children: RenderedCode[];
}

export function renderCode(code: CodeObject): RenderedCode {
  return {
    name: code.name,
    firstLine: code.firstLine,
    filename: code.filename,
    names: code.names,
    varnames: code.varnames,
    constants: code.constants.map(renderConstant),
    children: code.children.map(renderCode),
  };
}

function doubleHex(value: number): string {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer.toString('hex');
}
