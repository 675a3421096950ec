/** Somebody else who uses the same account: other videos of the same models, some with equal inputs. */
import { request } from 'undici';
import type { Journal } from '../../simulator';
import { apiKey } from '../node/bench';
import { chance } from './chance';
import { itemOf } from './faults';

/** Of so many of our lost submits, one has a twin. */
const twinShare = 0.05;
/** For so many of our submits there is one of theirs. */
const othersShare = 0.2;

type Body = Readonly<Record<string, unknown>>;

/**
 * Their bodies have the prompt last, which is equal for the API and distinguishes them from ours in
 * the journal.
 */
const asTheirs = ({ prompt, ...rest }: Body, item = prompt): Body => ({ ...rest, prompt: item });
export const isTheirs = (body: Body): boolean => Object.keys(body).at(-1) === 'prompt';

export interface Stranger {
	/** The items that they submitted as well, word for word. */
	readonly twins: ReadonlySet<string>;
	/** Resolves when none of their requests is in flight. */
	stop(): Promise<void>;
}

/** @param mayHaveTwin whether an item may meet what leaves it unfinished */
export function startStranger(
	url: string,
	journal: Journal,
	seed: number,
	mayHaveTwin: (item: string) => boolean,
): Stranger {
	const twins = new Set<string>();
	let seen = 0;
	let isStopped = false;

	async function submit(model: string, body: Body) {
		const answer = await request(`${url}/api/v3/${model}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}).catch(() => undefined);
		await answer?.body.dump().catch(() => undefined);
	}

	async function follow() {
		const all = journal.submits();
		const fresh = all.slice(seen);
		seen = all.length;
		for (const { body, model = '', accepted, fault } of fresh) {
			if (body === undefined || isTheirs(body)) continue;
			const item = itemOf(body);
			const isLost = accepted && fault !== undefined && !fault.startsWith('delay');
			if (isLost && mayHaveTwin(item) && chance(seed, 'twin', item) < twinShare) {
				twins.add(item);
				await submit(model, asTheirs(body));
			} else if (chance(seed, 'other', item) < othersShare) {
				await submit(model, asTheirs(body, `Another ${item}`));
			}
		}
	}

	async function run() {
		while (!isStopped) {
			await new Promise((resolve) => setTimeout(resolve, 5));
			await follow();
		}
	}

	const running = run();
	return {
		twins,
		async stop() {
			isStopped = true;
			await running;
		},
	};
}
