/** Assignments to attributes and items of things that are not plain local values. */
import type { Expression } from '../../python/ast.ts';
import { setVariable } from './attributes.ts';
import { classMember } from './lineage.ts';
import type { Frame, Machine } from './machine.ts';
import { noteHandler } from './remote.ts';
import { union } from './taint.ts';
import { deepTaint, join, type Value } from './values.ts';

/** Attributes whose assignment puts a hook into the interpreter. */
const HOOKS =
  /^(builtins\.\w+|sys\.(excepthook|displayhook|meta_path|path_hooks|stdout|modules)|socket\.socket|ssl\._create_default_https_context)$/;

export function onAttributeSet(
  m: Machine,
  f: Frame,
  owner: Value,
  name: string,
  value: Value,
  node: Expression,
): void {
  switch (owner.t) {
    case 'inst': {
      const before = owner.fields.get(name);
      // The instance that stands for all keeps what every method may have put there.
      const merge = owner === owner.cls.generic && before !== undefined && !f.concrete;
      if (owner.fields.size < 512) owner.fields.set(name, merge ? join(before, value) : value);
      return;
    }
    case 'obj':
      noteHandler(`${owner.name}.${name}`, value);
      (owner.fields ??= new Map()).set(name, value);
      return;
    case 'module':
      owner.module.scope.names.set(name, value);
      return;
    case 'class':
      owner.cls.members.names.set(name, value);
      return;
    case 'ref': {
      const full = `${owner.name}.${name}`;
      if (value.t === 'func' && OUTSIDE_COMMAND.test(owner.name)) m.replaced.push({ name, method: value.fn });
      if (HOOKS.test(full)) {
        m.behaviour('hook-installed', full, f, node);
        noteHandlers(f, value);
      }
      if (value.t === 'func' && owner.self === null && REPLACEABLE.test(full))
        m.behaviour('function-replaced', `${full} by ${value.fn.name}`, f, node);
      return;
    }
    default:
      return;
  }
}

/** Libraries to which programs entrust keys, passwords and requests. */
const REPLACEABLE =
  /^builtins\.(?:input|open)$|^(?:requests|urllib3?|http\.client|httpx|aiohttp|ssl|socket|getpass|keyring|paramiko|boto3|botocore|cryptography|solders|solana|eth_account|eth_keys|web3|bip_utils|mnemonic|bitcoinlib|bit|tronpy|stellar_sdk|openai|anthropic)\./;

/** Commands of setuptools and distutils. */
const OUTSIDE_COMMAND = /^(setuptools|distutils|wheel)\.(command\.\w+\.\w+|bdist_wheel\.\w+|_?[dD]ist\w*)$/;

/** Methods by which an own object answers for modules and their names. */
const HANDLERS = [
  'find_spec',
  'find_module',
  'create_module',
  'exec_module',
  'load_module',
  '__getattr__',
  '__getattribute__',
  '__call__',
];

/** An object that the interpreter asks from now on: what it asks may run. */
export function noteHandlers(f: Frame, value: Value): void {
  if (value.t === 'func') f.unit.runs(value.fn.unit);
  if (value.t !== 'inst' && value.t !== 'class') return;
  for (const name of HANDLERS) {
    const member = classMember(value.cls, name);
    if (member?.t === 'func') f.unit.runs(member.fn.unit);
  }
}

export function onItemSet(
  m: Machine,
  f: Frame,
  owner: Value,
  key: Value,
  value: Value,
  node: Expression,
): void {
  if (owner.t === 'obj') {
    // msg['Subject'] = text; headers of a message or session carry what is put into them.
    const taint = union(deepTaint(value), key.taint);
    if (taint !== null) owner.taint = union(owner.taint, taint);
  } else if (owner.t === 'ref' && owner.name === 'sys.modules') noteHandlers(f, value);
  else if (owner.t === 'inst') owner.fields.set(`[${key.t === 'str' ? key.v : ''}]`, value);
  else if (owner.t === 'ref' && owner.name === 'os.environ') {
    if (key.t === 'str') setVariable(m, key.v, value);
    m.flow(deepTaint(value), 'process', 'os.environ', '', f, node);
  }
}
