import type { SinkKind } from '../../contracts/fact.ts';

/** Which arguments of a call end where. */
export interface Sink {
  kind: SinkKind;
  /** Positions, or 'all'. */
  positions: readonly number[] | 'all';
  /** Keywords, or 'all' that no other sink of the call names. */
  keywords: readonly string[] | 'all';
}

const SINKS = new Map<string, Sink[]>();

function define(
  kind: SinkKind,
  positions: Sink['positions'],
  keywords: Sink['keywords'],
  names: string,
): void {
  for (const name of names.split(' ')) {
    const known = SINKS.get(name);
    const sink: Sink = { kind, positions, keywords };
    if (known === undefined) SINKS.set(name, [sink]);
    else known.push(sink);
  }
}

const HTTP_VERBS =
  'requests.get requests.post requests.put requests.patch requests.delete requests.head requests.options requests.Session.get requests.Session.post requests.Session.put requests.Session.patch requests.Session.delete requests.Session.head httpx.get httpx.post httpx.put httpx.patch httpx.delete httpx.head httpx.Client.get httpx.Client.post httpx.Client.put httpx.Client.patch httpx.AsyncClient.get httpx.AsyncClient.post httpx.AsyncClient.put aiohttp.ClientSession.get aiohttp.ClientSession.post aiohttp.ClientSession.put aiohttp.ClientSession.patch requests_futures.sessions.FuturesSession.get requests_futures.sessions.FuturesSession.post';
const HTTP_REQUESTS =
  'requests.request requests.Session.request httpx.request httpx.stream httpx.Client.request httpx.AsyncClient.request aiohttp.request aiohttp.ClientSession.request urllib3.PoolManager.request urllib3.PoolManager.urlopen urllib3.request';
const NOT_DATA = ['timeout', 'verify', 'allow_redirects', 'stream', 'proxies', 'cert', 'hooks'] as const;
/** Keywords of a request that configure it and carry nothing of the sender's. */
export const REQUEST_OPTIONS: ReadonlySet<string> = new Set(NOT_DATA);

define('network-address', [0], ['url'], HTTP_VERBS);
define('network-send', 'all', 'all', HTTP_VERBS);
define('network-address', [1], ['url'], HTTP_REQUESTS);
define('network-send', 'all', 'all', HTTP_REQUESTS);
define(
  'network-address',
  [0],
  ['url'],
  'urllib.request.urlopen urllib.request.urlretrieve urllib.request.Request urllib.request.build_opener.open urllib.request.OpenerDirector.open urllib.request.URLopener.open urllib.request.URLopener.retrieve wget.download gdown.download websocket.create_connection websockets.connect websocket.WebSocket.connect websocket.WebSocketApp webbrowser.open',
);
define(
  'network-send',
  'all',
  ['data', 'url'],
  'urllib.request.urlopen urllib.request.build_opener.open urllib.request.OpenerDirector.open urllib.request.URLopener.open',
);
define(
  'network-send',
  'all',
  'all',
  'http.client.HTTPConnection.request http.client.HTTPSConnection.request http.client.HTTPSConnection.send http.client.HTTPConnection.send socket.socket.send socket.socket.sendall socket.socket.sendto socket.socket.sendfile ssl.SSLSocket.send ssl.SSLSocket.sendall ssl.wrap_socket.send ssl.wrap_socket.sendall ssl.SSLContext.wrap_socket.sendall ssl.SSLContext.wrap_socket.send ssl.create_default_context.wrap_socket.sendall smtplib.SMTP.sendmail smtplib.SMTP.send_message smtplib.SMTP_SSL.sendmail smtplib.SMTP_SSL.send_message ftplib.FTP.storbinary ftplib.FTP.storlines ftplib.FTP_TLS.storbinary websocket.create_connection.send websocket.WebSocket.send websockets.connect.send websocket.WebSocketApp.send paramiko.SFTPClient.put paramiko.SSHClient.open_sftp.put asyncio.open_connection.write asyncio.StreamWriter.write telebot.TeleBot.send_message telebot.TeleBot.send_document telebot.TeleBot.send_photo telegram.Bot.send_message telegram.Bot.send_document telegram.Bot.sendMessage telegram.Bot.sendDocument aiogram.Bot.send_message aiogram.Bot.send_document telepot.Bot.sendMessage telepot.Bot.sendDocument dhooks.Webhook.send discord_webhook.DiscordWebhook discord_webhook.DiscordWebhook.execute discord_webhook.DiscordWebhook.add_file discord_webhook.DiscordEmbed discord_webhook.DiscordEmbed.add_embed_field discord.SyncWebhook.from_url.send discord.Webhook.from_url.send discord.Webhook.send nextcord.Webhook.send slack_sdk.WebClient.chat_postMessage slack_sdk.webhook.WebhookClient.send boto3.client.put_object boto3.client.upload_file firebase_admin.db.reference.push firebase_admin.db.reference.set pymongo.MongoClient.insert_one dropbox.Dropbox.files_upload pyrebase.initialize_app.database.push zmq.Context.socket.send paho.mqtt.publish.single asyncio.DatagramTransport.sendto http.client.HTTPSConnection.putheader pycurl.Curl.setopt',
);
define(
  'network-address',
  [0],
  'all',
  'http.client.HTTPConnection http.client.HTTPSConnection socket.socket.connect socket.socket.connect_ex socket.create_connection ssl.wrap_socket.connect ssl.SSLSocket.connect smtplib.SMTP smtplib.SMTP_SSL ftplib.FTP ftplib.FTP_TLS asyncio.open_connection telnetlib.Telnet paramiko.SSHClient.connect xmlrpc.client.ServerProxy dhooks.Webhook discord_webhook.DiscordWebhook discord.SyncWebhook.from_url discord.Webhook.from_url telebot.TeleBot telegram.Bot aiogram.Bot telepot.Bot pymongo.MongoClient',
);
define(
  'dns-name',
  [0],
  ['host', 'qname', 'hostname'],
  'socket.gethostbyname socket.gethostbyname_ex socket.getaddrinfo socket.gethostbyaddr dns.resolver.resolve dns.resolver.query dns.resolver.Resolver.resolve dns.resolver.Resolver.query dns.message.make_query dnslib.DNSRecord.question aiodns.DNSResolver.query',
);
define(
  'code-execution',
  [0],
  ['source', 'object', 'expression', 'code'],
  'builtins.exec builtins.eval builtins.execfile code.InteractiveInterpreter.runcode code.InteractiveInterpreter.runsource code.InteractiveConsole.push code.interact runpy.run_path runpy.run_module timeit.timeit timeit.Timer cProfile.run profile.run pdb.run trace.Trace.run types.FunctionType IPython.get_ipython.run_cell IPython.get_ipython.run_line_magic importlib.load_source js2py.eval_js',
);
define('code-execution', [1], ['code'], '_xxsubinterpreters.run_string _interpreters.exec');
define(
  'process',
  [0],
  [
    'args',
    'command',
    'cmd',
    'commandline',
    'executable',
    'path',
    'file',
    'filepath',
    'lpCommandLine',
    'CommandLine',
    'lpFile',
  ],
  'os.system os.popen os.popen2 os.popen3 os.popen4 os.startfile os.execl os.execle os.execlp os.execv os.execve os.execvp os.execvpe os.posix_spawn os.posix_spawnp subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen subprocess.getoutput subprocess.getstatusoutput pty.spawn pexpect.spawn pexpect.run asyncio.create_subprocess_shell asyncio.create_subprocess_exec popen2.popen2 win32api.WinExec ctypes.windll.kernel32.WinExec distutils.spawn.spawn invoke.run psutil.Popen setuptools._distutils.spawn.spawn ctypes.CDLL.system ctypes.CDLL.popen ctypes.CDLL.execl ctypes.cdll.msvcrt.system ctypes.windll.msvcrt.system ctypes.cdll.LoadLibrary.system wmi.WMI.Win32_Process.Create',
);
define(
  'process',
  'all',
  'all',
  'os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe ctypes.windll.shell32.ShellExecuteA ctypes.windll.shell32.ShellExecuteW win32api.ShellExecute win32process.CreateProcess ctypes.windll.kernel32.CreateProcessW ctypes.windll.kernel32.CreateProcessA _winapi.CreateProcess win32com.client.Dispatch.Run win32com.client.Dispatch.ShellExecute win32com.shell.shell.ShellExecuteEx os.execl os.execlp asyncio.create_subprocess_exec',
);
define('dynamic-import', [0], ['name'], 'builtins.__import__ importlib.import_module importlib.__import__');
define(
  'native-load',
  [0],
  ['name'],
  'ctypes.CDLL ctypes.WinDLL ctypes.OleDLL ctypes.PyDLL ctypes.cdll.LoadLibrary ctypes.windll.LoadLibrary ctypes.windll.kernel32.LoadLibraryA ctypes.windll.kernel32.LoadLibraryW cffi.FFI.dlopen win32api.LoadLibrary ctypes.oledll.LoadLibrary',
);
define(
  'memory',
  'all',
  'all',
  'ctypes.windll.kernel32.VirtualAlloc ctypes.windll.kernel32.VirtualAllocEx ctypes.windll.kernel32.VirtualProtect ctypes.windll.kernel32.WriteProcessMemory ctypes.windll.kernel32.RtlMoveMemory ctypes.windll.kernel32.CreateThread ctypes.windll.kernel32.CreateRemoteThread ctypes.windll.ntdll.NtCreateThreadEx ctypes.windll.ntdll.NtAllocateVirtualMemory ctypes.windll.ntdll.RtlMoveMemory ctypes.windll.kernel32.QueueUserAPC ctypes.memmove ctypes.windll.kernel32.HeapCreate',
);
define(
  'deserialise',
  [0],
  'all',
  'pickle.loads pickle.load pickle.Unpickler marshal.loads marshal.load dill.loads dill.load jsonpickle.decode yaml.load yaml.unsafe_load joblib.load torch.load',
);
define(
  'clipboard-write',
  [0],
  'all',
  'pyperclip.copy clipboard.copy win32clipboard.SetClipboardData win32clipboard.SetClipboardText xerox.copy tkinter.Tk.clipboard_append ctypes.windll.user32.SetClipboardData klembord.set_text jaraco.clipboard.copy',
);
define(
  'file-delete',
  [0],
  ['path'],
  'os.remove os.unlink os.rmdir os.removedirs shutil.rmtree pathlib.Path.unlink pathlib.Path.rmdir send2trash.send2trash',
);
define(
  'package-install',
  'all',
  'all',
  'pip.main pip._internal.main pip._internal.cli.main.main pip._internal.main.main easy_install.main setuptools.command.easy_install.main',
);
define('memory', [0], [], 'mmap.mmap.write ctypes.create_string_buffer.from_buffer');

/** Methods of services that take records, messages and files: chains of names nobody can list. */
const SENDERS =
  /^(?:pymongo\.MongoClient\..*\.(?:insert_one|insert_many|update_one|replace_one)|gspread\..*\.(?:append_rows?|update|update_cell|update_acell|insert_row)|github\.Github\..*\.(?:create_file|update_file|create_gist|create_issue|create_comment)|googleapiclient\.discovery\.build\..*\.(?:append|insert|create|update|send)|firebase_admin\.(?:db|firestore)\..*\.(?:set|push|update|add)|supabase\.create_client\..*\.(?:insert|upsert|upload)|paho\..*\.publish|socketio\.(?:Async)?(?:Simple)?Client\.emit|(?:telebot|telegram|aiogram|pyrogram|telethon|telepot)\..*\.(?:send_\w+|send[A-Z]\w+|reply_\w+)|(?:discord|nextcord|disnake)\..*\.send|slack_sdk\..*\.(?:chat_\w+|files_upload\w*)|boto3\..*\.(?:put_object|upload_file|upload_fileobj|send_message|publish|put_item)|azure\.storage\.blob\..*\.upload_blob|google\.cloud\.storage\..*\.upload_from_\w+|yagmail\.SMTP\.send|sendgrid\..*\.send|resend\.Emails\.send|pysftp\.Connection\.put)$/;
const SENDS: readonly Sink[] = [{ kind: 'network-send', positions: 'all', keywords: 'all' }];

export const sinksOf = (name: string): readonly Sink[] =>
  SINKS.get(name) ?? (SENDERS.test(name) ? SENDS : []);
export const hasSinks = (name: string): boolean => SINKS.has(name) || SENDERS.test(name);

/** Functions that call one of their arguments: threads, timers, exit handlers, mappers. */
const CALLERS = new Set(
  'threading.Thread threading.Timer multiprocessing.Process multiprocessing.Pool.map multiprocessing.Pool.apply_async multiprocessing.Pool.apply multiprocessing.pool.ThreadPool.map concurrent.futures.ThreadPoolExecutor.submit concurrent.futures.ThreadPoolExecutor.map concurrent.futures.ProcessPoolExecutor.submit concurrent.futures.ProcessPoolExecutor.map _thread.start_new_thread atexit.register builtins.map builtins.filter builtins.sorted builtins.max builtins.min functools.reduce signal.signal asyncio.run asyncio.get_event_loop.run_until_complete asyncio.create_task asyncio.ensure_future asyncio.get_event_loop.create_task asyncio.to_thread sys.settrace sys.setprofile sys.addaudithook weakref.finalize timeit.timeit schedule.every.do setuptools.setup distutils.core.setup builtins.reduce builtins.apply threading.Thread.__init__ pynput.keyboard.Listener keyboard.on_press keyboard.hook builtins.iter builtins.next contextlib.suppress gevent.spawn trio.run anyio.run websocket.WebSocketApp telegram.ext.CommandHandler telegram.ext.MessageHandler aiogram.Dispatcher.register_message_handler pika.BlockingConnection.channel.basic_consume keyboard.on_release'.split(
    ' ',
  ),
);

export const callsArgument = (name: string): boolean => CALLERS.has(name);

/** Calls worth a fact although no value flows through them. */
const NOTABLE =
  /^(builtins\.(exec|eval|compile|execfile|__import__|getattr|setattr|globals|locals|vars|open|input)|os\.(system|popen\w*|exec\w+|spawn\w+|startfile|fork|forkpty|setuid|kill|killpg|chmod|chown|remove|unlink|rmdir|removedirs|rename|replace|putenv|dup2|getenv|walk|listdir|_exit|getlogin|uname|setsid|symlink|link|mkfifo|abort)|subprocess\.\w+|pty\.\w+|shutil\.(rmtree|copy\w*|move|make_archive|unpack_archive|which|disk_usage)|socket\.\w+(\.\w+)?|ssl\.\w+|requests\.\w+(\.\w+)?|httpx\.\w+(\.\w+)?|aiohttp\.\w+(\.\w+)?|urllib\.request\.\w+(\.\w+)?|urllib3\.\w+(\.\w+)?|http\.client\.\w+(\.\w+)?|ftplib\.\w+(\.\w+)?|smtplib\.\w+(\.\w+)?|ctypes\.[\w.]+|winreg\.\w+|win32\w+\.[\w.]+|_winapi\.\w+|base64\.\w*decode\w*|zlib\.\w+|marshal\.\w+|pickle\.\w+|codecs\.(decode|encode)|binascii\.\w+|lzma\.\w+|bz2\.\w+|gzip\.\w+|importlib\.[\w.]+|runpy\.\w+|code\.\w+|types\.(FunctionType|CodeType|ModuleType)|cryptography\.[\w.]+|Crypto\.[\w.]+|pyaes\.[\w.]+|nacl\.[\w.]+|platform\.\w+|getpass\.\w+|uuid\.getnode|psutil\.[\w.]+|pynput\.[\w.]+|keyboard\.\w+|mouse\.\w+|pyautogui\.\w+|PIL\.ImageGrab\.\w+|mss\.\w+(\.\w+)?|pyscreeze\.\w+|pyscreenshot\.\w+|pyHook\.\w+|pyxhook\.\w+|pygame\.camera\.\w+|yagmail\.\w+|pysftp\.\w+|imaplib\.\w+(\.\w+)?|pymysql\.connect|psycopg2\.connect|mysql\.connector\.connect|sqlalchemy\.create_engine|keyring\.\w+|asyncio\.sleep|pyperclip\.\w+|win32clipboard\.\w+|cv2\.VideoCapture\w*|pyaudio\.\w+|sounddevice\.\w+|browser_cookie3\.\w+|sqlite3\.connect|telebot\.\w+(\.\w+)?|telegram\.\w+(\.\w+)?|dhooks\.\w+(\.\w+)?|discord_webhook\.\w+(\.\w+)?|websocket\w*\.\w+(\.\w+)?|paramiko\.[\w.]+|dns\.resolver\.\w+|threading\.(Thread|Timer)|multiprocessing\.Process|atexit\.register|tempfile\.\w+|webbrowser\.open\w*|sys\.(exit|settrace|setprofile|addaudithook|_getframe|modules\.\w+)|time\.sleep|signal\.signal|zipfile\.ZipFile(\.\w+)?|tarfile\.open(\.\w+)?|setuptools\.setup|distutils\.core\.setup|pip\.[\w.]+|ensurepip\.\w+|winshell\.\w+|crontab\.\w+|schedule\.\w+|wmi\.\w+|pathlib\.Path\.(write_text|write_bytes|unlink|chmod|home|read_text|read_bytes)|inspect\.\w+|gc\.\w+|faulthandler\.\w+|builtins\.object\.\w+|flask\.Flask\.run|http\.server\.\w+|socketserver\.\w+|xmlrpc\.[\w.]+|asyncio\.(create_subprocess_\w+|open_connection|start_server)|pexpect\.\w+|urllib\.parse\.unquote|secrets\.\w+|eth_account\.[\w.]+|bip_utils\.[\w.]+|mnemonic\.[\w.]+|solders\.[\w.]+|torch\.load|joblib\.load|yaml\.\w*load\w*|dill\.\w+|venv\.\w+|cffi\.\w+|mmap\.mmap|select\.\w+|selenium\.[\w.]+)$/;

export const isNotable = (name: string): boolean => hasSinks(name) || NOTABLE.test(name);
