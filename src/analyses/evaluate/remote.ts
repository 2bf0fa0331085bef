/** Own functions that libraries of chats and message queues call with what comes over the network. */
import { externalBaseOf } from './lineage.ts';
import type { FunctionRecord } from './program.ts';
import type { Value } from './values.ts';

/** Decorators and attributes that register a function for messages. */
const REGISTERS =
  /^(?:(?:telebot|aiogram|pyrogram|telethon|telegram)\..*\.(?:message_handler|channel_post_handler|message|on_message|on|callback_query_handler)|(?:discord|nextcord|disnake|interactions|twitchio|hikari|slack_bolt)\..*\.(?:command|hybrid_command|slash_command|event|listen|message)|socketio\..*\.(?:on|event)|paho\.mqtt\..*\.on_message|(?:websocket|stomp|irc|slixmpp)\..*\.on_(?:message|data))$/;

/** Libraries whose classes are derived from, and the methods by which those get messages. */
const BASES =
  /^(?:discord|nextcord|disnake|irc|twitchio|asyncio\.\w*Protocol|twisted|autobahn|tornado\.websocket|slixmpp|stomp|paho)\b/;
const METHODS =
  /^(?:on_(?:message|pubmsg|privmsg|data)|data_received|datagram_received|dataReceived|datagramReceived|lineReceived|onMessage)$/;

/** Remembers that messages reach a function by way of what it is given to. */
export function noteHandler(name: string, value: Value): void {
  if (value.t === 'func' && REGISTERS.test(name)) (value.fn.first ?? value.fn).remote = name;
}

/** What hands a function what comes over the network, or null. */
export function remoteCaller({ remote, owner, name }: FunctionRecord): string | null {
  if (remote !== undefined) return remote;
  const method = name.slice(name.lastIndexOf('.') + 1);
  if (owner === null || !METHODS.test(method)) return null;
  const base = externalBaseOf(owner)?.name ?? '';
  return BASES.test(base) ? `${base}.${method}` : null;
}
