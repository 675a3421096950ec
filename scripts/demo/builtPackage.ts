/** The published package: compiled files, found by the paths in package.json. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';
import { z } from 'zod';

const manifestSchema = z.object({
	name: z.string(),
	version: z.string(),
	n8n: z.object({ nodes: z.array(z.string()), credentials: z.array(z.string()) }),
});

export interface BuiltPackage {
	readonly name: string;
	readonly version: string;
	/** By full type name, e.g. "n8n-nodes-seedance.seedanceTextToVideo". */
	readonly nodeTypes: Readonly<Record<string, INodeType>>;
	/** By type name, e.g. "waveSpeedAiApi". */
	readonly credentialTypes: Readonly<Record<string, ICredentialType>>;
}

/**
 * Finds a class by its file's name, as n8n does.
 * @throws Error when it isn't there
 */
export async function loadClass(root: string, file: string): Promise<object> {
	const location = path.join(root, file);
	if (!existsSync(location)) throw new Error(`${file} is missing. Run "npm run build" first.`);
	const loaded = (await import(location)) as Record<string, (new () => object) | undefined>;
	const className = path.basename(file).split('.')[0] ?? '';
	const Class = loaded[className];
	if (Class === undefined) throw new Error(`${file} has no class ${className}.`);
	return new Class();
}

/**
 * Loads every node and credential that package.json registers. @throws Error when dist isn't built
 */
export async function loadBuiltPackage(root: string): Promise<BuiltPackage> {
	const text = readFileSync(path.join(root, 'package.json'), 'utf8');
	const { name, version, n8n } = manifestSchema.parse(JSON.parse(text));
	const nodes = await Promise.all(n8n.nodes.map(async (file) => await loadClass(root, file)));
	const credentials = await Promise.all(
		n8n.credentials.map(async (file) => await loadClass(root, file)),
	);
	return {
		name,
		version,
		nodeTypes: Object.fromEntries(
			(nodes as INodeType[]).map((node) => [`${name}.${node.description.name}`, node]),
		),
		credentialTypes: Object.fromEntries(
			(credentials as ICredentialType[]).map((credential) => [credential.name, credential]),
		),
	};
}
