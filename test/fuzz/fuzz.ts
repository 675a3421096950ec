/** Makes bodies and rows for each model and compares the verdicts on them. */
import fc from 'fast-check';
import { seededRandom } from '../../bench/random';
import { anyBody, validBody } from '../support/request/bodies';
import type { ModelUnderTest } from '../support/request/modelsUnderTest';
import { asRow, cell, withAddresses } from '../support/request/sheets';
import type { Row } from '../support/request/sheets';
import { countCorners } from './corners';
import type { Corners } from './corners';
import { judgeBody, judgeRow } from './verdicts';
import type { Demand, Verdict } from './verdicts';
import { jsonText } from './writing';
import type { Pointed } from './writing';

export interface Counts {
	made: number;
	valid: number;
	accepted: number;
	/** Accepted by us and invalid: with keywords that we do not read, the API is to refuse it. */
	leftToTheApi: number;
}

export interface Disagreement {
	readonly model: string;
	readonly given: string;
	readonly verdicts: string;
}

export interface Findings {
	readonly id: string;
	readonly source: string;
	readonly bodies: Counts;
	readonly rows: Counts;
	disagreements: number;
	/** The shortest of them. */
	shortest: readonly Disagreement[];
}

/** What a run has tried, all models together. */
export interface Tried {
	readonly corners: Corners;
	readonly pointed: Pointed;
}

export interface Quota {
	readonly seed: number;
	readonly bodies: number;
	readonly rows: number;
}

/** So many are in memory at a time. */
const atATime = 2000;
const shown = 3;

function* made<T>(arbitrary: fc.Arbitrary<T>, total: number, seed: number): Generator<T> {
	for (let done = 0; done < total; done += atATime) {
		const numRuns = Math.min(atATime, total - done);
		yield* fc.sample(arbitrary, { seed: (seed + done) | 0, numRuns });
	}
}

/** Rows of three kinds: valid ones written down by people, nearly valid ones, and anything. */
function anyRow(model: ModelUnderTest): fc.Arbitrary<Row> {
	const valid = fc
		.tuple(validBody(model.schema), fc.nat(999))
		.map(([body, pick]) => asRow(model, JSON.parse(JSON.stringify(body)) as object, pick));
	const nearly = anyBody(model.schema).map((body): Row => {
		const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
		return { values: isObject ? withAddresses(model, body) : {} };
	});
	const names = [...Object.keys(model.schema.properties), 'fps'];
	const cells = fc.dictionary(fc.constantFrom(...names), cell);
	const wild = fc
		.tuple(nearly, cells)
		.map(([row, more]) => ({ values: { ...row.values, ...more } }));
	return fc.oneof({ weight: 3, arbitrary: valid }, nearly, wild);
}

const none = (): Counts => ({ made: 0, valid: 0, accepted: 0, leftToTheApi: 0 });

function count(counts: Counts, { isValid, isAccepted }: Verdict): void {
	counts.made += 1;
	if (isValid) counts.valid += 1;
	if (isAccepted) counts.accepted += 1;
	if (isAccepted && !isValid) counts.leftToTheApi += 1;
}

export function fuzz(model: ModelUnderTest, demand: Demand, quota: Quota, tried: Tried): Findings {
	const { id, source, schema } = model;
	const findings: Findings = {
		...{ id, source, bodies: none(), rows: none(), disagreements: 0, shortest: [] },
	};
	const note = ({ disagreement: verdicts }: Verdict, given: string) => {
		if (verdicts === undefined) return;
		findings.disagreements += 1;
		findings.shortest = [...findings.shortest, { model: id, given, verdicts }]
			.sort((a, b) => a.given.length - b.given.length)
			.slice(0, shown);
	};
	const random = seededRandom(quota.seed);
	for (const value of made(anyBody(schema), quota.bodies, quota.seed)) {
		const text = jsonText(value, random, tried.pointed);
		const body = JSON.parse(text) as unknown;
		countCorners(body, { ...schema, type: 'object' }, tried.corners);
		const verdict = judgeBody(model, body, demand);
		count(findings.bodies, verdict);
		note(verdict, text);
	}
	for (const row of made(anyRow(model), quota.rows, quota.seed)) {
		const verdict = judgeRow(model, row, demand);
		count(findings.rows, verdict);
		note(verdict, JSON.stringify(row.values));
	}
	return findings;
}
