/** What is left in the account (reference §A). */
import { judgeReading } from '../api/readReply';
import { balancePath } from '../api/routes';
import type { Problem } from '../errors/problem';
import type { Ports } from '../task/ports';
import { readAgain } from '../task/retrieve';
import { z } from '../zod';

const balanceSchema = z.object({ balance: z.number().finite() });

function readBalance(data: unknown): { usd: number } | undefined {
	const parsed = balanceSchema.safeParse(data);
	return parsed.success ? { usd: parsed.data.balance } : undefined;
}

export type Balance =
	{ readonly ok: true; readonly usd: number } | { readonly ok: false; readonly problem: Problem };

/** How long one request may take, in ms. */
const requestTimeoutMs = 30_000;

/** Asks for the account's balance, three times at most. Never throws. */
export async function fetchBalance(ports: Ports): Promise<Balance> {
	const url = `${ports.baseUrl}${balancePath}`;
	const reading = { find: readBalance, circumstances: {}, notFound: 'malformedAnswer' } as const;
	const read = await readAgain(
		async () => {
			const reply = await ports.http({ method: 'GET', url, timeoutMs: requestTimeoutMs });
			return judgeReading(reply, reading, ports.now());
		},
		ports,
		{ tries: 3 },
	);
	return read.kind === 'read' ? { ok: true, usd: read.usd } : { ok: false, problem: read.problem };
}
