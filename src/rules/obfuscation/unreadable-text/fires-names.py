# fires: import @2
_0x1a2b3c = "\x71\x72\x73\x74\x75\x76\x77\x78\x79\x7a\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b"; _0x2b3c4d = len(_0x1a2b3c); _0x3c4d5e = _0x2b3c4d * 2; _0x4d5e6f = _0x3c4d5e + 1; _0x5e6f7a = [_0x4d5e6f, _0x3c4d5e]; _0x6f7a8b = {_0x1a2b3c: _0x5e6f7a}
