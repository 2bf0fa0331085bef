/** Bounds of the service, as `limits.ts` has those of a scan: value, unit, why, and what happens when it is hit. */

// ── Jobs ─────────────────────────────────────────────────────────────────────────────────────────

/** Attempts at one scan; each costs a scan process or a worker. After them the verdict is `incomplete`. */
export const SCAN_ATTEMPTS = 3;
/** Scans that may wait before further submissions are told to come back: a quarter of an hour's work of one machine. */
export const QUEUE_WAITING = 20_000;
/** Waiting scans above which a backfill holds its breath. */
export const BACKFILL_WAITING = 1_000;
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
