// Patterns of known tools: packers, obfuscators, stealer frameworks, web shells, miners, embedded programs.
// They name what a file is. Everything that can be said by reading the code itself is left to the rules over facts.
// Tags: what the match stands for. `dual_use` marks tools that honest projects use too.

rule eicar_test_file : test
{
    meta:
        description = "The EICAR anti-virus test file: harmless, made to try out that detection works"
        reference = "https://www.eicar.org/download-anti-malware-testfile/"
    strings:
        // Written as bytes, so that this file does not set off scanners itself.
        $eicar = { 58 35 4F 21 50 25 40 41 50 5B 34 5C 50 5A 58 35 34 28 50 5E 29 37 43 43 29 37 7D 24 45 49 43 41 52 }
    condition:
        $eicar at 0 and filesize < 200
}

// ── Packers and obfuscators ─────────────────────────────────────────────────────────────────────

rule pyarmor : packer dual_use
{
    meta:
        description = "Python protected with PyArmor: the code is encrypted and cannot be read"
    strings:
        $call = /\b__pyarmor__\(__name__,\s?__file__,\s?b['"](\\x50\\x59\\x41|PY)/
        $runtime = /^from (\w+\.)?\.?pyarmor_runtime(_\d{6})? import __pyarmor__/
        $runtime_line = /\nfrom \.{0,4}(\w+\.){0,4}pyarmor_runtime(_\d{6})? import __pyarmor__/
    condition:
        $call or (($runtime or $runtime_line) and filesize < 50MB and #runtime + #runtime_line < 5)
}

rule sourcedefender : packer dual_use
{
    meta:
        description = "Python encrypted with SourceDefender"
    strings:
        $begin = /-{3,}BEGIN PYE FILE-{3,}\r?\n/
        $end = /-{3,}END PYE FILE-{3,}/
    condition:
        $begin and $end
}

rule reversed_zlib_lambda : obfuscator
{
    meta:
        description = "A lambda that reverses, base64-decodes and inflates its argument: the form common one-line Python obfuscators print"
    strings:
        $form = /lambda\s+\w{1,20}\s*:\s*__import__\(\s*['"](zlib|lzma|bz2|gzip)['"]\s*\)\s*\.\s*decompress\(\s*__import__\(\s*['"]base64['"]\s*\)\s*\.\s*b(16|32|64|85)decode\(\s*\w{1,20}\s*\[\s*::\s*-1\s*\]/
    condition:
        $form
}

rule exec_of_encoded_literal : obfuscator
{
    meta:
        description = "exec directly on a decoded literal, in one expression"
    strings:
        $form = /\b(exec|eval)\s*\(\s*(compile\s*\(\s*)?(((__import__\(\s*['"]\w{3,8}['"]\s*\)|\w{1,20})\s*\.\s*)?(loads|decompress|[ab](16|32|64|85)decode|unhexlify|fromhex|decode)\s*\(\s*){1,4}(\w{3,12}\s*\(\s*)?[bru]{0,2}('''|"""|'|")[^'"\s]{80}/
    condition:
        $form
}

rule exec_of_decrypted_literal : obfuscator
{
    meta:
        description = "exec of a literal that is decrypted with a key lying beside it"
    strings:
        $fernet = /\bexec\s*\(\s*(\w{1,20}\.)?Fernet\(\s*b?['"][\w=-]{44}['"]\s*\)\s*\.\s*decrypt\(\s*b?['"]gAAAA/
    condition:
        $fernet
}

rule named_python_obfuscator : obfuscator
{
    meta:
        description = "The banner that a public Python obfuscator leaves in what it prints"
    strings:
        $blankobf = /#\s*Obfuscated (with|using|by) (BlankOBF|Hyperion|Kramer|PyObfuscate|Development Tools|Pyobfus|Oxyry|Intensio|Specter|Berserker|Freecodingtools)/ nocase
        $authors = /__obfuscator__\s*=\s*[\[('"]/
        $pyobfuscate = /\bpyobfuscate\s*=\s*\(?\{?['"]/
        $service = /#\s*(Py|Python )obfuscate[dr]?(\.com)? *[-:|]? *(by|from|https?:)/ nocase
    condition:
        any of them
}

rule upx_packed_binary : packer dual_use
{
    meta:
        description = "Native program compressed with UPX"
    strings:
        $magic = "UPX!"
        $section0 = "UPX0"
        $section1 = "UPX1"
    condition:
        (uint16(0) == 0x5A4D and $magic in (0..4096) and $section0 in (0..4096) and $section1 in (0..4096)) or
        (uint32(0) == 0x464C457F and #magic > 1 and $magic in (0..512))
}

rule pyinstaller_program : packer dual_use
{
    meta:
        description = "Program that carries a Python interpreter and archive made by PyInstaller"
        reference = "https://pyinstaller.org/en/stable/advanced-topics.html"
    strings:
        $cookie = { 4D 45 49 0C 0B 0A 0B 0E }
    condition:
        (uint16(0) == 0x5A4D or uint32(0) == 0x464C457F or uint32(0) == 0xFEEDFACF) and
        filesize > 4096 and $cookie in (filesize - 4096 .. filesize)
}

rule nuitka_onefile_program : packer dual_use
{
    meta:
        description = "Program with a payload attached by Nuitka's onefile mode"
    strings:
        $payload = { 4B 41 59 28 B5 2F FD }
    condition:
        (uint16(0) == 0x5A4D or uint32(0) == 0x464C457F) and filesize > 100KB and $payload
}

rule javascript_obfuscator : obfuscator dual_use
{
    meta:
        description = "JavaScript in the form javascript-obfuscator prints: string array, rotation, hexadecimal names"
    strings:
        $array = /function _0x[0-9a-f]{4,6}\(\)\s?\{\s?(var|const|let) _0x[0-9a-f]{4,6}\s?=\s?\[/
        $rotation = /\['push'\]\(_0x[0-9a-f]{4,6}\['shift'\]\(\)\)/
        $name = /\b_0x[0-9a-f]{4,6}\b/
    condition:
        ($array or $rotation) and #name > 50
}

// ── Programs inside text ────────────────────────────────────────────────────────────────────────

rule windows_program_in_text : embedded_program
{
    meta:
        description = "A Windows program written out as base64, hexadecimal digits or escapes"
    strings:
        $base64 = /TVqQAAMAAAAEAAAA\/\/8AALgAAAA[A-Za-z0-9+\/]{200}/
        $reversed = /[A-Za-z0-9+\/]{200}AAAAgLAA8\/\/AAAAEAAAAMAAQqVT/
        $hex = /4d5a90000300000004000000ffff0000b8000000[0-9a-f]{200}/ nocase
        $escapes = /\\x4d\\x5a\\x90\\x00\\x03\\x00\\x00\\x00\\x04(\\x[0-9a-f]{2}){60}/ nocase
        $python = /b['"]MZ\\x90\\x00\\x03\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\xff\\xff/ nocase
    condition:
        any of them and uint16(0) != 0x5A4D
}

rule linux_program_in_text : embedded_program
{
    meta:
        description = "A Linux program written out as base64 or hexadecimal digits"
    strings:
        $base64 = /f0VMRg(IBAQ|EBAQ)[A-Za-z0-9+\/]{300}/
        $hex = /7f454c460[12]0101[0-9a-f]{300}/ nocase
        $python = /b['"]\\x7fELF\\x0[12]\\x01\\x01[^\n]{200}/ nocase
    condition:
        any of them and uint32(0) != 0x464C457F
}

rule metasploit_shellcode : shellcode
{
    meta:
        description = "Entry code of Metasploit's Windows payloads, as bytes, escapes or hexadecimal numbers"
    strings:
        $x64 = { FC 48 83 E4 F0 E8 (C0|C8|CC) 00 00 00 41 51 41 50 52 }
        $x86 = { FC E8 (82|89|8F) 00 00 00 60 89 E5 31 (C0|D2) 64 8B }
        $x64_escapes = /\\xfc\\x48\\x83\\xe4\\xf0\\xe8\\xc[08c]\\x00\\x00\\x00/ nocase
        $x86_escapes = /\\xfc\\xe8\\x8[29f]\\x00\\x00\\x00\\x60\\x89\\xe5/ nocase
        $x64_numbers = /0xfc,\s?0x48,\s?0x83,\s?0xe4,\s?0xf0,\s?0xe8,\s?0xc[08c],\s?0x0/ nocase
        $x86_numbers = /0xfc,\s?0xe8,\s?0x8[29f],\s?0x0{1,2},\s?0x0{1,2},\s?0x0{1,2},\s?0x60,\s?0x89/ nocase
        $x64_hex = "fc4883e4f0e8" nocase
    condition:
        any of ($x64, $x86, $x64_escapes, $x86_escapes, $x64_numbers, $x86_numbers) or
        ($x64_hex and filesize < 5MB)
}

rule shell_script_compiler : packer
{
    meta:
        description = "Shell script that unpacks and runs a program attached to itself with base64 or a tail of its own file"
    strings:
        $hashbang = /^#!\/(usr\/)?bin\/(env )?(ba|da|z)?sh/
        $tail = /tail -n ?\+\d{1,5} ["']?\$0["']? *\| *(base64 (-d|--decode)|gunzip|gzip -c?d|xz -d|openssl)/
        $eval = /(eval|bash -c|sh -c) ["']?\$\(\s?(echo|printf) ["']?[A-Za-z0-9+\/=]{120}/
    condition:
        $hashbang at 0 and ($tail or $eval)
}

// ── Remote control ──────────────────────────────────────────────────────────────────────────────

rule python_reverse_shell : reverse_shell
{
    meta:
        description = "A shell of this machine given to a connected socket"
    strings:
        $socket = "socket.socket("
        $dup0 = /os\.dup2\(\s?\w{1,20}\.fileno\(\),\s?0\s?\)/
        $dup1 = /os\.dup2\(\s?\w{1,20}\.fileno\(\),\s?1\s?\)/
        $loop = /for \w{1,10} in \(?\[?0,\s?1,\s?2\)?\]?[\s:]{1,40}os\.dup2\(/
        $loop2 = /\[\s?os\.dup2\(\s?\w{1,20}\.fileno\(\),\s?\w{1,10}\s?\)\s?for \w{1,10} in/
        $spawn = /(subprocess\.(call|run|Popen|check_call)|pty\.spawn|os\.system|os\.execv?l?p?)\(\s?\[?\s?b?['"](\/bin\/)?(ba|da|z)?sh\b/
    condition:
        $socket and $spawn and (($dup0 and $dup1) or $loop or $loop2)
}

rule shell_reverse_shell : reverse_shell
{
    meta:
        description = "A command line that connects a shell to an address"
    strings:
        $dev_tcp = /\bbash\s+-i\s+>&\s?\/dev\/tcp\/[\w.${}-]{3,60}\/[\d${}\w]{1,20}\s+0>&1/
        $exec_fd = /exec\s+\d{1,3}<>\s?\/dev\/tcp\/[\w.${}-]{3,60}\/[\d${}\w]{1,20}\s?;/
        $netcat = /\bmkfifo\s+\/tmp\/\w{1,20}\s?;\s?cat\s+\/tmp\/\w{1,20}\s?\|\s?\/?(bin\/)?(ba)?sh\s+-i/
        $netcat_e = /\bn(c|cat)\s+(-\w{1,4}\s+)?-e\s+\/bin\/(ba)?sh\s+[\w.${}-]{3,60}\s+\d{2,5}/
        $powershell = /New-Object\s+(System\.)?Net\.Sockets\.TCPClient\(\s?['"][^'"\n]{1,60}['"]\s?,\s?\d{2,5}\s?\)/ nocase
        $powershell_loop = ".GetStream()" nocase
        $powershell_run = /\b(iex|Invoke-Expression)\b/ nocase
    condition:
        $dev_tcp or $exec_fd or $netcat or $netcat_e or ($powershell and $powershell_loop and $powershell_run)
}

rule meterpreter_python_stager : reverse_shell
{
    meta:
        description = "Stager that receives a length and then Python code over a socket and runs it with the socket at hand"
    strings:
        $length = /struct\.unpack\(\s?['"]>I['"]\s?,\s?\w{1,10}\.recv\(\s?4\s?\)\s?\)\[0\]/
        $run = /\bexec\(\s?(zlib\.decompress\(\s?)?(base64\.b64decode\(\s?)?\w{1,10}\s?\){0,2}\s?,\s?\{\s?['"]s['"]\s?:\s?\w{1,10}\s?\}\s?\)/
    condition:
        all of them
}

rule remote_thread_injection : injection dual_use
{
    meta:
        description = "Python that writes into another process and starts a thread there"
    strings:
        $ctypes = "ctypes"
        $alloc = "VirtualAllocEx"
        $write = "WriteProcessMemory"
        $thread = /CreateRemoteThread|NtCreateThreadEx|QueueUserAPC|RtlCreateUserThread/
        $open = "OpenProcess"
    condition:
        filesize < 2MB and uint16(0) != 0x5A4D and all of them
}

rule script_interface_bypass : defence_evasion
{
    meta:
        description = "Switches off the anti-malware scan interface or the event tracing of PowerShell"
    strings:
        $utils = "System.Management.Automation.AmsiUtils" nocase
        $field = /amsi(InitFailed|Context|Session)/ nocase
        $reflect = /\.GetField\(|SetValue\(/ nocase
        $buffer = "AmsiScanBuffer"
        $patch = /VirtualProtect|WriteProcessMemory|memmove|Marshal\]?::Copy/
        $loader = /GetProcAddress|ctypes/
    condition:
        filesize < 5MB and uint16(0) != 0x5A4D and
        (($utils and $field and $reflect) or ($buffer and $patch and $loader))
}

rule powershell_download_cradle : downloader
{
    meta:
        description = "PowerShell that fetches text and runs it, plain or as an encoded command"
    strings:
        $plain = /\b(iex|Invoke-Expression)\b[\s(&{'"$]{0,10}(New-Object\s+(System\.)?Net\.WebClient\)?\s?\.DownloadString|\(?(iwr|irm|Invoke-WebRequest|Invoke-RestMethod|curl|wget)\s)/ nocase
        $hidden = /powershell(\.exe)?\b[^\n]{0,80}\s-(w|win|windowstyle)\s+(h|hid|hidden|1)\b/ nocase
        // "IEX", "iex", "$", "Invoke-" in UTF-16, as base64 begins with them.
        $encoded = /\s-(e|en|enc|encodedcommand|ec)\s+['"]?(SQBFAFgA|aQBlAHgA|JAB|SQBuAHYAbwBrAGUALQ|SQBpAEUA|cABvAHcAZQByAHMAaABlAGwAbA)[A-Za-z0-9+\/]{40}/ nocase
    condition:
        ($plain and $hidden) or $encoded
}

// ── Theft ───────────────────────────────────────────────────────────────────────────────────────

rule discord_token_theft : stealer
{
    meta:
        description = "Searches Discord's local store for login tokens, plain or encrypted"
    strings:
        $plain = /\[\\w-\]\{24(,26)?\}\\?\.\[\\w-\]\{6\}\\?\.\[\\w-\]\{2[57](,\d{2,3})?\}/
        $mfa = /mfa\\?\.\[\\w-\]\{84\}/
        $encrypted = "dQw4w9WgXcQ:"
        $store = /leveldb|Local Storage/ nocase
        $clients = /discordcanary|discordptb|lightcord/ nocase
    condition:
        filesize < 20MB and (
            ($encrypted and ($store or $clients)) or
            (($plain or $mfa) and $store and $clients) or
            ($plain and $mfa and $store)
        )
}

rule browser_password_theft : stealer
{
    meta:
        description = "Reads and decrypts the passwords that Chromium browsers store"
    strings:
        $table = /\bpassword_value\b/
        $file = "Login Data"
        $key = "encrypted_key"
        $state = "Local State"
        $unprotect = /CryptUnprotectData|win32crypt|MODE_GCM|AESGCM/
    condition:
        filesize < 20MB and uint16(0) != 0x5A4D and all of them
}

rule named_stealer : stealer
{
    meta:
        description = "Name of a public stealer framework beside what such a program does"
    strings:
        $name = /\b(Blank[ -]?Grabber|W4SP( Stealer)?|Wasp[ -]stealer|Creal[ -]?Stealer|Luna[ -]?Grabber|Hazard[ -]?(Grabber|Token)|Empyrean|Exela[ -]?Stealer|Umbral[ -]?Stealer|Vespy[ -]?Grabber|Celestial[ -]?Stealer|Trap[ -]?Stealer|Rose[ -]?Grabber|Kematian|Cookie[ -]?Grabber|Token[ -]?Grabber|Pirate[ -]?Stealer|Akira[ -]?Stealer|Skuld|Thief[ -]?Cat|Stealerium|RedTiger|Hyperion[ -]?Stealer|Evil[ -]?Pip|Blackcap[ -]?Grabber)\b/ nocase
        $channel = /discord(app)?\.com\/api\/(v\d+\/)?webhooks|api\.telegram\.org\/bot|api\.gofile\.io|store\d*\.gofile\.io|transfer\.sh/
        $loot = /Login Data|leveldb|encrypted_key|Local State|password_value|cookies\.sqlite|logins\.json|wallet\.dat|discordcanary/ nocase
    condition:
        filesize < 20MB and $name and ($channel or #loot > 1)
}

rule discord_client_injection : stealer
{
    meta:
        description = "Replaces code of the installed Discord client"
    strings:
        $core = /discord_desktop_core/
        $index = "index.js"
        $write = /open\([^\n]{1,120},\s?(encoding=[^\n]{1,20},\s?)?(mode=)?['"]w|writeFileSync|\.write\(/
        $webhook = /webhook/ nocase
    condition:
        filesize < 5MB and all of them
}

rule wallet_address_swap : stealer
{
    meta:
        description = "Patterns for wallet addresses of several currencies beside access to the clipboard"
    strings:
        $bitcoin = /\[13\]\{?1?\}?\[a-km-zA-HJ-NP-Z1-9\]\{2[4-9],3[3-9]\}|bc1\)?[|\[(\]\[a-zA-HJ-NP-Z0-9]{4,40}\{[23]\d,[3-5]\d\}/
        $ethereum = /0x\[(a-fA-F0-9|A-Fa-f0-9|0-9a-fA-F|0-9A-Fa-f|a-f0-9|0-9a-f)\]\{40\}/
        $monero = /\[?4\]?\[0-9AB\]\[(1-9A-HJ-NP-Za-km-z|0-9a-zA-Z)\]\{9\d\}/
        $tron = /T\[A-Za-z1-9\]\{33\}|T\[1-9A-HJ-NP-Za-km-z\]\{33\}|T\[A-Za-z0-9\]\{33\}/
        $clipboard = /pyperclip|[sg]et_?Clipboard_?(Data|Text)|clipboard_(get|append)|navigator\.clipboard|xclip|OpenClipboard/ nocase
    condition:
        filesize < 5MB and $clipboard and 2 of ($bitcoin, $ethereum, $monero, $tron)
}

rule foreign_ssh_key : backdoor
{
    meta:
        description = "A fixed public key appended to the user's authorized keys"
    strings:
        $line = /(ssh-(rsa|ed25519)|ecdsa-sha2-nistp256) AAAA[A-Za-z0-9+\/]{60}/
        $append = />>?\s?[^\s]{0,40}\.ssh\/authorized_keys/
        $key = /['"](ssh-(rsa|ed25519)|ecdsa-sha2-nistp256) AAAA[A-Za-z0-9+\/]{60}/
        $place = /\.ssh['"\/,\s]{1,6}authorized_keys/
        $write = /open\([^\n]{1,120},\s?['"](a|w)|\.write\(|write_text\(/
    condition:
        filesize < 2MB and (
            ($key and $place and $write) or
            (#line < 20 and #append < 20 and
                for any i in (1..#line) : ($append in (@line[i] .. @line[i] + 1000)))
        )
}

// ── Other payloads ──────────────────────────────────────────────────────────────────────────────

rule crypto_miner : miner
{
    meta:
        description = "A coin miner's settings or command line"
    strings:
        $pool = /stratum\+(tcp|ssl|tls|udp):\/\/[\w.-]{4,80}:\d{2,5}/ nocase
        $xmrig = /xmrig|xmr-stak|cpuminer|minerd\b|nbminer|t-rex|lolminer|ethminer|phoenixminer/ nocase
        $donate = /donate[-_.]level/
        $setting = /randomx|"?(rig-id|coin|algo)"?\s?[:=]|--(algo|coin|rig-id|user|keepalive|nicehash)\b|-[oup] /
        $pools = /(minexmr|supportxmr|moneroocean|nanopool|hashvault|2miners|nicehash|unmineable|c3pool|herominers)\.(com|org|pro|stream|net)/ nocase
    condition:
        filesize < 20MB and (
            ($pool and ($xmrig or $donate or $pools)) or
            ($xmrig and $donate and $setting) or
            ($pools and $xmrig and $setting)
        )
}

rule php_web_shell : webshell
{
    meta:
        description = "PHP that runs what the request brings"
    strings:
        $tag = /<\?(php|=)/ nocase
        $run = /\b(eval|assert|system|passthru|shell_exec|exec|popen|proc_open|create_function)\s?\(\s?(@?(base64_decode|gzinflate|gzuncompress|str_rot13|stripslashes|trim|urldecode)\s?\(\s?){0,3}@?\$_(POST|GET|REQUEST|COOKIE|SERVER)\s?[\[{]/ nocase
        $backtick = /`\s?\{?\$_(POST|GET|REQUEST|COOKIE)\[/
    condition:
        filesize < 5MB and $tag and ($run or $backtick)
}

rule java_or_asp_web_shell : webshell
{
    meta:
        description = "JSP or ASP page that runs what the request brings"
    strings:
        $jsp = /Runtime\s?\.\s?getRuntime\(\)\s?\.\s?exec\(\s?request\s?\.\s?getParameter\(/
        $asp = /<%[^%]{0,40}\beval\s?\(?\s?request\s?[.(\[]/ nocase
        $aspx = /Process\.Start\(\s?Request(\.(QueryString|Form))?\s?\[/ nocase
    condition:
        filesize < 2MB and any of them
}

rule ransom_note : ransomware
{
    meta:
        description = "A ransom note's wording beside code that encrypts files"
    strings:
        $note = /\b(all (of )?)?your (\w{1,12} )?(files|documents|data)( \w{1,10}){0,4} (have|has) been (\w{1,12} )?(encrypted|locked)/ nocase
        $payment = /bitcoin|\bBTC\b|monero|\bXMR\b|ransom|decryption key/ nocase
        $walk = /os\.walk\(|rglob\(|glob\.glob\(|FindFirstFile/
        $cipher = /\.encrypt\(|Fernet|AES\.new|CryptEncrypt|ChaCha20/
    condition:
        filesize < 5MB and all of them
}
