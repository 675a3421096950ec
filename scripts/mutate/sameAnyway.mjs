/**
 * Changes that change nothing, which Stryker need not try. Single ones have a comment where they are:
 * `// Stryker disable next-line <mutator>: <why>`.
 */

const isReturnOfUndefined = ({ type, argument }) =>
	type === 'ReturnStatement' &&
	(argument === null || (argument.type === 'Identifier' && argument.name === 'undefined'));

/** Whether a `catch` that returns undefined ends its function, as it does when it is empty. */
function endsFunction(path) {
	const { body } = path.node;
	const attempt = path.parentPath?.parentPath;
	const block = attempt?.parentPath;
	return (
		path.parentPath?.isCatchClause() === true &&
		body.length === 1 &&
		isReturnOfUndefined(body[0]) &&
		block?.isBlockStatement() === true &&
		block.parentPath?.isFunction() === true &&
		block.node.body.at(-1) === attempt.node
	);
}

const sameAnyway = {
	shouldIgnore: (path) =>
		path.isBlockStatement() && endsFunction(path)
			? 'An empty catch returns undefined, too.'
			: undefined,
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'same-anyway', value: sameAnyway }];
