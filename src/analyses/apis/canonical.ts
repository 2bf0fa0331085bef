/** One canonical name for each of the ways to reach a function of Python's library or of well-known packages. */

const PREFIXES: readonly (readonly [string, string])[] = [
  ['posix.', 'os.'],
  ['nt.', 'os.'],
  ['__builtin__.', 'builtins.'],
  ['__builtins__.', 'builtins.'],
  ['_io.open', 'builtins.open'],
  ['io.open', 'builtins.open'],
  ['codecs.open', 'builtins.open'],
  ['aiofiles.open', 'builtins.open'],
  ['pathlib.Path.home.', 'pathlib.Path.'],
  ['pathlib.Path.cwd.', 'pathlib.Path.'],
  ['socket.create_connection.', 'socket.socket.'],
  ['socket.socket.accept.', 'socket.socket.'],
  ['socket.fromfd.', 'socket.socket.'],
  ['ssl.wrap_socket.', 'socket.socket.'],
  ['ssl.SSLContext.wrap_socket.', 'socket.socket.'],
  ['ssl.create_default_context.wrap_socket.', 'socket.socket.'],
  ['ssl.SSLSocket.', 'socket.socket.'],
  ['urllib2.', 'urllib.request.'],
  ['urllib.urlopen', 'urllib.request.urlopen'],
  ['urllib.urlretrieve', 'urllib.request.urlretrieve'],
  ['urllib.Request', 'urllib.request.Request'],
  ['urllib.unquote', 'urllib.parse.unquote'],
  ['urllib.quote', 'urllib.parse.quote'],
  ['urllib.urlencode', 'urllib.parse.urlencode'],
  ['six.moves.urllib.', 'urllib.'],
  ['six.moves.builtins.', 'builtins.'],
  ['future.moves.urllib.', 'urllib.'],
  ['httplib.', 'http.client.'],
  ['pip._vendor.requests.', 'requests.'],
  ['pip._vendor.urllib3.', 'urllib3.'],
  ['botocore.vendored.requests.', 'requests.'],
  ['requests.api.', 'requests.'],
  ['requests.sessions.', 'requests.'],
  ['requests.session.', 'requests.Session.'],
  ['cloudscraper.create_scraper.', 'requests.Session.'],
  ['grequests.', 'requests.'],
  ['curl_cffi.requests.', 'requests.'],
  ['tls_client.Session.', 'requests.Session.'],
  ['requests_html.HTMLSession.', 'requests.Session.'],
  ['Cryptodome.', 'Crypto.'],
  ['posixpath.', 'os.path.'],
  ['ntpath.', 'os.path.'],
  ['commands.getoutput', 'subprocess.getoutput'],
  ['commands.getstatusoutput', 'subprocess.getstatusoutput'],
  ['_winreg.', 'winreg.'],
  ['_socket.', 'socket.'],
  ['socket.create_connection.', 'socket.socket.'],
  ['socket.SocketType.', 'socket.socket.'],
  ['cPickle.', 'pickle.'],
  ['_pickle.', 'pickle.'],
  ['cloudpickle.', 'pickle.'],
  ['thread.start_new_thread', '_thread.start_new_thread'],
  ['_posixsubprocess.', 'subprocess.'],
  ['multiprocess.', 'multiprocessing.'],
  ['imp.load_module', 'importlib.load_module'],
  ['imp.load_source', 'importlib.load_source'],
];

/** Modules reached through another module's namespace: `random._os.system`, `shutil.os.remove`. */
const THROUGH =
  /^(?!socket\.|asyncio\.|multiprocessing\.|anyio\.|trio\.|gevent\.|eventlet\.)[\w.]+?\._?(os|sys|subprocess|socket|builtins|base64|zlib|ctypes|shutil|marshal|importlib)\.(\w[\w.]*)$/;

const CONTEXT = /\.(__enter__|__aenter__)$/;

export function canonical(name: string): string {
  for (const [from, to] of PREFIXES) {
    if (name.startsWith(from)) {
      name = to + name.slice(from.length);
      break;
    }
  }
  const through = THROUGH.exec(name);
  if (through !== null) name = `${through[1]}.${through[2]}`;
  return CONTEXT.test(name) ? name.replace(CONTEXT, '') : name;
}

const BUILTIN_NAMES =
  'abs aiter all anext any apply ascii basestring bin bool breakpoint buffer bytearray bytes callable chr classmethod cmp coerce compile complex copyright credits delattr dict dir divmod enumerate eval exec execfile exit file filter float format frozenset getattr globals hasattr hash help hex id input int intern isinstance issubclass iter len license list locals long map max memoryview min next object oct open ord pow print property quit range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip __import__ __build_class__ NotImplemented Ellipsis';

export const BUILTINS: ReadonlySet<string> = new Set(BUILTIN_NAMES.split(' '));
