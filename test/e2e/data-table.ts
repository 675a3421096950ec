import { z } from 'zod';
import type { N8nRest } from './n8n-rest';
import { PlainMessage } from './say';

const row = z.object({ id: z.number() }).catchall(z.unknown());
const rows = z.object({ data: z.array(row) });
const project = z.object({ id: z.string() });
const table = z.object({ id: z.string(), name: z.string() });
const tables = z.object({ data: z.array(table) });

/** A row of a data table, with its columns by name. */
export type TableRow = z.infer<typeof row>;

/** One of n8n's own data tables, used as a person uses it on its page. */
export class DataTable {
	private constructor(
		private readonly rest: N8nRest,
		private readonly tablesPath: string,
		readonly id: string,
	) {}

	/** The table of that name in the owner's project. */
	static async named(rest: N8nRest, name: string): Promise<DataTable> {
		const path = await tablesPath(rest);
		const { data } = await rest.session.call('GET', path, tables);
		const found = data.find((each) => each.name === name);
		if (found === undefined) throw new PlainMessage(`n8n has no data table “${name}”.`);
		return new DataTable(rest, path, found.id);
	}

	/** Makes a table whose columns all hold text. */
	static async create(rest: N8nRest, name: string, columns: readonly string[]): Promise<DataTable> {
		const path = await tablesPath(rest);
		const body = { name, columns: columns.map((each) => ({ name: each, type: 'string' })) };
		return new DataTable(rest, path, (await rest.session.call('POST', path, table, body)).id);
	}

	/** All rows, oldest first. */
	async rows(): Promise<TableRow[]> {
		const path = `${this.tablesPath}/${this.id}/rows?take=100`;
		const { data } = await this.rest.session.call('GET', path, rows);
		return data.sort((a, b) => a.id - b.id);
	}

	async add(...added: ReadonlyArray<Record<string, string>>): Promise<void> {
		const body = { data: added, returnType: 'count' };
		const path = `${this.tablesPath}/${this.id}/insert`;
		await this.rest.session.call('POST', path, z.unknown(), body);
	}

	/** Writes into some columns of one row. */
	async change(rowId: number, data: Record<string, string | null>): Promise<void> {
		const isRow = { columnName: 'id', condition: 'eq', value: rowId };
		const filter = { type: 'and', filters: [isRow] };
		const path = `${this.tablesPath}/${this.id}/rows`;
		await this.rest.session.call('PATCH', path, z.unknown(), { filter, data });
	}
}

async function tablesPath(rest: N8nRest): Promise<string> {
	const { id } = await rest.session.call('GET', '/rest/projects/personal', project);
	return `/rest/projects/${id}/data-tables`;
}
