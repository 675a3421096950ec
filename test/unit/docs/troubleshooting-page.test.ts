/** docs/troubleshooting.md has each cause, under its meaning for money. */
import { troubleshootingPage } from '../../../scripts/docs/troubleshootingPage';
import { momentsOf } from '../../../scripts/docs/moments';
import { sampleOf } from '../../../scripts/docs/samples';
import { causes, taskCauses } from '../../support/errors/causes';

const page = troubleshootingPage();

/** The rows of the table below a heading. */
function rowsOf(heading: string): readonly string[] {
	const [, below = ''] = page.split(`## ${heading}\n`);
	const [chapter = ''] = below.split('\n## ');
	return chapter.split('\n').filter((line) => /^\| (?!Message|---)/.test(line));
}

const refused = rowsOf('Refused: nothing is charged');
const unknown = rowsOf('Unknown: nobody can tell');
const ended = rowsOf('Accepted: the task ended without a video');
const accepted = rowsOf('Accepted: the video is paid for');
const reading = rowsOf('While a task is read');

it.each(causes)('%s has a row', (cause) => {
	expect(momentsOf[cause]).not.toEqual([]);
	for (const moment of momentsOf[cause]) {
		const { message, description } = sampleOf(cause, moment);
		expect(page).toContain(`| ${message} | ${description} |`);
	}
});

it('has no other rows', () => {
	const places = causes.flatMap((cause) => momentsOf[cause]);
	const rows = [refused, unknown, ended, accepted, reading].flat();
	expect(rows).toHaveLength(places.length);
	expect(new Set(rows).size).toBe(rows.length);
});

it.each([
	['Task … was not finished after … minutes (status: …)', accepted],
	['The content check turned task … down', ended],
	["Couldn't confirm that this video was started", unknown],
	["'…' is …; … takes …", refused],
	["This video would cost …, more than the … of 'Maximum Cost per Execution (USD)'", refused],
	[
		"The price of item … is not known, so 'Maximum Cost per Execution (USD)' cannot be kept",
		refused,
	],
	["The WaveSpeedAI balance is …, less than the … of 'Keep Balance Above (USD)'", refused],
	['WaveSpeedAI does not know task …', reading],
])('%s', (message, rows) => {
	expect(rows.filter((row) => row.startsWith(`| ${message} |`))).toHaveLength(1);
});

describe('money', () => {
	const text = (rows: readonly string[]) => rows.join('\n');

	it('nothing that may exist is called not submitted', () => {
		for (const rows of [unknown, ended, accepted, reading]) {
			expect(text(rows)).not.toMatch(/nothing was (submitted|charged)|was not submitted\./i);
		}
	});

	it('nothing that was refused is called paid for', () => {
		expect(text(refused)).not.toMatch(/paid for/);
	});

	it('tells of the refund of each task that ended without a video', () => {
		for (const row of ended) expect(row).toContain('refunds failed tasks');
	});

	it('a cause about a task is never under Refused alone', () => {
		for (const cause of taskCauses) expect(momentsOf[cause]).not.toEqual(['refused']);
	});
});

it('holds no sample in the place of a word', () => {
	expect(page).not.toMatch(/undefined|NaN|90817|\[object/);
});
