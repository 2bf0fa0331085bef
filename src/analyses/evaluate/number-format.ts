/** Numbers as Python writes them. */

/** `repr(float)`: the shortest digits that read back the same. */
export function floatText(v: number): string {
  if (!Number.isFinite(v)) return Number.isNaN(v) ? 'nan' : v > 0 ? 'inf' : '-inf';
  const size = Math.abs(v);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [mantissa = '', exponent = ''] = v.toExponential().split('e');
    return `${mantissa}e${exponentText(exponent)}`;
  }
  return Object.is(v, -0) ? '-0.0' : Number.isInteger(v) ? `${v}.0` : String(v);
}

/** At least two digits, as C writes them. */
const exponentText = (exponent: string): string => exponent[0] + exponent.slice(1).padStart(2, '0');

/** `%.nf`: halves go to the even neighbour, as in C; `toFixed` takes the larger one. */
export function fixed(v: number, digits: number): string {
  if (Object.is(v, -0)) return `-${(0).toFixed(digits)}`;
  const shown = v.toFixed(digits);
  const exact = v.toFixed(Math.min(digits + 60, 100));
  const isTie = /^50*$/.test(exact.slice(exact.length - (Math.min(digits + 60, 100) - digits)));
  if (!isTie || Number(shown.at(-1)) % 2 === 0) return shown;
  // Away from nought is one too many.
  return exact.slice(0, exact.length - (Math.min(digits + 60, 100) - digits) - (digits === 0 ? 1 : 0));
}

const scientific = (v: number, precision: number): string => {
  const [mantissa = '', exponent = ''] = v.toExponential(precision).split('e');
  return `${mantissa}e${exponentText(exponent)}`;
};

/** `%g`: so many significant digits, without trailing zeros. */
function general(v: number, precision: number): string {
  if (v === 0) return '0';
  const digits = Math.max(precision, 1);
  const exponent = Number(v.toExponential(digits - 1).split('e')[1]);
  const short = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < digits) return short(v.toFixed(Math.min(digits - 1 - exponent, 100)));
  const [mantissa = '', tail = ''] = scientific(v, digits - 1).split('e');
  return `${short(mantissa)}e${tail}`;
}

export interface NumberFormat {
  type: string | undefined;
  precision: string | undefined;
  alternate: boolean;
  grouping: string | undefined;
}

/** The digits of `format(v, spec)`, without padding; null for forms that are not known. */
export function formatNumber(v: number | bigint, float: boolean, format: NumberFormat): string | null {
  const { type, grouping } = format;
  const body = digitsOf(v, float, format);
  if (body === null || grouping === undefined) return body;
  const [, sign, whole, rest] = /^(-?)(\w+)(.*)$/s.exec(body) ?? [];
  if (whole === undefined) return body;
  const every = type === 'x' || type === 'X' || type === 'b' || type === 'o' ? 4 : 3;
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= every)
    groups.unshift(whole.slice(Math.max(0, end - every), end));
  return `${sign}${groups.join(grouping)}${rest}`;
}

/** Without a type a float stays one to the eye. */
const withPoint = (shown: string, type: string | undefined): string =>
  type === undefined && /^-?\d+$/.test(shown) ? `${shown}.0` : shown;

function digitsOf(
  v: number | bigint,
  float: boolean,
  { type, precision, alternate }: NumberFormat,
): string | null {
  const digits = Math.min(Number(precision ?? 6), 100);
  switch (type) {
    case 'x':
    case 'X':
    case 'o':
    case 'b': {
      if (float) return null;
      const shown = (v < 0 ? -v : v).toString(type === 'b' ? 2 : type === 'o' ? 8 : 16);
      const sign = v < 0 ? '-' : '';
      return sign + (alternate ? `0${type}` : '') + (type === 'X' ? shown.toUpperCase() : shown);
    }
    case 'c':
      return typeof v === 'number' && Number.isInteger(v) && v >= 0 && v <= 0x10ffff
        ? String.fromCodePoint(v)
        : null;
    case 'f':
    case 'F':
      return fixed(Number(v), digits);
    case 'e':
    case 'E':
      return type === 'E' ? scientific(Number(v), digits).toUpperCase() : scientific(Number(v), digits);
    case 'g':
    case 'G':
      return type === 'G' ? general(Number(v), digits).toUpperCase() : general(Number(v), digits);
    case '%':
      return `${fixed(Number(v) * 100, digits)}%`;
    case 'd':
    case 'n':
    case undefined:
      if (!float) return String(v);
      return precision === undefined && type === undefined
        ? floatText(Number(v))
        : withPoint(general(Number(v), digits), type);
    default:
      return null;
  }
}
