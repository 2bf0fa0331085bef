/** Ways into files, registries and memory other than `write`. */
import type { Expression } from '../../python/ast.ts';
import { sinkKindOfPath } from '../sensitive-names.ts';
import type { Arguments } from './calls.ts';
import { noteCommand } from './commands.ts';
import { copyFile, findWritten, readFile, short, writeFile } from './files.ts';
import type { Frame, Machine } from './machine.ts';
import { textOf } from './render.ts';
import type { Handler } from './special.ts';
import { targetOf } from './special-files.ts';
import { type Taint, union } from './taint.ts';
import { deepTaint, type Obj, unknown, type Value } from './values.ts';

const allTaint = (values: Iterable<Value>): Taint => {
  let taint: Taint = null;
  for (const value of values) taint = union(taint, deepTaint(value));
  return taint;
};

/** Something goes into a file, by its path or as an open one; what is in memory only holds it. */
function put(m: Machine, f: Frame, node: Expression, api: string, file: Value, taint: Taint): void {
  if (file.t === 'obj' && /^(io|StringIO|cStringIO)\./.test(file.name)) file.taint = union(file.taint, taint);
  else writeFile(m, f, file.t === 'obj' ? targetOf(file) : file, unknown(taint), api, node);
}

/** `json.dump(value, file)` and its like. */
export const dumpInto: Handler = (m, f, node, callee, given) => {
  const [value] = given.args;
  const file =
    given.args[1] ?? given.keywords.get('fp') ?? given.keywords.get('file') ?? given.keywords.get('stream');
  if (value === undefined || file === undefined) return undefined;
  put(m, f, node, callee.name, file, deepTaint(value));
  return undefined;
};

/** `print(…, file=f)`. */
export const printInto: Handler = (m, f, node, callee, given) => {
  const file = given.keywords.get('file');
  if (file?.t === 'obj') put(m, f, node, callee.name, file, allTaint(given.args));
  return undefined;
};

/** `csv.writer(file).writerow(row)`. */
export const writeRow: Handler = (m, f, node, callee, given) => {
  const file = callee.self?.args[0];
  if (file !== undefined) put(m, f, node, callee.name, file, allTaint(given.args));
  return undefined;
};

/** `os.write(fd, data)`. */
export const writeDescriptor: Handler = (m, f, node, callee, given) => {
  const [file, data] = given.args;
  if (file?.t === 'obj' && data !== undefined) writeFile(m, f, targetOf(file), data, callee.name, node);
  return undefined;
};

/** `cv2.imwrite(path, image)`, `soundfile.write(path, data)`: the path first. */
export const writePathFirst: Handler = (m, f, node, callee, given) => {
  const [path, ...values] = given.args;
  if (path !== undefined) put(m, f, node, callee.name, path, allTaint(values));
  return undefined;
};

/** A capture that is stored at once: `pyautogui.screenshot(path)`. */
export function storeCapture(
  m: Machine,
  f: Frame,
  node: Expression,
  api: string,
  given: Arguments,
  taint: Taint,
): void {
  const path =
    given.args.find((arg) => arg.t === 'str' || arg.t === 'template') ??
    given.keywords.get('output') ??
    given.keywords.get('imageFilename');
  if (path !== undefined) put(m, f, node, api, path, taint);
}

/** Methods by which an object puts what it is into a file: `image.save(path)`, `frame.to_csv(path)`. */
const SAVES = /\.(save|to_(csv|json|pickle|excel|parquet|file)|tofile|write_(image|bytes|text)|dump)$/;

/** What an object of a library holds goes into the file that it saves itself to. */
export function saveObject(
  m: Machine,
  f: Frame,
  node: Expression,
  callee: { name: string; self: Obj | null },
  given: Arguments,
): void {
  const [path] = given.args;
  if (callee.self?.taint == null || path === undefined || !SAVES.test(callee.name)) return;
  if (path.t === 'str' || path.t === 'template' || path.t === 'obj')
    put(m, f, node, callee.name, path, callee.self.taint);
}

/** `os.chmod(path, 0o755)`, `path.chmod(…)`: what was written there becomes a program. */
export const changeMode: Handler = (m, f, node, callee, given) => {
  const path = callee.self ?? given.args[0];
  const mode = callee.self === null ? given.args[1] : given.args[0];
  if (path === undefined || (mode?.t === 'num' && (Number(mode.v) & 0o111) === 0)) return undefined;
  const text = textOf(path);
  const written = findWritten(m, text);
  if (written !== null) m.flow(written.taint, 'executable-write', callee.name, short(text), f, node);
  return undefined;
};

/** `winreg.SetValueEx(key, name, reserved, type, value)`: persistence where the key is a place of starting. */
export const setRegistryValue: Handler = (m, f, node, callee, given) => {
  const key = given.args[0];
  const place = key?.t === 'obj' ? textOf(key.args[1] ?? key) : key === undefined ? '' : textOf(key);
  const isStart = sinkKindOfPath(place) === 'persistence-write';
  const value = given.args[4] ?? given.args[3] ?? given.keywords.get('value');
  if (!isStart || value === undefined) return undefined;
  const constant: Taint = [m.origin('decoded', 'constant text', '', f, node)];
  m.flow(deepTaint(value) ?? constant, 'persistence-write', callee.name, short(place), f, node);
  return undefined;
};

/** `zipfile.ZipFile(archive, 'w').write(path)`: the archive is what was put into it. */
export const packFile: Handler = (m, f, node, callee, given) => {
  const archive = callee.self?.args[0] ?? callee.self?.keywords.get('name');
  const [path] = given.args;
  if (archive !== undefined && path !== undefined) copyFile(m, f, path, archive, callee.name, node);
  return undefined;
};

/** `crontab.CronTab(user=True).new(command=…)`: a command that starts by itself. */
export const scheduleCommand: Handler = (m, f, node, callee, given) => {
  const command = given.keywords.get('command') ?? given.args[0];
  if (command === undefined) return undefined;
  const constant: Taint = [m.origin('decoded', 'constant text', '', f, node)];
  m.flow(deepTaint(command) ?? constant, 'persistence-write', callee.name, short(textOf(command)), f, node);
  noteCommand(m, f, textOf(command), 'shell', 'spawn', deepTaint(command), node);
  return undefined;
};

/** Calls that send a file by its path, and which argument names it. */
const UPLOADS: ReadonlyMap<string, number> = new Map([
  ['paramiko.SSHClient.open_sftp.put', 0],
  ['paramiko.SFTPClient.put', 0],
  ['paramiko.SFTPClient.from_transport.put', 0],
  ['boto3.client.upload_file', 0],
  ['boto3.resource.meta.client.upload_file', 0],
  ['boto3.resource.Bucket.upload_file', 0],
  ['google.cloud.storage.Client.bucket.blob.upload_from_filename', 0],
  ['discord_webhook.DiscordWebhook.add_file', 0],
  ['dhooks.File', 0],
  ['discord.File', 0],
  ['nextcord.File', 0],
  ['telebot.types.InputFile', 0],
  ['ftputil.FTPHost.upload', 0],
  ['webdav3.client.Client.upload_sync', 1],
  ['dropbox.Dropbox.files_upload', 0],
  ['telethon.TelegramClient.send_file', 1],
  ['pyrogram.Client.send_document', 1],
  ['azure.storage.blob.BlobClient.upload_blob', 0],
]);

export const uploadedPath = (api: string): number | undefined => UPLOADS.get(api);

/** The content of a file that is sent by its path. */
export function uploadedContent(
  m: Machine,
  f: Frame,
  node: Expression,
  api: string,
  given: Arguments,
): Taint {
  const at = UPLOADS.get(api);
  const path =
    at === undefined
      ? undefined
      : (given.args[at] ?? given.keywords.get('filename') ?? given.keywords.get('local_path'));
  if (path === undefined || (path.t !== 'str' && path.t !== 'template')) return null;
  return readFile(m, f, path, true, api, node).taint;
}
