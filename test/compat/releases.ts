/** What is frozen of each release: a folder with its name. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { LiveModel } from '../../simulator';
import type { WorkflowJson } from '../engine/run';

export const compatFolder = __dirname;
/** What the frozen workflows say for the n8n that they run on, as their person would have. */
export const publicN8n = 'https://n8n.example.com';
export const releases: readonly string[] = readdirSync(compatFolder)
	.filter((name) => /^\d+\.\d+\.\d+$/.test(name))
	.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

const workflowEnding = '.workflow.json';

/** Where something frozen is; release "0.1.0", name "get-result-get". */
export interface Frozen {
	readonly release: string;
	readonly name: string;
}

export const frozenWorkflows: readonly Frozen[] = releases.flatMap((release) =>
	readdirSync(path.join(compatFolder, release))
		.filter((file) => file.endsWith(workflowEnding))
		.map((file) => ({ release, name: file.slice(0, -workflowEnding.length) })),
);

const fileOf = (release: string, file: string) => path.join(compatFolder, release, file);

function read(release: string, file: string): unknown {
	return JSON.parse(readFileSync(fileOf(release, file), 'utf8'));
}

const workflowSchema = z
	.object({ nodes: z.array(z.unknown()), connections: z.record(z.unknown()) })
	.passthrough();

export const readWorkflow = ({ release, name }: Frozen): WorkflowJson =>
	workflowSchema.parse(read(release, `${name}${workflowEnding}`)) as unknown as WorkflowJson;

const liveModelsSchema = z.array(
	z.object({
		id: z.string(),
		name: z.string(),
		type: z.string(),
		basePriceUsd: z.number(),
		usdPerSecond: z.number(),
		schema: z.record(z.unknown()),
	}),
);

/** Models that are newer than the release. */
export const readLiveModels = (release: string): LiveModel[] =>
	liveModelsSchema.parse(read(release, 'live-models.json'));

/** Reads what a release is held to. */
export function readFrozen<T>(
	release: string,
	file: string,
	schema: z.ZodType<T, z.ZodTypeDef, unknown>,
): T {
	return schema.parse(read(release, file));
}

/**
 * Reads it, too. While the release is being made (COMPAT_FREEZE is its name), what is not there yet is
 * written from what is so today.
 */
export function readOrFreeze<T>(
	release: string,
	file: string,
	schema: z.ZodType<T, z.ZodTypeDef, unknown>,
	today: T,
): T {
	if (!existsSync(fileOf(release, file)) && process.env.COMPAT_FREEZE === release) {
		writeFileSync(fileOf(release, file), `${JSON.stringify(today, null, '\t')}\n`);
	}
	return readFrozen(release, file, schema);
}
