import type { Artifacts, BinaryFile } from '../../contracts/artifact.ts';
import type { BinaryFact, Fact } from '../../contracts/fact.ts';
import type { Phase } from '../../contracts/location.ts';
import { BINARY_STRINGS_KEPT, IMPORTS_PER_BINARY_FACT, PACKED_ENTROPY } from '../../limits.ts';
import { liesBeside } from '../beside.ts';
import { wholeMember } from './place.ts';

/** Imports that say what a program can do; the rest is plumbing of compilers and of Python itself. */
const TELLING_IMPORT =
  /url|http|internet|socket|connect|send|recv|ws2_32|wininet|winhttp|urlmon|getaddrinfo|dns|crypt|ptrace|fork|exec|system|popen|spawn|process|thread|virtual|mmap|mprotect|dlopen|loadlibrary|getprocaddress|shell|reg(?:set|create|open|query)|service|hook|keyboard|asynckey|keystate|clipboard|screen|bitblt|getdc|capture|waveIn|debug|snapshot|token|privilege|driver|device|credential|vault|lsa|sam|wallet|inject|writeprocess|readprocess|chmod|unlink|ioctl|getpw|getenv|gethost|uname|inotify|x11|xrecord|securityagent|keychain/i;

/** One fact a binary, and one more for a packer that left its mark. Phase: only whoever loads it runs it. */
export function binaryFacts({ binaries, root }: Artifacts): Fact[] {
  return binaries.flatMap((file) => {
    const { packer } = file.binary;
    const fact = binaryFact(file, liesBeside(file.path.slice(root.length)) ? 'development' : 'call');
    if (packer === null) return [fact];
    const detail = `marks of ${packer} in a ${file.binary.format} ${file.binary.role}`;
    return [fact, { kind: 'packer', at: fact.at, phase: 'none', name: packer, detail }];
  });
}

function binaryFact({ path, binary, strings }: BinaryFile, phase: Phase): BinaryFact {
  const libraries = binary.imports.filter((name) => !name.includes(':'));
  const telling = binary.imports.filter((name) => name.includes(':') && TELLING_IMPORT.test(name));
  return {
    kind: 'binary',
    at: wholeMember(path),
    phase,
    format: binary.format,
    role: binary.role,
    architecture: binary.architecture,
    imports: [...libraries, ...telling].slice(0, IMPORTS_PER_BINARY_FACT),
    strings: strings.slice(0, BINARY_STRINGS_KEPT),
    packedSections: binary.sections.filter(({ entropy }) => entropy > PACKED_ENTROPY).map(({ name }) => name),
    packer: binary.packer,
    overlay: binary.overlaySize,
  };
}
