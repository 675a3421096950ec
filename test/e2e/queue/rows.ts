/** One in so many callbacks is sent twice. */
const duplicatedEach = 50;

/** How the rows of a run differ. They are numbered from 0; each is one execution. */
export class Rows {
	constructor(
		readonly count: number,
		/** How many are never called back: the last ones, which so are suspended last. */
		readonly dropped: number,
		/** How many tasks end in a second. */
		private readonly rate: number,
		/** How many tasks each row has. */
		readonly tasks: number,
	) {}

	all(): number[] {
		return Array.from({ length: this.count }, (_, row) => row);
	}

	isDropped(row: number): boolean {
		return row >= this.count - this.dropped;
	}

	isDuplicated(row: number): boolean {
		return !this.isDropped(row) && row % duplicatedEach === 0;
	}

	/**
	 * How long a task of a row takes on the held clock, in ms. All rows' first tasks end before any
	 * second one, so that a row has its callbacks far apart. Rows without callbacks end first,
	 * because they are noticed last.
	 * @param task which of the row's tasks, from 0
	 */
	takesMs(row: number, task: number): number {
		const called = this.count - this.dropped;
		const place = this.isDropped(row)
			? (row - called) * this.tasks + task
			: this.dropped * this.tasks + task * called + row;
		return ((place + 1) * 1000) / this.rate;
	}

	/** How long it takes until all have ended, in ms. */
	get allTakeMs(): number {
		return (this.count * this.tasks * 1000) / this.rate;
	}
}

const prompt = /^queue (\d+)$/;

/** The prompt of a row, as n8n's expression in the node. */
export const promptExpression = '=queue {{ $json.body.row }}';

/** Which row a submit is for; undefined for one that is for none. */
export function rowOf(body: Readonly<Record<string, unknown>> | undefined): number | undefined {
	const row = prompt.exec(String(body?.prompt))?.[1];
	return row === undefined ? undefined : Number(row);
}
