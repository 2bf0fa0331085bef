/**
 * Every bound of the system: value, unit, why, and what happens when it is hit. Reaching one is itself a
 * limitation and usually a fact: attackers choose the blind spots they are given.
 */

/** Mebibyte, in bytes. */
export const MIB = 1024 * 1024;

// ── Intake ───────────────────────────────────────────────────────────────────────────────────────

/** Bytes of one page of a simple index, decompressed. The largest real project pages have a few MiB. */
export const INDEX_PAGE_BYTES = 64 * MIB;
/** Files of one release that are fetched. Wheels for every platform and Python make about 150. */
export const RELEASE_FILES = 500;
/** Redirects followed for one request. Real indexes use one or two. */
export const HTTP_REDIRECTS = 5;
/** Milliseconds without a byte before a request is given up. */
export const HTTP_IDLE_MS = 30_000;
/** Milliseconds for one whole request: 1 GiB at about 2 MiB/s. */
export const HTTP_TOTAL_MS = 600_000;
/** Characters of one line of a target list. The longest path Linux takes has 4,096 bytes. */
export const TARGET_LINE_LENGTH = 8192;

// ── Unpack ───────────────────────────────────────────────────────────────────────────────────────

/** Bytes of one distribution file. PyPI's own default file limit is 100 MiB; some projects have 1 GiB. */
export const DISTRIBUTION_BYTES = 1024 * MIB;
/** Bytes unpacked in all, nested archives included. Hit: `total-bytes-limit` (blocking), the rest is named only. */
export const TOTAL_UNPACKED_BYTES = 512 * MIB;
/** Bytes of one member. Hit: `member-bytes-limit`, the member's first bytes are kept for typing. */
export const MEMBER_BYTES = 128 * MIB;
/** Unpacked : packed above which a member over 64 MiB counts as a bomb. Warehouse uses 50 over 64 MiB. */
export const COMPRESSION_RATIO = 200;
/** Members, nested ones included. The largest real sdists have about 50,000. Hit: `member-count-limit`. */
export const MEMBER_COUNT = 200_000;
/** Bytes of one path. Linux refuses more than 4,096. */
export const PATH_BYTES = 4096;
/** Bytes kept of a member that is too large: enough to tell its type and to match signatures near its start. */
export const KEPT_MEMBER_BYTES = MIB;
/**
 * Bytes of zip entries that are held unpacked; further ones are unpacked whenever they are read, which costs little
 * beside their analysis. Most wheels have less.
 */
export const HELD_UNPACKED_BYTES = 2 * MIB;
/** Bytes unpacked and not held after which they are collected, where the process lets us: about a millisecond. */
export const DROPPED_UNPACKED_BYTES = 8 * MIB;
/** Bytes below which no ratio makes a bomb. Warehouse's figure. */
export const RATIO_FLOOR_BYTES = 64 * MIB;
/** Members of one gzip stream. Block gzip of genomics has 65,280-byte members; pip never sees more than one. */
export const GZIP_MEMBERS = 100_000;
/** Bytes of one PAX or GNU header above which it is reported; Python reads any size, some readers drop it. */
export const TAR_HEADER_BYTES = MIB;
/** Extension headers in front of one tar member. Python's reader recurses and gives up at about 300. */
export const TAR_HEADER_CHAIN = 256;
/** Segments of one sparse tar member. */
export const SPARSE_SEGMENTS = 100_000;
/** Links followed to resolve one link, as in Linux. */
export const LINK_HOPS = 40;
/** Characters of path looked up while links are resolved; a real archive needs some thousands. */
export const LINK_WORK = 50_000_000;
/** Bytes of a zip comment that nobody explains. */
export const ZIP_COMMENT_BYTES = 1024;
/** Archives inside archives. Hit: `nesting-limit` (blocking): nobody nests honest code four deep. */
export const NESTING_DEPTH = 4;
/** Anomalies reported per distribution; more add nothing. */
export const ANOMALY_COUNT = 500;

// ── Python ───────────────────────────────────────────────────────────────────────────────────────

/** Bytes of one source file that is parsed. Larger real files are generated tables. */
export const SOURCE_BYTES = 16 * MIB;
/** Bytes of source that are parsed in one distribution: trees take some 20 times as much memory. Hit: `analysis-budget`. */
export const SOURCE_TOTAL_BYTES = 64 * MIB;
/**
 * Characters of source in a distribution, and bytes of heap, from which on garbage is not left to the engine alone; how
 * much a heap may grow between two collections; and characters evaluated between two looks at it.
 */
export const HEAP_KEPT_CHARACTERS = 20_000_000;
export const HEAP_EASY_BYTES = 150_000_000;
export const HEAP_GROWTH = 1.25;
export const HEAP_LOOK_CHARACTERS = 1_000_000;
/** Characters of source whose functions keep their trees, twenty times as large, until it is their turn; and after that. */
export const HELD_TREE_CHARACTERS = 1_000_000;
export const DONE_TREE_CHARACTERS = 50_000;
/**
 * Characters of source texts that are held as they were decoded; others are decoded again when they are read, which
 * takes a hundredth of the time of their analysis. Nine of ten distributions have less.
 */
export const HELD_TEXT_CHARACTERS = 4_000_000;
/** Characters from which on a literal of a module that was evaluated is given up, and read from its source again. */
export const LONG_TEXT_CHARACTERS = 500;
/** Characters of literals and names of which one copy serves all modules, and how many of them. */
export const SHARED_TEXT_CHARACTERS = 64;
export const SHARED_TEXTS = 20_000;
/** Characters of the modules evaluated last, whose functions can be called without paying for their parsing. */
export const RECENT_CHARACTERS = 4_000_000;
/** Nesting of expressions and blocks before the parser makes an error node instead of recursing. CPython: 200. */
export const PARSE_DEPTH = 240;
/** Tokens read of one source file: 13 MB of ordinary code; a tree of 0.4 GB at worst. The rest is an error node. */
export const SOURCE_TOKENS = 3_000_000;
/** Syntax problems kept per file. */
export const SYNTAX_PROBLEMS = 100;
/** Nesting of blocks, counted apart from expressions. CPython: 100. Deeper ones are read as part of the outer block. */
export const BLOCK_DEPTH = 120;
/** Comments kept per file. The largest real files have some 20,000. Further ones are skipped. */
export const SOURCE_COMMENTS = 100_000;
/** Digits of a decimal integer literal: conversion is more than linear. CPython refuses more than 4,300. */
export const INTEGER_DIGITS = 100_000;

// ── Formats ──────────────────────────────────────────────────────────────────────────────────────

/** Nesting of marshal values. CPython writes up to 2,000; compilers nest functions and tuples under 100. */
export const MARSHAL_DEPTH = 200;
/** Marshal objects, repeated references counted in full: 100 bytes can describe 2^50 of them. */
export const MARSHAL_ITEMS = 1_000_000;
/** Instructions of all code objects of one .pyc or marshal stream. The largest real modules have about 300,000. */
export const BYTECODE_INSTRUCTIONS = 500_000;
/** Characters of text recovered from one .pyc or marshal stream; more is not evaluated either. */
export const BYTECODE_CHARACTERS = 8 * MIB;
/** Characters of text recovered from all bytecode of one distribution. Hit: `analysis-budget`. */
export const RECOVERED_TOTAL_CHARACTERS = 32 * MIB;
/** Characters of constants written in place; longer ones are named once when there are more in one stream. */
export const BYTECODE_LITERAL_CHARACTERS = 4 * MIB;
/** Nesting of constants that are written out. */
export const BYTECODE_LITERAL_DEPTH = 24;
/** Values on the symbolic stack. Compilers need some hundreds; 3.14 splits longer displays. */
export const BYTECODE_STACK = 100_000;
/** Characters of a name in bytecode. */
export const BYTECODE_NAME = 256;
/** Targets that one sequence is taken apart into. The compiler takes any number; real ones have some tens. */
export const BYTECODE_TARGETS = 256;
/** Values copied and compared where jumps of one code object meet. Beyond it, what jumps carry is unknown. */
export const BYTECODE_STACK_WORK = 5_000_000;
/** Blocks inside one another, in one code object; and code objects inside one another. */
export const BYTECODE_BLOCKS = 40;
export const BYTECODE_NESTING = 60;
/** Expressions inside one another before the inner one becomes a statement of its own: far below `PARSE_DEPTH`. */
export const BYTECODE_EXPRESSION_DEPTH = 24;
/** Pickle opcodes read in one file, all attempts together. Build caches of large manuals have a million. */
export const PICKLE_OPCODES = 5_000_000;
/** Values on a pickle's symbolic stack, and in its memo. */
export const PICKLE_STACK = 1_000_000;
/** Pickles in one file. `torch.save` of old writes five. */
export const PICKLE_PROGRAMS = 200;
/** Imports and calls kept of one pickle. */
export const PICKLE_GLOBALS = 2_000;
/** Calls of one imported name that are kept with their arguments, beyond the first. */
export const PICKLE_CALLS_PER_NAME = 20;
/** Characters kept of one string in a pickle: enough for a payload's text, not for a model's weights. */
export const PICKLE_TEXT = 65_536;
/** Bytes of one line in a pickle of protocol 0. */
export const PICKLE_LINE = MIB;
/** Items kept of a tuple, list or dict on a pickle's symbolic stack. */
export const PICKLE_ITEMS = 32;
/** Characters kept of one printable string in a binary. */
export const STRING_CHARACTERS = 4_096;
/** Sections or segments read of a native binary. The PE loader refuses more than 96; ELF objects have hundreds. */
export const BINARY_SECTIONS = 512;
/** Imported, and exported, names kept of a native binary. */
export const BINARY_SYMBOLS = 5_000;
/** Libraries a native binary names. */
export const BINARY_LIBRARIES = 1_000;
/** Bytes of one symbol or section name. Mangled C++ names are longer and say nothing more. */
export const BINARY_NAME = 256;
/** Images read of a fat Mach-O file. Real ones hold two. */
export const FAT_SLICES = 8;
/** Bytes at the end of a binary in which bundlers leave their mark, a signature behind it included. */
export const PACKER_TAIL_BYTES = 65_536;

// ── Artifacts ────────────────────────────────────────────────────────────────────────────────────

/** Bytes at the start of a file that decide whether it is text, and which. */
export const TEXT_PROBE_BYTES = 65_536;
/** Bytes of a text without Python's suffix that is parsed to see whether it is Python all the same. */
export const PLAIN_PYTHON_CHARACTERS = MIB;
/** Bytes of one metadata file. Long descriptions reach a few hundred thousand. */
export const METADATA_BYTES = 4 * MIB;
/** Requirements, classifiers, links and entry points kept of one distribution, each. */
export const METADATA_ITEMS = 2_000;
/** Expressions read to learn the literal arguments of `setup()`. */
export const SETUP_LITERALS = 20_000;
/** Strings looked through in one native binary, and how many worth reading are kept. */
export const BINARY_STRINGS = 200_000;
export const BINARY_STRINGS_KEPT = 200;
/** Imports a binary's fact names, libraries first. */
export const IMPORTS_PER_BINARY_FACT = 200;
/** Bits per byte above which a section is packed or encrypted; machine code stays under 6.8. */
export const PACKED_ENTROPY = 7.2;
/** Names in bytecode, unknown to its source, that a fact lists. */
export const UNEXPLAINED_NAMES = 50;

// ── Analyses ─────────────────────────────────────────────────────────────────────────────────────

/** Layers deep: decoded text inside decoded text. Real chains go to about 50 with generated packers. */
export const LAYER_DEPTH = 64;
/** Layers in one distribution. */
export const LAYER_COUNT = 400;
/** Characters of a layer's text that a result keeps; the analysis reads all of it. */
export const LAYER_TEXT_LIMIT = 4096;
/** Bytes one decoder call may produce. */
export const DECODED_BYTES = 32 * MIB;
/** Bytes all decoders of one distribution may produce. */
export const DECODED_TOTAL_BYTES = 128 * MIB;
/** Characters of a value's rendering in a fact. */
export const VALUE_TEXT_LIMIT = 240;
/** Facts of one kind kept for one member; further ones add nothing but memory. Hit: fact `limit`. */
export const FACTS_PER_KIND_AND_MEMBER = 400;
/** Facts of one distribution. */
export const FACT_COUNT = 60_000;

// ── Rules ────────────────────────────────────────────────────────────────────────────────────────

/** Findings of one rule in one distribution. More places prove no more. Hit: `finding-limit`. */
export const FINDINGS_PER_RULE = 50;
/** Steps of one finding's trail: longer ones are not read. */
export const TRAIL_STEPS = 24;

/** Sensitive names and indicators reported from one string; the tables have fewer entries than real texts need. */
export const SENSITIVE_NAMES_PER_TEXT = 200;
/** Indicators reported from one string: a reviewer reads no more, and a list of links says no more. */
export const INDICATORS_PER_TEXT = 400;
/** Checksums computed for wallet addresses in one string: each costs microseconds, a hostile text has millions. */
export const WALLET_CHECKS = 2000;
/** Command interpreters inside command interpreters (`cmd /c powershell -c …`). Real chains have three. */
export const COMMAND_DEPTH = 6;
/** Characters of one command text that are read; longer ones are data that a script carries. */
export const COMMAND_CHARS = MIB;
/** Simple commands read from one text. */
export const COMMAND_COUNT = 20_000;
/** Programs recovered from inside one command text. */
export const INNER_PROGRAMS = 64;
/** Characters of one recovered program. */
export const INNER_PROGRAM_CHARS = 4 * MIB;

// ── Signatures ───────────────────────────────────────────────────────────────────────────────────

/** Seconds for one member or layer in the pattern engine, which counts in whole seconds. 32 MiB take about one. */
export const YARA_SCAN_SECONDS = 5;
/** Bytes of one member that the pattern engine reads. Hit: `analysis-budget`, the first bytes are read all the same. */
export const YARA_SCAN_BYTES = 32 * MIB;
/** Milliseconds in the pattern engine for one distribution: a quarter of `SCAN_MS`. Hit: `yara-timeout`. */
export const YARA_DISTRIBUTION_MS = 30_000;
/** Matches kept of one pattern. Conditions may count up to this many. */
export const YARA_PATTERN_MATCHES = 2_000;
/** Files of one folder of packs. The largest public collections have about 1,500. */
export const YARA_PACK_FILES = 5_000;
/** Bytes of one pack with everything it includes. */
export const YARA_PACK_BYTES = 32 * MIB;
/** Includes inside includes. */
export const YARA_INCLUDE_DEPTH = 16;

// ── Running ──────────────────────────────────────────────────────────────────────────────────────

/** Milliseconds for one distribution before its worker is ended. */
export const SCAN_MS = 120_000;
/** Share of that after which analyses end by themselves, so that what they found is not lost. */
export const SCAN_OWN_TIME = 0.8;
/** MiB of V8 old space per worker. */
export const WORKER_HEAP_MIB = 512;
/**
 * MiB of V8 young space per worker; bytes of a distribution from which on the worker makes do with less, for there the
 * garbage that waits adds to what is needed. An eighth of the room costs a fifth of the time.
 */
export const WORKER_YOUNG_MIB = 144;
export const WORKER_YOUNG_SPARE_MIB = 12;
export const LARGE_BYTES = 10_000_000;
/** MiB of stack per worker: room for what `PARSE_DEPTH` allows, several visitors deep. Node's default is 4. */
export const WORKER_STACK_MIB = 8;
/**
 * MiB of resident memory of one scan process: the largest distribution (1,024), what is unpacked of it (512), the heap
 * (512), and room. Hit: `memory-limit`.
 */
export const PROCESS_RSS_MIB = 2560;
/** Milliseconds between two looks at that. */
export const PROCESS_WATCH_MS = 50;
/** MiB of resident memory above which a scan process is replaced after its task. A warm one has about 250. */
export const PROCESS_KEPT_MIB = 640;
/** Tasks after which a scan process is replaced, whatever it looks like: one is warm after some thousand small ones. */
export const PROCESS_TASKS = 5_000;
/** Milliseconds a scan process has to start: one core takes a second. */
export const PROCESS_START_MS = 60_000;
/** Milliseconds a scan process has to say that its time is up, before it is killed. */
export const PROCESS_GRACE_MS = 10_000;
/** Steps of the scheduler by which a scan process gives way to the service, of 19. */
export const PROCESS_NICENESS = 5;
/** Characters of evidence that is kept, as JSON: 60,000 facts have about half of it. */
export const EVIDENCE_BYTES = 64 * MIB;
/** Bytes of it once packed. */
export const EVIDENCE_PACKED_BYTES = 16 * MIB;

// ── Verdict and report ───────────────────────────────────────────────────────────────────────────

/** Sentences of one kind in a verdict's arguments: more than a reviewer reads; the findings say the rest. */
export const ARGUMENT_COUNT = 8;
/** Excerpts in one result document. */
export const EXCERPT_COUNT = 80;
/** Lines shown before and after the line of a finding. */
export const EXCERPT_CONTEXT_LINES = 3;
/** Characters of one excerpt line; longer ones are cut around the finding's column. */
export const EXCERPT_COLUMNS = 160;
/** Bytes of a member that is no analysed text and may still be shown in an excerpt. */
export const EXCERPT_MEMBER_BYTES = 4 * MIB;
/** Indicators in one result document. */
export const INDICATOR_COUNT = 300;
/** Bytes of a saved result file that `explain` reads. */
export const RESULT_FILE_BYTES = 512 * MIB;

// ── Evaluation of Python ─────────────────────────────────────────────────────────────────────────

/**
 * Evaluation steps (syntax nodes) for following calls and loops of one module: a base, and more with the length
 * of its text. A step takes about a microsecond.
 */
export const STEPS_BASE = 6_000;
export const STEPS_PER_CHARACTER = 0.02;
/**
 * Steps that may tell nothing new, before following waits for news of the module: in general, and in tests, examples
 * and tools. Each new fact gives some back; things fetched, run, decoded or written, and hidden names, layers and
 * commands make for more patience.
 */
export const STEPS_QUIET = { module: 500, beside: 100, perNews: 25, perEffect: 20, perAlert: 500 } as const;
/** Further steps for each thing the module fetches, runs, decodes or writes: what surrounds it is worth knowing. */
export const STEPS_PER_EFFECT = 1_000;
/** Most of those. */
export const STEPS_EARNED = 30_000;
/** Steps of loops that put something together out of known parts, before they count: of a module, and of all. */
export const STEPS_BUILDING = 30_000;
export const STEPS_BUILDING_TOTAL = 1_000_000;
/** Steps in loops over opaque data, which have an allowance of their own; `analysis-budget` says when it is used up. */
export const STEPS_DECODING = 20_000;
/** Further steps for each character of an opaque literal: decoders loop over those. */
export const STEPS_PER_LITERAL_CHARACTER = 40;
/** Steps that all modules share besides what their lengths give. What runs first for a victim takes first. */
export const STEPS_SHARED = 30_000;
/** Steps of a module when others have used up what is shared, besides half of what its length gives. */
export const STEPS_RESERVE = 1_000;
/** Steps of one distribution, of either kind. */
export const STEPS_TOTAL = 5_000_000;
/**
 * Characters that all operations on texts, bytes and lists of one distribution go through, slow operations counted
 * several times: about 1 s each for long values and for short ones. Hit: `decode-limit`, and the result is unknown.
 */
export const WEIGHT_TOTAL = { short: 64_000_000, long: 96_000_000 };
/** Characters of a short value: one cannot use up what the others need. */
export const WEIGHT_SHORT = 16_384;
/** Characters of a value whose operations cost no more than the step that made them. */
export const WEIGHT_FREE = 256;

// ── Fetching ─────────────────────────────────────────────────────────────────────────────────────

/** Milliseconds for a connection to be made: a host that drops what it gets must not hold a request. */
export const FETCH_CONNECT_MS = 10_000;
/** Bytes of an answer's headers. */
export const FETCH_HEADER_BYTES = 16_384;

// ── Actions ──────────────────────────────────────────────────────────────────────────────────────

/** Milliseconds a webhook's receiver has to answer. */
export const WEBHOOK_MS = 10_000;
/** Milliseconds of silence of a mail server. */
export const MAIL_MS = 20_000;
/** Attempts at one message after the first; with the delays growing to an hour that is most of a day. */
export const DELIVERY_RETRIES = 20;
/** Seconds before the second attempt, and the most between two. */
export const DELIVERY_DELAY_S = { first: 5, most: 3600 };

// ── Watch ────────────────────────────────────────────────────────────────────────────────────────

/** Bytes of one answer of a feed. A changelog of some days has a few MB. */
export const FEED_BYTES = 64 * MIB;
/** Changes dealt with before the place reached is written down. */
export const FEED_CHANGES = 200;
/** Links of an RSS feed that are remembered: feeds show 40, and a busy hour must not look like new ones. */
export const FEED_SEEN = 500;
/** Changes that could not be dealt with and are tried again; with more than these, nothing new is read. */
export const FEED_PENDING = 2000;
/** Rounds in which one file is tried before it is given up, which the audit log then says. */
export const FEED_ATTEMPTS = 8;
/** Most milliseconds between two looks at a feed that fails. */
export const FEED_BACKOFF_MS = 3_600_000;

// ── Similarity ───────────────────────────────────────────────────────────────────────────────────

/** Lines before and after a finding's that its `code` covers: a change beside it is a change of it. */
export const FINDING_CODE_LINES = 3;
/** Findings whose code makes the fingerprint: the first few say what a distribution is about. */
export const FINGERPRINT_FINDINGS = 8;
/** Lines before and after each. */
export const FINGERPRINT_LINES = 20;
/** Characters of one line: what follows is payload. */
export const FINGERPRINT_COLUMNS = 4000;

// ── Inspection ───────────────────────────────────────────────────────────────────────────────────

/** Bytes of one member that a reviewer is shown as text: no person reads more, and the page stays quick. */
export const INSPECTED_BYTES = 8 * MIB;
/** Bytes of one member that a reviewer is shown as hex. */
export const INSPECTED_HEX_BYTES = 65_536;
