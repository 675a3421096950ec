/** When a scripted fault applies. */
export interface FaultRule<Subject> {
	/** How often it applies, by default once; Infinity for always. */
	readonly times?: number;
	/** Which requests or tasks it applies to, by default any. */
	readonly match?: (subject: Subject) => boolean;
}

/** Scripted faults in the order they were added; each request takes the first that fits. */
export class FaultQueue<Fault, Subject> {
	private waiting: Array<{
		readonly fault: Fault;
		left: number;
		readonly match: (subject: Subject) => boolean;
	}> = [];

	private choose: (subject: Subject) => Fault | undefined = () => undefined;

	/** Asks for a fault whenever no scripted one fits. */
	otherwise(choose: (subject: Subject) => Fault | undefined): void {
		this.choose = choose;
	}

	/** Adds a fault behind those already waiting. */
	add(fault: Fault, rule: FaultRule<Subject> = {}): void {
		this.waiting.push({ fault, left: rule.times ?? 1, match: rule.match ?? (() => true) });
	}

	/** Takes the fault for a subject and counts it; undefined when none fits. */
	take(subject: Subject): Fault | undefined {
		return this.takeScripted(subject) ?? this.choose(subject);
	}

	/** Takes a scripted fault only, for a subject that was asked about before. */
	takeScripted(subject: Subject): Fault | undefined {
		const found = this.waiting.find((entry) => entry.match(subject));
		if (found === undefined) return undefined;
		found.left -= 1;
		this.waiting = this.waiting.filter((entry) => entry.left > 0);
		return found.fault;
	}

	/** How many more times finite faults will apply; endless ones aren't counted. */
	get pending(): number {
		return this.waiting
			.filter((entry) => Number.isFinite(entry.left))
			.reduce((sum, entry) => sum + entry.left, 0);
	}

	/** Forgets all of them. */
	clear(): void {
		this.waiting = [];
		this.choose = () => undefined;
	}
}
