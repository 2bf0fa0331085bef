/** Bounds of the service, as `limits.ts` has those of a scan: value, unit, why, and what happens when it is hit. */

const MIB = 1024 * 1024;

// ── Store ────────────────────────────────────────────────────────────────────────────────────────

/** Connections to a PostgreSQL server of one process; it allows 100 in all unless told otherwise. */
export const DATABASE_CONNECTIONS = 8;
/** Milliseconds before a lost connection that listens is made again. */
export const LISTEN_RETRY_MS = 1000;
/** Characters of a name that is indexed (file, project, version, account): an index entry holds 2,704 bytes. */
export const STORED_NAME_CHARS = 500;
/** Bytes of a lock's file; it holds a few ids. */
export const LOCK_FILE_BYTES = 4096;
/** Bytes of a Unix socket's path: `sun_path` has 108, some systems 104. */
export const SOCKET_PATH_BYTES = 100;
/** Milliseconds to connect to a PostgreSQL server. */
export const DATABASE_CONNECT_MS = 10_000;
/** Milliseconds of one statement; none of the service's takes a second, maintenance and migrations excepted. */
export const DATABASE_STATEMENT_MS = 60_000;
/** Milliseconds without an answer before a connection is given up: the server itself ends statements earlier. */
export const DATABASE_ANSWER_MS = 90_000;
/** Milliseconds that a process waits for another that migrates the same database. */
export const MIGRATION_WAIT_MS = 600_000;
/** Rows of one page of a search. */
export const SEARCH_PAGE_ROWS = 200;
/** Rows of each kind in the view of one distribution, the newest: more than anybody reads. */
export const VIEW_ROWS = 100;

/** Milliseconds between two rounds of upkeep. */
export const UPKEEP_MS = 60_000;
/** Milliseconds between two times that leftovers of the vault are looked for. */
export const VAULT_TIDY_MS = 3_600_000;
/** Dead or changed rows, and share of a table's, that make it due: the defaults of autovacuum. */
export const VACUUM_AFTER = { rows: 50, share: 0.2 };
export const ANALYZE_AFTER = { rows: 50, share: 0.1 };
/** Bytes of the embedded database's log since the last checkpoint: about a second of recovery. */
export const CHECKPOINT_BYTES = 32 * MIB;
/** MiB of that log that are kept to be written again; the engine's own limit of 1 GiB makes backups of folders large. */
export const EMBEDDED_LOG_MIB = 96;
/** Bytes of rows before they are packed that make one part of a backup. A row that is longer makes one alone. */
export const BACKUP_PART_BYTES = 4 * MIB;
/** Bytes and rows fetched at a time while a backup is written. */
export const BACKUP_FETCH_BYTES = MIB;
export const BACKUP_FETCH_ROWS = 1000;
/** Bytes of rows inserted at a time while one is restored. */
export const BACKUP_INSERT_BYTES = MIB;
/** Bytes of one part, packed and unpacked, that are restored: a text has at most 512 MiB in the engine. */
export const BACKUP_ENTRY_BYTES = 256 * MIB;
export const BACKUP_PART_BYTES_MOST = 256 * MIB;
/** Bytes of what a backup says about itself. */
export const BACKUP_TEXT_BYTES = MIB;

// ── Vault ────────────────────────────────────────────────────────────────────────────────────────

/** Milliseconds after which what was received and neither kept nor discarded belongs to a process that ended. */
export const INCOMING_MS = 24 * 3_600_000;
/** Bytes of an object above which it is sent in parts of this length; each part is held in memory, and repeated. */
export const S3_PART_BYTES = 8 * MIB;
/** Attempts at one request, and milliseconds before the second, doubled each time. */
export const S3_ATTEMPTS = 5;
export const S3_RETRY_MS = 200;
/** Milliseconds for the answer to one request, a part included, and of silence while an object is read. */
export const S3_ANSWER_MS = 60_000;
export const S3_SILENCE_MS = 30_000;
/** Bytes of an answer that is no object. */
export const S3_ANSWER_BYTES = MIB;

// ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────

/** Attempts at one scan; each costs a scan process or a worker. After them the verdict is `incomplete`. */
export const SCAN_ATTEMPTS = 3;
/** Scans that may wait before further submissions are told to come back: a quarter of an hour's work of one machine. */
export const QUEUE_WAITING = 20_000;
/** Waiting scans above which a backfill holds its breath. */
export const BACKFILL_WAITING = 1_000;
/** Milliseconds between two looks whether a backfill may breathe again. */
export const ROOM_MS = 1_000;
/** Files or projects that a backfill fetches at the same time. */
export const BACKFILL_AT_ONCE = 4;
/** Distributions asked for in one transaction when everything is judged anew. */
export const RESCORE_PAGE = 200;
/** Milliseconds for which a count of waiting scans is believed. */
export const QUEUE_COUNT_MS = 500;
/** Connections to a PostgreSQL server that the queue's upkeep uses. */
export const QUEUE_CONNECTIONS = 3;
/** Seconds without a sign of life after which a scan is somebody else's. The queue takes no fewer. */
export const QUEUE_HEARTBEAT_S = 10;
/** Seconds between two looks for those. */
export const QUEUE_SUPERVISE_S = 3;
/** Milliseconds between two signs of life. */
export const HEARTBEAT_MS = 3_000;
/** Seconds before a failed scan is tried again, and the most between two attempts. */
export const QUEUE_RETRY_S = { first: 1, most: 30 };
/** Seconds for one job, whatever its worker says: a scan has `SCAN_MS`, twice where evidence is judged first. */
export const SCAN_JOB_S = 600;
/** Seconds a job may wait: the queue's default of two weeks is less than a backfill takes. */
export const QUEUE_WAITING_MAX_S = 365 * 24 * 3600;
/** Seconds a finished job is kept; what came of it is in the store. */
export const QUEUE_KEPT_S = 3600;
/** Milliseconds between two looks into the queue when nobody says that there is work. */
export const WORKER_POLL_MS = 1_000;
/** Milliseconds before the queue is asked again after it could not answer. */
export const WORKER_ERROR_MS = 2_000;
/** Milliseconds for scans under way when a worker is stopped; then they are handed back. */
export const STOP_GRACE_MS = 20_000;
/** Milliseconds for which a result is held while the database cannot be reached, and between attempts to write it. */
export const PERSIST_MS = 60_000;
export const PERSIST_DELAY_MS = { first: 100, most: 5_000 };
/** Milliseconds between two looks for distributions that nobody will scan, and how many are looked at. */
export const SWEEP_MS = 60_000;
export const SWEEP_ROWS = 2_000;
/** Milliseconds by which an upload moves its uploader's clock: about what a scan takes on a busy machine. */
export const TURN_MS = 1_000;
/** Milliseconds by which a clock may go ahead: nothing waits longer behind what came later and is no more urgent. */
export const TURN_AHEAD_MS = 3_600_000;
/** Milliseconds after which somebody who waits for a verdict looks without having been told. */
export const VERDICT_LOOK_MS = 5_000;

// ── Review ───────────────────────────────────────────────────────────────────────────────────────

/**
 * Estimated share of common shingles from which two distributions are of one campaign. Of the pairs that our corpus
 * calls one cluster, 78 % reach it; at 0.5, unrelated thieves of the same make begin to run together.
 */
export const CAMPAIGN_RESEMBLANCE = 0.7;
/** Similar distributions that are compared: in a campaign of thousands, the first tell as much as all. */
export const CAMPAIGN_CANDIDATES = 500;
/** Milliseconds for which a campaign is in one reviewer's hands after their last sign of life. */
export const CLAIM_MS = 10 * 60_000;
/** Rows in one page of the queue. */
export const QUEUE_PAGE_ROWS = 200;
/** Names of projects shown with a campaign. */
export const QUEUE_PROJECTS = 6;
/** Distributions listed of one campaign. */
export const CAMPAIGN_MEMBERS = 500;
/** Characters of a member's path in a request; longer ones are not unpacked either. */
export const HTTP_PATH_CHARS = 8192;
/** Pages that listen for changes at the same time, in one process. */
export const EVENT_STREAMS = 200;
/** Milliseconds between two signs of life on a stream. */
export const EVENT_PULSE_MS = 20_000;
/** Appeals of one submission that wait at the same time, and in all: beyond them, nothing new is said. */
export const APPEALS_OPEN = 1;
export const APPEALS_PER_CASE = 5;
/** Characters of one explanation, and explanations of one appeal. */
export const APPEAL_CHARS = 4000;
export const APPEAL_REASONS = 50;
/** Days for which a suppression holds unless its owner says otherwise, and at most: what nobody renews counts again. */
export const SUPPRESSION_DAYS = { usual: 90, most: 365 };
/** Suppressions listed at a time. */
export const SUPPRESSION_ROWS = 500;
/** Appeals listed at a time. */
export const APPEAL_ROWS = 200;

// ── Upload gate ──────────────────────────────────────────────────────────────────────────────────

/** Bytes of the headers of one part of a form: a name and a file name. */
export const GATE_HEADER_BYTES = 2048;
/** Parts of a form. Large projects name a few hundred requirements. */
export const GATE_FIELDS = 2000;
/** Bytes of one field, the file apart: descriptions of a megabyte exist. */
export const GATE_FIELD_BYTES = 2 * MIB;
/** Bytes of all fields of a form. */
export const GATE_FORM_BYTES = 4 * MIB;
/** Milliseconds an upload waits for its verdict. Of the usual clients, hatch hangs up after 10 s and poetry after 15. */
export const GATE_VERDICT_MS = 7000;
/** Characters of the text in a status line; servers and proxies cut longer ones. */
export const GATE_STATUS_CHARS = 240;
/** Seconds that a sender is told to wait when too much is going on. */
export const GATE_BUSY_S = 10;
/** Characters of what the body of an answer says. */
export const GATE_DETAIL_CHARS = 4000;
/** Reasons told in one answer. */
export const GATE_REASONS = 5;
/** Milliseconds without a sign of life after which somebody else sends an upload on. */
export const GATE_LEASE_MS = 20_000;
/** Milliseconds for sending one upload on, and of silence in it: some indexes look into the file before they answer. */
export const GATE_FORWARD_MS = 900_000;
export const GATE_FORWARD_IDLE_MS = 60_000;
/** Bytes of the index's answer, and characters of it that are kept and told. */
export const GATE_ANSWER_BYTES = 65_536;
export const GATE_ANSWER_CHARS = 1000;
/** Attempts at sending one upload on after the first, most of a day, and seconds between them. */
export const GATE_FORWARD_RETRIES = 20;
export const GATE_FORWARD_DELAY_S = { first: 5, most: 3600 };
// ── HTTP ─────────────────────────────────────────────────────────────────────────────────────────

/** Bytes of a request body that is no file. */
export const HTTP_BODY_BYTES = 1024 * 1024;
/** Milliseconds in which a whole request must have arrived: 1 GiB at about 2 MiB/s. */
export const HTTP_REQUEST_MS = 600_000;
/** Milliseconds in which the headers of a request must have arrived: a client that trickles them is let go. */
export const HTTP_HEADERS_MS = 20_000;
/** Milliseconds between two looks for requests that take too long. */
export const HTTP_CHECK_MS = 5_000;
/** Milliseconds without a byte of an upload before it is given up. */
export const HTTP_UPLOAD_IDLE_MS = 30_000;
/** Milliseconds a client may go on sending after it has its answer, so that it gets to read it. */
export const HTTP_LINGER_MS = 3_000;
/** Milliseconds for answering what is under way when the service ends. */
export const HTTP_CLOSE_MS = 15_000;
/** Characters of one part of a path: file and project names are shorter. */
export const HTTP_PARAMETER_CHARS = 300;
/** Seconds a client may wait for a verdict with its connection open. */
export const HTTP_WAIT_SECONDS = 60;
/** Uploads received at the same time by one process: each has a file open and hashes on one core. */
export const HTTP_UPLOADS = 32;
/** Requests in a minute of one token, account, or address without either. */
export const REQUESTS_PER_MINUTE = 600;
/** Seconds between two notes of when a token was last used: a write for every request would cost more than it says. */
export const TOKEN_SEEN_SECONDS = 60;
/** Seconds a person stays signed in: a working day. */
export const SESSION_SECONDS = 12 * 3600;
/** Seconds in which a set-up or password link works. */
export const LINK_SECONDS = 24 * 3600;
/** Attempts to sign in, and wrong tokens, in a minute of one address: an office behind one address fits. */
export const SIGN_INS_PER_MINUTE = 30;
/** Attempts to sign in to one account in a minute, from wherever. */
export const ACCOUNT_SIGN_INS_PER_MINUTE = 10;
/** Seconds between the password and the code of a second factor: time to fetch a telephone, or to set one up. */
export const PENDING_SIGN_IN_SECONDS = 10 * 60;
/**
 * Wrong codes in a row, and seconds after which another one may be tried: whoever has the password needs more than a year to
 * guess a code of six digits, of which three hold, with even odds.
 */
export const SECOND_FACTOR_FAILURES = { most: 10, seconds: 1800 };
/** Recovery codes of an account, and bytes of chance in each: a plain hash of so many protects them. */
export const RECOVERY_CODES = { count: 10, bytes: 10 };
/** Seconds between leaving for a sign-in elsewhere and coming back. */
export const OIDC_SECONDS = 10 * 60;
/** Characters of a secret key: fewer can be guessed. */
export const SECRET_KEY_CHARS = 32;
/** Characters of a password: NIST SP 800-63B asks for at least 8, and to allow at least 64. */
export const PASSWORD_CHARS = { least: 12, most: 256 };
/** Characters of a text that a person writes: a note, a reason, a summary. */
export const HTTP_TEXT_CHARS = 10_000;
/** Characters of the name of a file, an account or a token. */
export const HTTP_NAME_CHARS = 255;
/** Milliseconds in which the database must answer for the service to be ready. */
export const READY_MS = 2_000;

// ── Index proxy ──────────────────────────────────────────────────────────────────────────────────

/** Milliseconds a page of the index behind is used without asking again: how late a new release is seen. */
export const PROXY_FRESH_MS = 60_000;
/** Milliseconds a page is still used while the index behind does not answer; older ones say nothing reliable. */
export const PROXY_STALE_MS = 86_400_000;
/** Milliseconds before an index that did not answer is asked again, while what it said before is used. */
export const PROXY_RETRY_MS = 10_000;
/** Milliseconds before a file that could not be had is asked for again: installers try again within seconds. */
export const PROXY_REFETCH_MS = 2_000;
/** Milliseconds for one page: installers give up after 15 to 30 s. */
export const PROXY_PAGE_MS = 12_000;
/** Milliseconds the list of all projects is used: a large index has tens of MiB of it, and installers never ask. */
export const PROXY_NAMES_FRESH_MS = 600_000;
/** Pages asked of the index behind at the same time; further ones wait their turn. */
export const PROXY_PAGE_FETCHES = 32;
/** Milliseconds that the download of a file whose hash is known waits for news of its project. */
export const PROXY_LOOK_MS = 3_000;
/** Bytes of pages kept in memory, as they were sent; what is made of them takes about twice that. */
export const PROXY_CACHE_BYTES = 64 * MIB;
/** Bytes that any page counts as, so that answers without content are bounded too. */
export const PROXY_CACHE_ENTRY_BYTES = 1024;
/** Milliseconds a download waits for a verdict unless the operator says otherwise: pip gives up after 15 s of silence. */
export const PROXY_BUDGET_MS = 10_000;
/** Files fetched from the index behind at the same time; further ones wait their turn. */
export const PROXY_FETCHES = 16;
/** Pages or files that wait for their turn; whoever asks for further ones is told to come back. */
export const PROXY_WAITING = 1000;
/** Seconds after which a client is told to come back. */
export const PROXY_RETRY_AFTER_S = 5;
/** Bytes of a wheel's METADATA. The largest real ones, with a long README, have about 1 MiB. */
export const WHEEL_METADATA_BYTES = 8 * MIB;
/** Bytes of a zip directory read to find one member: about 300,000 of them. */
export const ZIP_DIRECTORY_BYTES = 32 * MIB;
/** Bytes of one provenance document (PEP 740). Real ones have about 20 KiB. */
export const PROVENANCE_BYTES = 4 * MIB;
