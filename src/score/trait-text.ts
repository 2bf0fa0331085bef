/** Fact features in words, each completing "The code …". */

const SENTENCES: Record<string, (what: string) => string> = {
  call: (what) => `calls ${what}`,
  flow: (what) => `passes ${what}`,
  sink: (what) => `has something computed end in ${what}`,
  'hidden-name': (what) => `reaches a name in a hidden way (${what})`,
  layer: (what) => `holds ${what} inside another text`,
  'layer-depth': (what) => `wraps a text ${what} deep in decoders`,
  'layer-use': (what) => `uses a recovered text for ${what}`,
  indicator: (what) => `names ${what}`,
  'sensitive-name': (what) => `names ${what}`,
  command: (what) => `runs a command that does: ${what}`,
  'command-text': (what) => `holds a command text (${what})`,
  'text-form': (what) => `is written in an unusual form: ${what}`,
  archive: (what) => `comes in an archive with an anomaly: ${what}`,
  behaviour: (what) => `shows a behaviour: ${what}`,
  disguised: (what) => `comes with a member whose suffix denies that it is ${what}`,
  dependency: (what) => `requires something from outside the index (${what})`,
};

const WHOLE: Record<string, string> = {
  packer: 'bears the marks of a packer',
  'metadata:outbidding-version': 'claims a version that outbids every honest one',
};

/** `flow:network-response>file-write` → `passes network response on to file write`. */
export function traitText(feature: string): string {
  const whole = WHOLE[feature];
  if (whole !== undefined) return whole;
  const colon = feature.indexOf(':');
  const words = feature
    .slice(colon + 1)
    .replace(/:hidden$/, ', hidden')
    .replaceAll(':', ' from ')
    .replace('>', ' on to ')
    .replaceAll('-', ' ');
  return SENTENCES[feature.slice(0, colon)]?.(words) ?? `shows ${words}`;
}
