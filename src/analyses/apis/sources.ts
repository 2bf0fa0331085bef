import type { SourceKind } from '../../contracts/fact.ts';

/** Names whose call (or value, for attributes) brings something in from outside the program. */
const TABLE: Record<string, string> = {
  'host-identity':
    'socket.gethostname socket.getfqdn platform.node platform.uname platform.platform platform.version platform.release platform.machine platform.processor platform.architecture platform.system platform.win32_ver platform.mac_ver platform.freedesktop_os_release distro.name distro.info distro.id os.uname uuid.getnode uuid.uuid1 getmac.get_mac_address wmi.WMI psutil.cpu_count psutil.virtual_memory psutil.disk_usage psutil.disk_partitions psutil.boot_time psutil.cpu_freq psutil.sensors_battery GPUtil.getGPUs cpuinfo.get_cpu_info machineid.id machineid.hashed_id os.cpu_count multiprocessing.cpu_count screeninfo.get_monitors locale.getlocale locale.getdefaultlocale time.tzname sys.getwindowsversion win32api.GetComputerName',
  'user-identity':
    'getpass.getuser os.getlogin os.getuid os.geteuid os.getcwd os.getcwdb pathlib.Path.home pathlib.Path.cwd pwd.getpwuid pwd.getpwnam pwd.getpwall win32api.GetUserName psutil.users os.getgid os.getgroups sys.executable sys.prefix site.getusersitepackages',
  'network-identity':
    'socket.gethostbyname_ex psutil.net_if_addrs psutil.net_connections psutil.net_if_stats netifaces.ifaddresses netifaces.interfaces netifaces.gateways ifaddr.get_adapters socket.if_nameindex socket.socket.getsockname scapy.all.get_if_addr',
  'installed-software':
    'psutil.process_iter psutil.pids importlib.metadata.distributions importlib_metadata.distributions pkg_resources.working_set pip.get_installed_distributions win32process.EnumProcesses',
  clipboard:
    'pyperclip.paste pyperclip.waitForPaste pyperclip.waitForNewPaste win32clipboard.GetClipboardData clipboard.paste tkinter.Tk.clipboard_get pandas.read_clipboard xerox.paste ctypes.windll.user32.GetClipboardData jaraco.clipboard.paste klembord.get_text PyQt5.QtWidgets.QApplication.clipboard',
  screen:
    'PIL.ImageGrab.grab pyautogui.screenshot mss.mss.shot mss.mss.grab mss.tools.to_png pyscreenshot.grab pyscreeze.screenshot d3dshot.create autopy.bitmap.capture_screen dxcam.create',
  keyboard:
    'pynput.keyboard.Listener keyboard.on_press keyboard.on_release keyboard.hook keyboard.record keyboard.read_event keyboard.read_key pyxhook.HookManager pyHook.HookManager pythoncom.PumpMessages win32api.GetAsyncKeyState ctypes.windll.user32.GetAsyncKeyState ctypes.windll.user32.SetWindowsHookExA ctypes.windll.user32.SetWindowsHookExW',
  camera: 'cv2.VideoCapture cv2.VideoCapture.read pygame.camera.Camera picamera.PiCamera imageio.get_reader',
  microphone: 'sounddevice.rec pyaudio.PyAudio.open pyaudio.PyAudio speech_recognition.Microphone',
  'process-output':
    'os.popen os.popen.read os.popen2 os.popen3 subprocess.check_output subprocess.getoutput subprocess.getstatusoutput subprocess.run subprocess.Popen subprocess.Popen.communicate popen2.popen2 pexpect.run asyncio.create_subprocess_shell asyncio.create_subprocess_exec sh.Command plumbum.cmd',
  'network-response':
    'requests.get requests.post requests.put requests.patch requests.delete requests.request requests.options requests.Session.get requests.Session.post requests.Session.put requests.Session.request requests.Session.send httpx.get httpx.post httpx.put httpx.request httpx.stream httpx.Client.get httpx.Client.post httpx.Client.request httpx.AsyncClient.get httpx.AsyncClient.post httpx.AsyncClient.request aiohttp.ClientSession.get aiohttp.ClientSession.post aiohttp.ClientSession.request aiohttp.request urllib.request.urlopen urllib.request.OpenerDirector.open urllib.request.build_opener.open urllib.request.urlretrieve urllib.request.URLopener.open urllib.request.URLopener.retrieve urllib3.PoolManager.request urllib3.PoolManager.urlopen urllib3.request http.client.HTTPConnection.getresponse http.client.HTTPSConnection.getresponse socket.socket.recv socket.socket.recvfrom socket.socket.recv_into socket.socket.makefile ssl.SSLSocket.recv ssl.wrap_socket.recv ftplib.FTP.retrbinary ftplib.FTP.retrlines wget.download gdown.download pycurl.Curl.perform asyncio.open_connection websocket.create_connection.recv websockets.connect.recv imaplib.IMAP4_SSL.fetch dns.resolver.resolve dns.resolver.query paramiko.SFTPClient.get telnetlib.Telnet.read_until socketserver.BaseRequestHandler.request.recv asyncio.StreamReader.read requests_futures.sessions.FuturesSession.get websocket.WebSocketApp telegram.ext.CommandHandler telegram.ext.MessageHandler aiogram.Dispatcher.register_message_handler pika.BlockingConnection.channel.basic_consume flask.request.args.get flask.request.form.get flask.request.values.get flask.request.get_json flask.request.get_data flask.request.json.get flask.request.headers.get bottle.request.query.get bottle.request.forms.get',
  'user-input':
    'builtins.input builtins.raw_input getpass.getpass sys.stdin.read sys.stdin.readline sys.stdin.readlines',
  'system-file': 'winreg.QueryValueEx winreg.QueryValue winreg.EnumValue',
  'directory-listing':
    'os.listdir os.walk os.scandir glob.glob glob.iglob pathlib.Path.glob pathlib.Path.rglob pathlib.Path.iterdir',
  'browser-store':
    'browser_cookie3.chrome browser_cookie3.firefox browser_cookie3.load browser_cookie3.edge browser_cookie3.opera browser_cookie3.brave browser_cookie3.chromium browsercookie.chrome browsercookie.firefox browsercookie.load win32crypt.CryptUnprotectData browserhistory.get_browserhistory rookiepy.chrome rookiepy.load pycookiecheat.chrome_cookies',
  'image-pixels':
    'PIL.Image.open.getdata PIL.Image.open.getpixel PIL.Image.open.load judyb.lsb.reveal stegano.lsb.reveal stepic.decode wave.open.readframes cv2.QRCodeDetector.detectAndDecode pyzbar.pyzbar.decode PIL.Image.open.getexif PIL.Image.open._getexif piexif.load exifread.process_file',
};

const SOURCES = new Map<string, SourceKind>();
for (const [kind, names] of Object.entries(TABLE)) {
  for (const name of names.split(' ')) SOURCES.set(name, kind as SourceKind);
}

/** Answers of services that are read as tables, contracts and documents: chains of names nobody can list. */
const ANSWERS =
  /^(?:gspread\..*\.(?:acell|cell|get|get_values|get_all_values|get_all_records|row_values|col_values|find)|web3\..*\.(?:call|get_transaction|get_block|get_code|get_storage_at|get_logs)|solana\.rpc\..*\.(?:get_\w+)|tronpy\..*\.(?:get_\w+)|github\.Github\..*\.(?:get_contents|get_issue|get_gist|get_comments)|googleapiclient\.discovery\.build\..*\.execute|notion_client\.Client\..*\.(?:query|retrieve|list))$/;

export const sourceOf = (name: string): SourceKind | undefined =>
  SOURCES.get(name) ?? (ANSWERS.test(name) ? 'network-response' : undefined);

/** Attributes that are sources without being called. */
const ATTRIBUTES: ReadonlyMap<string, SourceKind> = new Map([
  ['sys.executable', 'user-identity'],
  ['os.environ', 'environment-all'],
  ['os.environb', 'environment-all'],
  ['socket.socketserver.request', 'network-response'],
  ['PIL.Image.open.info', 'image-pixels'],
  ['PIL.Image.open.text', 'image-pixels'],
] as const);

/** Private keys and seeds on objects of libraries for crypto currencies. */
const CRYPTO_KEY =
  /^(eth_account|eth_keys|web3|solders|solana|bip_utils|mnemonic|bitcoinlib|bit|hdwallet|tronpy|stellar_sdk|algosdk|coincurve|ecdsa)\..*\.(key|_?private_?key|privateKey|secret(_key)?|seed|mnemonic|to_wif|wif|_key_obj|to_base58_string)$/;

export const sourceAttribute = (name: string): SourceKind | undefined => {
  if (name === 'sys.executable') return undefined;
  return ATTRIBUTES.get(name) ?? (CRYPTO_KEY.test(name) ? 'crypto-key' : undefined);
};

/** Name of an environment variable that holds a secret. */
const SECRET =
  /(^|_)(API_?KEY|ACCESS_?KEY|SECRET|TOKEN|PASS(WORD|WD|PHRASE)?|PRIVATE_?KEY|CREDENTIALS?|AUTH|COOKIE|MNEMONIC|SEED)(_|$)|^(AWS_|GITHUB_TOKEN|GH_TOKEN|NPM_TOKEN|PYPI_|TWINE_|SSH_|KUBECONFIG|DATABASE_URL)|KEY_?ID$/i;

export const isSecretName = (name: string): boolean => SECRET.test(name);

/** Parameters and attributes that hold what a caller entrusts to a wallet or login library. */
const SECRET_PARAMETER =
  /^_*(priv(ate)?_?key|secret(_?(key|id|access_?key))?|access_?key(_?(id|secret))?|ak|sk|api_?secret|mnemonic|seed(_?phrase)?|passphrase|passwo?r?d|passwd|keypair|wallet(_?key)?|account_?key|wif|phrase)s?_*$/i;

export const isSecretParameter = (name: string): boolean => SECRET_PARAMETER.test(name);

/** Variables that say whose machine it is, by the systems that set them. */
const HOST_VARIABLE = /^(COMPUTERNAME|HOSTNAME|HOST|LOGONSERVER|USERDOMAIN|USERDNSDOMAIN)$/i;
const USER_VARIABLE = /^(USERNAME|USER|LOGNAME|SUDO_USER)$/i;

/** What one environment variable brings in. */
export function sourceOfVariable(name: string): SourceKind {
  if (HOST_VARIABLE.test(name)) return 'host-identity';
  if (USER_VARIABLE.test(name)) return 'user-identity';
  return name !== '' && isSecretName(name) ? 'secret-variable' : 'environment';
}

/** Programs whose output says more than that something ran. */
const COMMAND_SOURCES: readonly (readonly [RegExp, SourceKind])[] = [
  [/^(env|printenv|set)$|^(env|printenv|set)\s*[|>]/, 'environment-all'],
  [/^(whoami|id|logname|who|users|net user)\b/, 'user-identity'],
  [
    /^(hostname|uname|systeminfo|hostnamectl|sw_vers|ver|lsb_release|wmic)\b|\/etc\/os-release/,
    'host-identity',
  ],
  [/^(ifconfig|ipconfig|ip (a|addr|address|route)|arp|netstat|route)\b/, 'network-identity'],
  [
    /^(curl|wget)\b.*\b(ifconfig\.(me|co)|ipinfo\.io|ipify\.org|icanhazip\.com|ident\.me)/,
    'network-identity',
  ],
  [/^(ps|tasklist|pip3? (list|freeze)|dpkg -l|rpm -qa)\b/, 'installed-software'],
  [
    /^(cat|type|more|less|head|tail) .*(\.ssh|\.aws|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.kube)/,
    'credential-file',
  ],
  [/^(cat|type|more|less|head|tail) .*(\/etc\/(passwd|shadow)|_history\b)/, 'system-file'],
];

/** What a command's output brings in. */
export function sourceOfCommand(line: string): SourceKind {
  const text = line
    .trim()
    .slice(0, 200)
    .replace(/^\[?['"]|['"]\]?$/g, '')
    .replace(/['"],\s*['"]/g, ' ');
  return COMMAND_SOURCES.find(([pattern]) => pattern.test(text))?.[1] ?? 'process-output';
}
