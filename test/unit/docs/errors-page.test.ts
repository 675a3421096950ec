/** docs/reference/errors.md has each cause, under its meaning for money. */
import { errorsPage } from '../../../scripts/docs/errorsPage';
import { momentsOf } from '../../../scripts/docs/moments';
import { sampleOf } from '../../../scripts/docs/samples';
import { causes, taskCauses } from '../../support/errors/causes';

const page = errorsPage();

/** The rows of the table below a heading. */
function rowsOf(heading: string): readonly string[] {
	const [, below = ''] = page.split(`## ${heading}\n`);
	const [chapter = ''] = below.split('\n## ');
	return chapter.split('\n').filter((line) => /^\| (?!Message|---)/.test(line));
}

const refused = rowsOf("Not started: you weren't charged");
const unknown = rowsOf('Not confirmed: you may have been charged');
const ended = rowsOf('Started, but failed: refunded');
const accepted = rowsOf('Started: you were charged once');
const reading = rowsOf('While reading a task');

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
	['deadline', 'accepted', accepted],
	['contentModeration', 'ended', ended],
	['unknownOutcome', 'unknown', unknown],
	['parameterRefused', 'refused', refused],
	['costAboveMaximum', 'refused', refused],
	['priceUnknown', 'refused', refused],
	['balanceTooLow', 'refused', refused],
	['unknownTask', 'reading', reading],
] as const)('%s is told once under %s', (cause, moment, rows) => {
	const { message } = sampleOf(cause, moment);
	expect(rows.filter((row) => row.startsWith(`| ${message} |`))).toHaveLength(1);
});

it('a cause about a task is never under Refused alone', () => {
	for (const cause of taskCauses) expect(momentsOf[cause]).not.toEqual(['refused']);
});

it('holds no sample in the place of a word', () => {
	expect(page).not.toMatch(/undefined|NaN|90817|\[object/);
});
