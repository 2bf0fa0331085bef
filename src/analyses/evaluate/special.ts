/** Outside functions that the evaluator understands: imports, attributes, code, files, containers of both. */

import type { Expression } from '../../python/ast.ts';
import { environmentVariable, namespaceItem } from './attributes.ts';
import { type Arguments, call } from './calls.ts';
import { copyFile, downloadTo, resource } from './files.ts';
import type { Frame, Machine } from './machine.ts';
import { binary } from './operators.ts';
import {
  importFromArchive,
  loadSource,
  moduleByName,
  moduleFromSpec,
  runModuleByName,
  runPath,
  searchFolder,
} from './own-programs.ts';
import { textOf } from './render.ts';
import { iterate } from './sequences.ts';
import { identity, partialCall, registerExit, setupCall, startThread, submit } from './special-calls.ts';
import {
  cipherDecrypt,
  decryptorEnd,
  decryptorUpdate,
  deriveKey,
  fernet,
  pyaesDecrypt,
  unpad,
} from './special-ciphers.ts';
import {
  functionFromCode,
  inMemory,
  memoryContent,
  unboundMethod,
  unmarshal,
  unpackFile,
  unpackStream,
} from './special-decoding.ts';
import {
  addToArchive,
  besideOf,
  copyObject,
  extractArchive,
  folderOf,
  joinOntoPath,
  makeArchive,
  makePath,
  openedByLibrary,
  openFile,
  openPath,
  ownFolder,
  readOpen,
  readPath,
  seekIn,
  writeOpen,
  writePath,
} from './special-files.ts';
import {
  accumulate,
  chained,
  filterOver,
  mapOver,
  nextOf,
  productOf,
  reduceOver,
  repeated,
  sliceOver,
  sortedBy,
  starMap,
  zipLongest,
  zipTogether,
} from './special-iteration.ts';
import {
  builtinText,
  compileCode,
  evaluateCode,
  getAttribute,
  importByName,
  literalOf,
  namespaceOf,
  setAttribute,
} from './special-names.ts';
import {
  anyAll,
  arrayOf,
  defaultDictionary,
  dequeOf,
  getterCall,
  groupOf,
  hashOf,
  isInstance,
  iteratorOf,
  namedTuple,
  substituteBy,
  substituteTemplate,
  superOf,
  throughCodec,
  typeOf,
  updateHash,
  writeMemory,
} from './special-objects.ts';
import {
  changeMode,
  dumpInto,
  packFile,
  printInto,
  scheduleCommand,
  setRegistryValue,
  writeDescriptor,
  writePathFirst,
  writeRow,
} from './special-writes.ts';
import { noteHandlers } from './stores.ts';
import { item } from './subscripts.ts';
import { deepTaint, NO_KEYWORDS, type Ref, tainted, text, UNKNOWN, unknown, type Value } from './values.ts';

export type Handler = (
  m: Machine,
  f: Frame,
  node: Expression,
  callee: Ref,
  given: Arguments,
) => Value | undefined;

const first = (given: Arguments, keyword: string): Value | undefined =>
  given.args[0] ?? given.keywords.get(keyword);

const ADDRESS = /^(?:https?|wss?|ftp|tcp):\/\//i;

/** Handlers by canonical name. Made once for a machine, when every module they come from is there. */
export function makeHandlers(): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>();
  const on = (names: string, handler: Handler): void => {
    for (const name of names.split(' ')) handlers.set(name, handler);
  };
  on(
    'builtins.exec builtins.eval code.InteractiveInterpreter.runcode code.InteractiveInterpreter.runsource code.InteractiveConsole.push timeit.timeit cProfile.run',
    evaluateCode,
  );
  on('builtins.compile', compileCode);
  on('ast.literal_eval', literalOf);
  on('builtins.__import__ importlib.import_module importlib.__import__', importByName);
  on('builtins.getattr builtins.object.__getattribute__', getAttribute);
  on('builtins.setattr', setAttribute);
  on('builtins.globals builtins.locals builtins.vars', namespaceOf);
  on(
    'builtins.map itertools.imap concurrent.futures.ThreadPoolExecutor.map multiprocessing.Pool.map multiprocessing.pool.ThreadPool.map concurrent.futures.ProcessPoolExecutor.map',
    mapOver,
  );
  on('builtins.filter itertools.ifilter', filterOver);
  on('builtins.zip itertools.izip', zipTogether);
  on('builtins.next', nextOf);
  on('builtins.iter', iteratorOf);
  on('builtins.sorted builtins.min builtins.max', sortedBy);
  on('functools.reduce builtins.reduce', reduceOver);
  on('itertools.starmap', starMap);
  on('itertools.accumulate', accumulate);
  on('itertools.product', productOf);
  on('itertools.islice', sliceOver);
  on('itertools.zip_longest', zipLongest);
  on('itertools.chain itertools.chain.from_iterable', chained);
  on('itertools.repeat', repeated);
  on('builtins.any builtins.all', anyAll);
  on('builtins.super', superOf);
  on('builtins.type', typeOf);
  on('builtins.isinstance', isInstance);
  on('collections.defaultdict', defaultDictionary);
  on('collections.deque', dequeOf);
  on('collections.namedtuple.__call__', namedTuple);
  on('array.array', arrayOf);
  on('string.Template.substitute string.Template.safe_substitute', substituteTemplate);
  on('re.sub', substituteBy);
  on('re.match.group re.match.__getitem__', groupOf);
  on(
    'codecs.getdecoder.__call__ codecs.getencoder.__call__ codecs.lookup.decode codecs.lookup.encode',
    throughCodec,
  );
  on('operator.attrgetter.__call__ operator.methodcaller.__call__', getterCall);
  on('operator.itemgetter.__call__', (m, f, node, callee, given) => {
    const key = callee.self?.args[0];
    return key === undefined || given.args[0] === undefined
      ? undefined
      : item(m, f, given.args[0], key, node);
  });
  on('runpy.run_path builtins.execfile', runPath);
  on('runpy.run_module', runModuleByName);
  on(
    'importlib.load_source importlib.machinery.SourceFileLoader.load_module importlib.machinery.SourceFileLoader.exec_module importlib.util.spec_from_file_location.loader.exec_module importlib.util.spec_from_file_location.loader.load_module',
    loadSource,
  );
  on('importlib.util.module_from_spec', moduleFromSpec);
  on('zipimport.zipimporter.load_module', importFromArchive);
  on('sys.modules.get sys.modules.pop sys.modules.__getitem__', moduleByName);
  on('sys.path.insert sys.path.append', searchFolder);
  on(
    'sys.meta_path.insert sys.meta_path.append sys.path_hooks.insert sys.path_hooks.append',
    (m, f, node, callee, given) => {
      m.behaviour('hook-installed', callee.name.replace(/\.\w+$/, ''), f, node);
      for (const value of given.args) noteHandlers(f, value);
      return undefined;
    },
  );
  on('builtins.open os.open builtins.file os.fdopen', openFile);
  on('builtins.open.read builtins.open.readline builtins.open.readlines', readOpen);
  on(
    'builtins.open.write builtins.open.writelines tempfile.NamedTemporaryFile.write tempfile.TemporaryFile.write tempfile._TemporaryFileWrapper.write tempfile.SpooledTemporaryFile.write',
    writeOpen,
  );
  on(
    'builtins.open.seek io.BytesIO.seek io.StringIO.seek gzip.GzipFile.seek bz2.BZ2File.seek lzma.LZMAFile.seek gzip.open.seek bz2.open.seek lzma.open.seek',
    seekIn,
  );
  on('pathlib.Path pathlib.PurePath pathlib.PosixPath pathlib.WindowsPath', makePath);
  on('pathlib.Path.read_text pathlib.Path.read_bytes', readPath);
  on('pathlib.Path.write_text pathlib.Path.write_bytes', writePath);
  on('pathlib.Path.open', openPath);
  on('pathlib.Path.with_name', besideOf);
  on('json.dump pickle.dump marshal.dump yaml.dump dill.dump joblib.dump', dumpInto);
  on('builtins.print', printInto);
  on('csv.writer.writerow csv.writer.writerows csv.DictWriter.writerow csv.DictWriter.writerows', writeRow);
  on('os.write', writeDescriptor);
  on(
    'cv2.imwrite soundfile.write scipy.io.wavfile.write numpy.save numpy.savetxt imageio.imwrite',
    writePathFirst,
  );
  on('os.chmod pathlib.Path.chmod', changeMode);
  on('winreg.SetValueEx winreg.SetValue win32api.RegSetValueEx', setRegistryValue);
  on('importlib.resources.files importlib_resources.files', ownFolder);
  on('importlib.resources.files.joinpath importlib_resources.files.joinpath', joinOntoPath);
  on('pathlib.Path.joinpath pathlib.Path.home.joinpath', joinOntoPath);
  on(
    'pathlib.Path.resolve pathlib.Path.absolute pathlib.Path.expanduser pathlib.Path.as_posix',
    (_m, _f, _n, callee) => callee.self ?? undefined,
  );
  on('os.path.dirname', folderOf);
  on(
    'os.path.expanduser os.path.expandvars os.path.normcase os.path.realpath os.path.abspath builtins.memoryview copy.copy copy.deepcopy',
    identity,
  );
  on(
    'os.getenv os.environ.get os.environ.pop os.environ.__getitem__ os.environ.setdefault',
    (m, f, node, _callee, given) => {
      const value = environmentVariable(m, f, given.args[0], node);
      const fallback = given.args[1] ?? given.keywords.get('default');
      // An address that nobody has set is the one that is contacted.
      return fallback?.t === 'str' && ADDRESS.test(fallback.v) ? tainted(fallback, value.taint) : value;
    },
  );
  on('marshal.loads', unmarshal);
  on('types.FunctionType types.LambdaType', functionFromCode);
  on('types.FunctionType.__call__', () => UNKNOWN);
  on('cryptography.fernet.Fernet.decrypt', fernet);
  on(
    'Crypto.Cipher.AES.new.decrypt Crypto.Cipher.AES.new.decrypt_and_verify Crypto.Cipher.ARC4.new.decrypt Crypto.Cipher.ARC4.new.encrypt Crypto.Cipher.ChaCha20.new.decrypt Crypto.Cipher.DES3.new.decrypt',
    cipherDecrypt,
  );
  on('cryptography.hazmat.primitives.ciphers.Cipher.decryptor.update', decryptorUpdate);
  on('cryptography.hazmat.primitives.ciphers.Cipher.decryptor.finalize', decryptorEnd);
  for (const mode of ['ECB', 'CBC', 'CFB', 'OFB', 'CTR'])
    on(`pyaes.AESModeOfOperation${mode}.decrypt`, pyaesDecrypt);
  on('Crypto.Util.Padding.unpad', unpad);
  for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'new']) {
    on(`hashlib.${name}.digest hashlib.${name}.hexdigest`, hashOf);
    on(`hashlib.${name}.update`, updateHash);
  }
  on('hashlib.pbkdf2_hmac', deriveKey);
  on('io.BytesIO io.StringIO StringIO.StringIO cStringIO.StringIO', inMemory);
  on(
    'io.BytesIO.read io.BytesIO.getvalue io.StringIO.read io.StringIO.readline io.StringIO.getvalue io.BytesIO.readline io.BytesIO.getbuffer',
    memoryContent,
  );
  on('io.BytesIO.write io.StringIO.write StringIO.StringIO.write cStringIO.StringIO.write', writeMemory);
  on(
    'zlib.decompressobj.decompress bz2.BZ2Decompressor.decompress lzma.LZMADecompressor.decompress',
    unpackStream,
  );
  on('threading.Thread threading.Timer multiprocessing.Process _thread.start_new_thread', startThread);
  on(
    'concurrent.futures.ThreadPoolExecutor.submit concurrent.futures.ProcessPoolExecutor.submit asyncio.to_thread',
    submit,
  );
  on('atexit.register weakref.finalize', registerExit);
  on('builtins.apply', (m, f, node, _callee, given) => {
    const [target, args] = given.args;
    if (target === undefined) return undefined;
    const known = args === undefined ? [] : (iterate(args) ?? [unknown(deepTaint(args))]);
    return call(m, f, node, target, { args: known, keywords: NO_KEYWORDS });
  });
  on('functools.partial.__call__', partialCall);
  on(
    'asyncio.run asyncio.get_event_loop.run_until_complete asyncio.ensure_future asyncio.create_task',
    identity,
  );
  on('zipfile.ZipFile.write tarfile.open.add tarfile.TarFile.add', packFile);
  on('crontab.CronTab.new', scheduleCommand);
  on('setuptools.setup distutils.core.setup', setupCall);
  on(
    'shutil.copy shutil.copyfile shutil.copy2 shutil.copytree shutil.move os.rename os.replace os.link os.symlink',
    (m, f, node, callee, given) => {
      if (given.args[0] !== undefined && given.args[1] !== undefined)
        copyFile(m, f, given.args[0], given.args[1], callee.name, node);
      return undefined;
    },
  );
  on(
    'urllib.request.urlretrieve wget.download gdown.download urllib.request.URLopener.retrieve',
    (m, f, node, callee, given) => {
      const target =
        given.args[1] ??
        given.keywords.get('filename') ??
        given.keywords.get('out') ??
        given.keywords.get('output');
      const path = downloadTo(m, f, first(given, 'url') ?? UNKNOWN, target, callee.name, node);
      for (const url of given.args.slice(0, 1))
        m.flow(deepTaint(url), 'network-address', callee.name, textOf(url).slice(0, 160), f, node);
      return { t: 'tuple', taint: null, items: [path, UNKNOWN], open: false };
    },
  );
  on('zipfile.ZipFile.write zipfile.ZipFile.writestr tarfile.open.add', addToArchive);
  on('shutil.make_archive', makeArchive);
  on('shutil.copyfileobj', copyObject);
  on(
    'sqlite3.connect configparser.ConfigParser.read configparser.RawConfigParser.read dotenv.dotenv_values linecache.getlines PIL.Image.open plyvel.DB pandas.read_csv pandas.read_json',
    openedByLibrary,
  );
  on(
    'zipfile.ZipFile.extractall zipfile.ZipFile.extract tarfile.open.extractall tarfile.open.extract tarfile.TarFile.extractall shutil.unpack_archive py7zr.SevenZipFile.extractall rarfile.RarFile.extractall patoolib.extract_archive',
    extractArchive,
  );
  on(
    'gzip.GzipFile.read bz2.BZ2File.read lzma.LZMAFile.read gzip.open.read bz2.open.read lzma.open.read',
    unpackFile,
  );
  on('pkgutil.get_data', (m, f, node, callee, given) =>
    resource(m, f, given.args[1], true, callee.name, node),
  );
  on('pkg_resources.resource_string importlib.resources.read_binary', (m, f, node, callee, given) =>
    resource(m, f, given.args[1], true, callee.name, node),
  );
  on('importlib.resources.read_text', (m, f, node, callee, given) =>
    resource(m, f, given.args[1], false, callee.name, node),
  );
  on('operator.xor', (_m, _f, _n, _c, { args }) =>
    args.length === 2 ? binary('^', args[0]!, args[1]!) : undefined,
  );
  on('operator.add operator.concat', (_m, _f, _n, _c, { args }) =>
    args.length === 2 ? binary('+', args[0]!, args[1]!) : undefined,
  );
  on('operator.mul', (_m, _f, _n, _c, { args }) =>
    args.length === 2 ? binary('*', args[0]!, args[1]!) : undefined,
  );
  on('operator.sub', (_m, _f, _n, _c, { args }) =>
    args.length === 2 ? binary('-', args[0]!, args[1]!) : undefined,
  );
  on('operator.getitem', (m, f, node, _c, { args }) =>
    args[0]?.t === 'namespace' && args[1] !== undefined
      ? namespaceItem(m, f, args[0], args[1], node)
      : undefined,
  );
  return handlers;
}

const UNBOUND = /^builtins\.(str|bytes|list|dict|bytearray|int|set|tuple)\.(?!maketrans|from)\w+$/;

/** What understands calls of a function, or undefined when they are like any other. */
export function handlerOf(m: Machine, name: string): Handler | undefined {
  const handler = m.handlers.get(name);
  if (handler !== undefined) return handler;
  const shown = builtinText(name);
  if (shown !== null) return () => text(shown, null, 'computed');
  return UNBOUND.test(name) ? unboundMethod : undefined;
}
