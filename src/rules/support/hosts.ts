/** Kinds of hosts that say what a contact is for. Code hosting as such is not among them: everybody uses it. */

/** Hosting of pages, functions and small programs that asks nobody's name. */
const FREE_HOSTING =
  /https?:\/\/[^/\s'"]*\b(?:pages\.dev|workers\.dev|vercel\.app|netlify\.app|onrender\.com|repl\.co|replit\.(?:app|dev)|glitch\.me|pythonanywhere\.com|herokuapp\.com|000webhostapp\.com|railway\.app|fly\.dev|surge\.sh|web\.app|firebaseapp\.com|firebaseio\.com|firebasedatabase\.app|blogspot\.com|wixsite\.com|weebly\.com|deno\.dev|supabase\.co|azurewebsites\.net|cloudfunctions\.net|run\.app|script\.google\.com)\b/i;
const FUNCTION_URL =
  /https?:\/\/[^/\s'"]+\.(?:lambda-url\.[\w-]+\.on\.aws|execute-api\.[\w-]+\.amazonaws\.com)\b/i;

/** A page, function or program on hosting that anybody gets without a name. */
export function isFreeHosting(text: string): boolean {
  return FREE_HOSTING.test(text) || FUNCTION_URL.test(text);
}

/** Public places in which anybody can leave a text: posts, documents, calendars, pastes, transactions. */
const DEAD_DROP =
  /https?:\/\/(?:[\w-]+\.)*(?:t\.me|telegra\.ph|graph\.org|steamcommunity\.com|docs\.google\.com|sheets\.googleapis\.com|calendar\.app\.google|calendar\.google\.com|drive\.google\.com|youtube\.com|reddit\.com|twitter\.com|x\.com|vk\.com|pastebin\.com|rentry\.(?:co|org)|gist\.github\.com|gist\.githubusercontent\.com|raw\.githubusercontent\.com|dropbox\.com|notion\.site|trongrid\.io|etherscan\.io|bscscan\.com|infura\.io|alchemy\.com|mainnet-beta\.solana\.com|blockchain\.info|blockcypher\.com|mempool\.space|ipfs\.io|arweave\.net)(?=[:/?#]|$)|https?:\/\/api\.github\.com\/(?:gists|search|repos\/[^/]+\/[^/]+\/(?:issues|contents))/i;

/** An address of a place in which anybody can leave a text for others to read. */
export function isDeadDrop(text: string): boolean {
  return DEAD_DROP.test(text);
}

/**
 * An address that a service for catching calls made up for one user, not the mere name of the service: a generated
 * label, or a path of one's own.
 */
export function isOwnCallback(value: string): boolean {
  const [, host = '', path = ''] = /^(?:[a-z]+:\/\/)?([^/?#]*)(.*)$/is.exec(value) ?? [];
  return path.length > 8 || host.split('.').some((label) => label.length >= 8 && /\d/.test(label));
}
