/** Rows for every table of a database, whatever its schema is: awkward values, and nulls wherever they may stand. */
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/store/database.ts';

interface Column {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  generated: boolean;
  /** Table and column that it refers to. */
  refers: { table: string; column: string } | null;
}

/** SQL of one awkward value of a type, different for each row. */
const VALUES: Record<string, (row: number) => string> = {
  'character(64)': (row) => `repeat('${row % 10}f', 32)`,
  text: (row) => `E'${row} \\t\\n\\r\\\\x41 \\\\N "quoted" ''single'' {a,b} NULL \\u00e9 \\U0001F40D \\x01'`,
  bigint: (row) => `${9_007_199_254_740_000 + row}`,
  integer: (row) => `${-2_147_483_648 + row}`,
  smallint: (row) => `${32_767 - row}`,
  'double precision': (row) => (row % 2 === 0 ? '0.1::float8 + 0.2' : `-1.7976931348623157e308`),
  'timestamp with time zone': (row) => `'2026-02-28 23:59:59.00000${row % 10}+05:30'`,
  jsonb: (row) =>
    `'{"row": ${row}, "n": 12345678901234567890.10, "t": ["\\\\u0001", null, "é\\\\\\\\"], "o": {}}'`,
  'text[]': (row) => `array['${row}', 'a,b', '"', E'\\\\', 'NULL', null, '']`,
  bytea: (row) => `decode('00ff5c7830${String(row).padStart(2, '0')}', 'hex')`,
  uuid: (row) => `'00000000-0000-4000-8000-${String(row).padStart(12, '0')}'`,
};

/**
 * Writes two rows into every table: one with a value in each column, one with nulls.
 * @returns names of the tables, those that others refer to first
 */
export async function fillEveryTable(db: Db, except: readonly string[] = []): Promise<string[]> {
  const columns = await columnsOf(db);
  const tables = Map.groupBy(columns, ({ table }) => table);
  const order: string[] = [];
  const visit = (table: string): void => {
    if (order.includes(table)) return;
    for (const { refers } of tables.get(table) ?? []) if (refers !== null) visit(refers.table);
    order.push(table);
  };
  for (const table of [...tables.keys()].sort()) visit(table);
  for (const table of order.filter((name) => !except.includes(name))) {
    for (const row of [0, 1]) await insertRow(db, table, tables.get(table)!, row);
  }
  return order;
}

async function insertRow(db: Db, table: string, columns: readonly Column[], row: number): Promise<void> {
  const given = columns.filter(({ generated }) => !generated);
  const values = given.map(({ type, nullable, refers }, index) => {
    if (row === 1 && nullable) return 'null';
    if (refers !== null) {
      return `(select ${refers.column} from ${refers.table} order by 1 limit 1 offset ${row})`;
    }
    return VALUES[type]!(row * 3 + index);
  });
  const names = given.map(({ name }) => name).join(', ');
  await db.execute(sql.raw(`insert into ${table} (${names}) values (${values.join(', ')})`));
}

async function columnsOf(db: Db): Promise<Column[]> {
  const { rows } = await db.execute(sql`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      not a.attnotnull as nullable, a.attidentity <> '' as generated,
      (select jsonb_build_object('table', f.relname, 'column', fa.attname) from pg_constraint k
        join pg_class f on f.oid = k.confrelid
        join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = k.confkey[1]
        where k.contype = 'f' and k.conrelid = c.oid and k.conkey = array[a.attnum]) as refers
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`);
  return rows as Column[];
}

/** Names of the columns of every table. */
export async function columnNamesOf(db: Db): Promise<Record<string, string[]>> {
  const names: Record<string, string[]> = {};
  for (const { table, name } of await columnsOf(db)) (names[table] ??= []).push(name);
  return names;
}

/**
 * All that is in every table, as text, to be compared.
 * @param only the columns to look at, of those tables; all of all tables unless given
 */
export async function contentsOf(db: Db, only?: Record<string, string[]>): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {};
  for (const [table, names] of Object.entries(only ?? (await columnNamesOf(db)))) {
    const { rows } = await db.execute(
      sql.raw(`select row(${names.join(', ')})::text as row from ${table} order by 1`),
    );
    contents[table] = (rows as { row: string }[]).map(({ row }) => row);
  }
  return contents;
}
