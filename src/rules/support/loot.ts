import type { FactOf, SensitiveCategory } from '../../contracts/fact.ts';

const LOOT: readonly SensitiveCategory[] = [
  'browser-store',
  'wallet',
  'messenger-token',
  'ssh-key',
  'cloud-credential',
  'package-credential',
  'system-credential',
  'shell-history',
  'password-manager',
  'game-account',
  'vpn-or-ftp-client',
];

/** Different kinds of loot in one member that make an accident unlikely. */
export const ENOUGH_LOOT = 3;

/** Names of things that thieves take, as opposed to places they hide in or tools they fear. */
export function isLoot(fact: FactOf<'sensitive-name'>): boolean {
  return LOOT.includes(fact.category);
}
