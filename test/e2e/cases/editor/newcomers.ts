import { randomUUID } from 'node:crypto';
import { owner } from '../../n8n-rest';
import { withPerson, type Person } from '../../person';
import type { Scene } from '../../scene';

/** Runs a new user without workflows and credentials in a browser. */
export async function withNewcomer(
	scene: Scene,
	act: (person: Person) => Promise<void>,
): Promise<void> {
	const { password } = owner;
	const email = `newcomer-${randomUUID()}@example.com`;
	const newcomer = { email, password, firstName: 'New', lastName: 'Comer' };
	await scene.stage.rest.addMember(newcomer);
	await withPerson(scene, act, newcomer);
}
