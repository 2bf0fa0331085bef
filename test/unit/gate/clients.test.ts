import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type Distribution,
  example,
  type ListeningGate,
  listenGate,
  STRICT,
  uploaderToken,
  wheel,
} from '../../support/gate.ts';
import {
  type PythonTool,
  runTool,
  startPypiserver,
  type ToolServer,
  unlessMissing,
} from '../../support/python-tools.ts';
import { openTestService, type TestService } from '../../support/service.ts';

const CLIENTS: PythonTool[] = ['twine', 'uv', 'poetry', 'flit', 'hatch', 'pypi-server'];

describe('the gate before a real index, to real clients', unlessMissing(...CLIENTS), () => {
  let service: TestService;
  let index: ToolServer;
  let gate: ListeningGate;
  let token: string;
  let [folder, work] = ['', ''];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-index-'));
    work = await mkdtemp(path.join(tmpdir(), 'lazaret-work-'));
    index = await startPypiserver(folder);
    service = await openTestService({ policy: STRICT });
    gate = await listenGate(service, { upstream: index.url }, false);
    token = await uploaderToken(service);
  });
  after(async () => {
    await gate?.close();
    await service?.close();
    await index?.close();
    for (const used of [folder, work]) await rm(used, { recursive: true });
  });

  /** What a tool says of one upload, blanks as one: tools fold lines. */
  async function say(tool: PythonTool, args: string[], env: Record<string, string> = {}, cwd = work) {
    const { code, output } = await runTool(tool, args, { cwd, env, timeout: 120_000 });
    return { code, output: output.replace(/\s+/g, ' ') };
  }

  async function twine({ filename, bytes }: Distribution) {
    await writeFile(path.join(work, filename), bytes);
    return say('twine', ['upload', '--repository-url', gate.url, filename], {
      TWINE_USERNAME: '__token__',
      TWINE_PASSWORD: token,
    });
  }

  async function uv({ filename, bytes }: Distribution, ...more: string[]) {
    await writeFile(path.join(work, filename), bytes);
    return say('uv', ['publish', '--publish-url', gate.url, '--token', token, ...more, filename]);
  }

  async function published({ filename, bytes }: Distribution) {
    assert.deepEqual(await readFile(path.join(folder, filename)), Buffer.from(bytes));
  }

  async function unpublished({ filename }: Distribution) {
    assert.ok(!(await readdir(folder)).includes(filename));
  }

  it('twine publishes sdists and wheels, of old and new metadata', async () => {
    const files = [
      example('hello-1.0'),
      wheel('by-twine', '1.0'),
      wheel('by-twine', '2.0', { metadata: '2.4' }),
    ];
    for (const file of files) {
      const { code, output } = await twine(file);
      assert.equal(code, 0, output);
      await published(file);
    }
  });

  it('twine shows why something is refused, withheld, or there already', async () => {
    const refused = await twine(example('decode-exec-1.0'));
    assert.equal(refused.code, 1);
    assert.match(
      refused.output,
      /403 Forbidden .* Refused\. Executes code that it decodes from its own constants, while pip builds or installs it \(decode-exec-1\.0\/setup\.py:7\)\. Ship the code as a module.* Reference: [0-9a-f-]{36}/,
    );
    await unpublished(example('decode-exec-1.0'));
    const held = await twine(example('nested-archive-1.0'));
    assert.equal(held.code, 1);
    assert.match(held.output, /403 Forbidden .* Withheld\. Executes code that it fetches from the network/);
    await unpublished(example('nested-archive-1.0'));
    const again = await twine(example('hello-1.0'));
    assert.equal(again.code, 1);
    assert.match(again.output, /409 Conflict .* The file already exists\. /);
  });

  it('uv publishes, and shows why something is refused or there already', async () => {
    const file = wheel('by-uv', '1.0', { metadata: '2.4' });
    const done = await uv(file);
    assert.equal(done.code, 0, done.output);
    await published(file);
    const again = await uv(file);
    assert.equal(again.code, 2);
    assert.match(
      again.output,
      /409 Conflict\. Server message: The file already exists, The index answered 409/,
    );
    const skipped = await uv(file, '--check-url', `${index.url}simple/`);
    assert.equal(skipped.code, 0, skipped.output);
    assert.match(skipped.output, /already exists, skipping/);
    const refused = await uv(example('env-sender-1.0'));
    assert.equal(refused.code, 2);
    assert.match(
      refused.output,
      /403 Forbidden\. Server message: Refused, Sends the whole environment to the network, as soon as it is imported \(env_sender\/__init__\.py:9\)\. Send the variables that are needed, by name, .* Reference: /,
    );
    await unpublished(example('env-sender-1.0'));
  });

  it('hatch publishes, and shows why something is refused', async () => {
    const hatch = async ({ filename, bytes }: Distribution) => {
      await writeFile(path.join(work, filename), bytes);
      return say('hatch', ['--no-color', 'publish', '--no-prompt', '-r', gate.url, filename], {
        HATCH_INDEX_USER: '__token__',
        HATCH_INDEX_AUTH: token,
      });
    };
    const file = wheel('by-hatch', '1.0');
    const done = await hatch(file);
    assert.equal(done.code, 0, done.output);
    await published(file);
    const refused = await hatch(example('pth-start-1.0'));
    assert.equal(refused.code, 1);
    assert.match(refused.output, /403 Refused\. Executes code that it decodes from its own constants/);
  });

  it('poetry publishes, skips what exists, and shows why something is refused', async () => {
    const project = path.join(work, 'poetry');
    const poetry = async (name: string, file: Distribution, ...more: string[]) => {
      await rm(project, { recursive: true, force: true });
      await mkdir(path.join(project, 'dist'), { recursive: true });
      await writeFile(path.join(project, 'pyproject.toml'), `[project]\nname = "${name}"\nversion = "1.0"\n`);
      await writeFile(path.join(project, 'dist', file.filename), file.bytes);
      const env = {
        POETRY_REPOSITORIES_GATE_URL: gate.url,
        POETRY_HTTP_BASIC_GATE_USERNAME: '__token__',
        POETRY_HTTP_BASIC_GATE_PASSWORD: token,
        POETRY_KEYRING_ENABLED: 'false',
      };
      return say('poetry', ['publish', '--repository', 'gate', '--no-interaction', ...more], env, project);
    };
    const file = wheel('by-poetry', '1.0');
    const done = await poetry('by-poetry', file);
    assert.equal(done.code, 0, done.output);
    await published(file);
    const skipped = await poetry('by-poetry', file, '--skip-existing');
    assert.equal(skipped.code, 0, skipped.output);
    assert.match(skipped.output, /File exists\. Skipping/);
    const refused = await poetry('env-sender', example('env-sender-1.0'));
    assert.equal(refused.code, 1);
    assert.match(refused.output, /HTTP Error 403: Refused\. Sends the whole environment to the network/);
  });

  it('flit publishes what it builds, and shows why something is refused', async () => {
    const project = path.join(work, 'flit');
    const flit = async (module: string, code: string) => {
      await mkdir(project, { recursive: true });
      const needs = 'requires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"';
      const about = `name = "${module}"\nversion = "1.0"\ndescription = "A test"\nrequires-python = ">=3.8"`;
      await writeFile(
        path.join(project, 'pyproject.toml'),
        `[build-system]\n${needs}\n[project]\n${about}\n`,
      );
      await writeFile(path.join(project, `${module}.py`), code);
      const env = { FLIT_INDEX_URL: gate.url, FLIT_USERNAME: '__token__', FLIT_PASSWORD: token };
      return say('flit', ['publish', '--no-use-vcs', '--format', 'wheel'], env, project);
    };
    const done = await flit('by_flit', '"""A test"""\nprint(1)\n');
    assert.equal(done.code, 0, done.output);
    const filename = 'by_flit-1.0-py3-none-any.whl';
    await published({ filename, bytes: await readFile(path.join(project, 'dist', filename)) });
    const payload = Buffer.from('print(1)').toString('base64');
    const hidden = `"""A test"""\nimport base64\nexec(base64.b64decode("${payload}"))\n`;
    const refused = await flit('refused_flit', hidden);
    assert.equal(refused.code, 1);
    assert.match(refused.output, /403 Client Error: (?:Refused|Withheld)\. Executes code that it decodes/);
  });
});
