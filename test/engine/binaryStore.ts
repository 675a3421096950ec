/**
 * n8n's binary store on disk, as most n8n servers have it. Without it the engine keeps binary data in
 * memory, in the items themselves, as n8n's mode "default" does.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

export interface BinaryStore {
	/** Every file under its folder, with its size in bytes; not n8n's notes about them. */
	files(): ReadonlyArray<{ readonly name: string; readonly size: number }>;
	/** What the store holds for a binary of an item. */
	read(binary: IBinaryData): Promise<Buffer>;
	sha256(binary: IBinaryData): Promise<string>;
	/** Deletes its folder. */
	close(): void;
}

/**
 * Has n8n's engine keep binary data in a folder of its own, from now on: in jest until the end of
 * the test file, elsewhere until the end of the process.
 */
export async function openBinaryStore(): Promise<BinaryStore> {
	const folder = mkdtempSync(path.join(tmpdir(), 'seedance-binary-'));
	Object.assign(Container.get(BinaryDataConfig), { mode: 'filesystem', localStoragePath: folder });
	const service = Container.get(BinaryDataService);
	await service.init();
	const read = async (binary: IBinaryData) => await service.getAsBuffer(binary);
	return {
		files: () =>
			readdirSync(folder, { recursive: true, encoding: 'utf8' })
				.filter((name) => !name.endsWith('.metadata'))
				.map((name) => ({ name, stats: statSync(path.join(folder, name)) }))
				.filter(({ stats }) => stats.isFile())
				.map(({ name, stats }) => ({ name, size: stats.size })),
		read,
		sha256: async (binary) =>
			createHash('sha256')
				.update(await read(binary))
				.digest('hex'),
		close: () => rmSync(folder, { recursive: true, force: true }),
	};
}
